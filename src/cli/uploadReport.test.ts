// What the command prints of a case that was given up.
import { expect, it } from "vitest";
import type { StackId } from "../shared/identifiers.ts";
import type { UploadView } from "../shared/snapshot.ts";
import { outcomeOf, uploadDocument, uploadText } from "./uploadReport.ts";

const account = {
  found: 3,
  uploaded: 3,
  leftOut: 0,
  leftOutByReason: [],
  uploadedImages: 3,
};

function outcome(view: UploadView) {
  return { ...outcomeOf(view, account), studies: [] };
}

it("says of a cancelled case what may be on the site, in words and in the document", () => {
  const inDoubt = [{ call: "createCase", name: "Gout" }] as const;
  const left = { isAppended: false, studies: 0, stacks: 0, inDoubt };
  const cancelled = outcome({
    kind: "cancelled",
    caseUrl: null,
    left,
    stacks: [],
  });
  expect(uploadText(cancelled)).toContain(
    "This case was cancelled.\nA draft may have been made: ",
  );
  expect(uploadText(cancelled)).not.toContain("on the site\n");
  expect(uploadDocument(cancelled).leftOnSite).toMatchObject({
    ...left,
    words: [expect.stringContaining("look for “Gout” among your drafts")],
  });
});

it("never advises to delete a draft that was there before", () => {
  const left = { isAppended: true, studies: 0, stacks: 2, inDoubt: [] };
  const caseUrl = "https://service.test/cases/7";
  const stack = {
    stackId: "s" as StackId,
    label: "Axial",
    imageCount: 4,
    sizeBytes: 9,
    state: { kind: "attached" },
  } as const;
  const cancelled = outcome({
    kind: "cancelled",
    caseUrl,
    left,
    stacks: [stack, stack],
  });
  expect(uploadDocument(cancelled)).toMatchObject({
    images: { sent: 8 },
    stacks: [{ imageCount: 4 }, { imageCount: 4 }],
  });
  const text = uploadText(cancelled);
  expect(text).toContain(
    "The draft was there before and stays. 2 stacks were added to it.",
  );
  expect(text).not.toContain("delete");
});

it("has nothing to say of the site's rest where a case goes on", () => {
  expect(uploadDocument(outcome({ kind: "queued" })).leftOnSite).toBeNull();
});
