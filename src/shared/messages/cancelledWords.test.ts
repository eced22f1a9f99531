// What is said of a case that was given up: true of the site, and never the advice to delete what was there before.
import { describe, expect, it } from "vitest";
import type { LeftOnSite } from "../cancelledUpload.ts";
import { cancelledWords, cancelQuestionWords } from "./cancelledWords.ts";

const caseUrl = "https://service.test/cases/7";

function wordsOf(
  url: string | null,
  left: Partial<LeftOnSite> = {},
): readonly string[] {
  return cancelledWords({
    kind: "cancelled",
    caseUrl: url,
    left: { isAppended: false, studies: 0, stacks: 0, inDoubt: [], ...left },
  });
}

describe("a case of its own", () => {
  it("says that nothing was made only where that is certain", () => {
    expect(wordsOf(null)).toEqual(["Nothing was made on the site."]);
    expect(
      wordsOf(null, { inDoubt: [{ call: "createCase", name: "Gout" }] }),
    ).toEqual([
      "A draft may have been made: it was asked for, and the answer never came. Wait a minute, then look for “Gout” among your drafts on the site. If it is there and holds no images, delete it; one with images is another draft.",
    ]);
  });

  it("says what the draft may hold besides", () => {
    expect(
      wordsOf(caseUrl, { inDoubt: [{ call: "createStudy", name: "" }] }),
    ).toEqual([
      "A draft is on the site with what had arrived. You can delete it there.",
      "A study may have been added: it was asked for, and the answer never came. It goes with the draft if you delete that.",
    ]);
  });
});

describe("a case that was added to a draft", () => {
  it.each([
    [0, 0, "Nothing was added to it."],
    [0, 1, "1 stack was added to it."],
    [0, 2, "2 stacks were added to it."],
    [1, 0, "1 new study was added to it."],
    [2, 3, "2 new studies and 3 stacks were added to it."],
  ])("counts %i studies and %i stacks", (studies, stacks, added) => {
    expect(wordsOf(caseUrl, { isAppended: true, studies, stacks })).toEqual([
      `The draft was there before and stays. ${added}`,
    ]);
  });

  it("says what may have been added", () => {
    expect(
      wordsOf(caseUrl, {
        isAppended: true,
        inDoubt: [{ call: "attachStack", name: "Axial" }],
      }),
    ).toEqual([
      "The draft was there before and stays. Nothing is known to have been added to it.",
      "A stack “Axial” may have been added: it was asked for, and the answer never came. It can take a quarter of an hour to show. Look at the draft before you send it again.",
    ]);
  });

  it("is never advised to delete the draft", () => {
    const calls = ["createCase", "createStudy", "attachStack"] as const;
    const words = [
      cancelQuestionWords(true),
      ...wordsOf(caseUrl, {
        isAppended: true,
        stacks: 1,
        inDoubt: calls.slice(1).map((call) => ({ call, name: "" })),
      }),
    ].join(" ");
    expect(words).toContain("was there before and stays");
    expect(words).not.toContain("delete");
    expect(cancelQuestionWords(false)).toContain("delete");
  });
});
