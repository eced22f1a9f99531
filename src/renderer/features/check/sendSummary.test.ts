// The sentence that says what will leave.
import { describe, expect, it } from "vitest";
import type { StackId } from "../../../shared/identifiers.ts";
import { caseSnapshot, stackView, studyView } from "../../testing/snapshots.ts";
import { sendSummary } from "./sendSummary.ts";

const sandbox = { kind: "sandbox", origin: null, failure: null } as const;
const radiopaedia = {
  kind: "radiopaedia",
  origin: "https://radiopaedia.org",
} as const;

const studies = [
  studyView({
    stacks: [
      stackView({ keptCount: 12 }),
      stackView({ stackId: "00000000000000a2" as StackId, isSelected: false }),
    ],
  }),
  studyView({ stacks: [stackView({ isSelected: false })] }),
];

describe("summary of what will leave", () => {
  it("counts kept images of selected stacks and the studies they are of", () => {
    expect(sendSummary(caseSnapshot({ studies }), sandbox)).toBe(
      "12 images in 1 stack of 1 study and the words you typed go to the sandbox on this computer as a draft.",
    );
  });

  it("counts what was prepared, with its size, once it is", () => {
    const snapshot = caseSnapshot({ studies });
    const prepared = {
      ...snapshot,
      check: {
        ...snapshot.check,
        preparation: {
          kind: "ready",
          preparedImages: 11,
          preparedBytes: 5_780_000,
          stacks: [],
          refused: [],
          missing: { count: 0, names: [] },
        },
      },
    } as const;
    expect(sendSummary(prepared, radiopaedia)).toBe(
      "11 images (5.8 MB) in 1 stack of 1 study and the words you typed go to radiopaedia.org as a draft.",
    );
  });

  it("names the draft, and the studies of it that take stacks", () => {
    const draft = { remoteCaseId: 8731, title: "Gout" };
    const account = { service: "sandbox", login: "jo" } as const;
    const into = (added: object) =>
      sendSummary(
        caseSnapshot({
          studies,
          destination: { account, draft: { ...draft, ...added } },
        }),
        sandbox,
      );
    expect(into({})).toBe(
      "12 images in 1 stack of 1 study and the words you typed go to the sandbox on this computer, into draft 8731 “Gout”.",
    );
    const [first] = studies;
    const study = { remoteStudyId: 12, name: "CT, Baseline" };
    expect(into({ studies: { [first?.studyKey ?? ""]: study } })).toBe(
      "12 images in 1 stack of 1 study go to the sandbox on this computer, into draft 8731 “Gout”. " +
        "1 stack of it goes into CT, Baseline (study 12), which is there already.",
    );
  });

  it("says when nothing is selected", () => {
    expect(sendSummary(caseSnapshot({ studies: [] }), sandbox)).toBe(
      "Nothing is selected to be sent.",
    );
  });
});
