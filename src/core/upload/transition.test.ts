// The state that journals tell, and the step that follows from it.
import { describe, expect, it } from "vitest";
import { MemorySpool } from "../../testing/memorySpool.ts";
import {
  testPlan,
  testStackId,
  testStudyKey,
} from "../../testing/uploadPlans.ts";
import { journalEntrySchema, type JournalEntry } from "./journalEntry.ts";
import { nextStep } from "./nextStep.ts";
import { replay } from "./transition.ts";
import { uploadIds } from "./uploadState.ts";

const spool = new MemorySpool();
const [first, second] = [1, 2].map((value) =>
  spool.add(new Uint8Array([value])),
) as [ReturnType<MemorySpool["add"]>, ReturnType<MemorySpool["add"]>];
const plan = testPlan([[[first, second], [second]]]);
const frozen: JournalEntry = { kind: "planFrozen", version: 1, atMs: 5, plan };
const madeCase: JournalEntry = {
  kind: "caseCreated",
  atMs: 6,
  remoteCaseId: 9,
  how: "answered",
};
const madeStudy: JournalEntry = {
  kind: "studyCreated",
  atMs: 7,
  studyKey: testStudyKey(1),
  remoteStudyId: 10,
  how: "answered",
};

function stateOf(...entries: readonly JournalEntry[]) {
  const state = replay([frozen, ...entries]);
  if (!state.ok) throw new Error("damaged");
  return state.value;
}

function stepAfter(...entries: readonly JournalEntry[]) {
  return nextStep(stateOf(...entries), {
    areImagesSent: false,
    skipsFinish: false,
  });
}

describe("replay", () => {
  it("calls a journal without a plan, or with two, damaged", () => {
    const damaged = {
      ok: false,
      failure: { kind: "recordDamaged", record: "journal" },
    };
    expect(replay([])).toEqual(damaged);
    expect(replay([madeCase])).toEqual(damaged);
    expect(replay([frozen, frozen])).toEqual(damaged);
  });

  it("is the same for entries that went through JSON", () => {
    const entries = [frozen, madeCase, madeStudy];
    const read = entries.map((entry) =>
      journalEntrySchema.parse(JSON.parse(JSON.stringify(entry))),
    );
    expect(read).toEqual(entries);
  });

  it("counts an image in every place it has, and its bytes once", () => {
    const stored: JournalEntry = {
      kind: "imageStored",
      atMs: 8,
      sha256Hex: second.sha256Hex,
      uploadId: 77,
    };
    const state = stateOf(madeCase, madeStudy, stored, stored);
    expect(state.storedBytes).toBe(1);
    expect(state.stacks.map((stack) => stack.storedCount)).toEqual([1, 1]);
    expect(state.stacks.map(uploadIds)).toEqual([null, [77]]);
  });

  it("ignores what the plan does not hold", () => {
    const state = stateOf(madeCase, {
      kind: "stackIntended",
      atMs: 1,
      stackId: testStackId(99),
    });
    expect(state).toEqual(stateOf(madeCase));
  });
});

describe("the next step", () => {
  it.each([
    ["nothing happened", [], { kind: "createCase" }],
    [
      "an open intent of the case",
      [{ kind: "caseIntended", atMs: 1 }],
      { kind: "resolveDoubt", call: "createCase", index: 0 },
    ],
    [
      "a withdrawn intent",
      [
        { kind: "caseIntended", atMs: 1 },
        { kind: "caseWithdrawn", atMs: 2 },
      ],
      { kind: "createCase" },
    ],
    ["the case", [madeCase], { kind: "createStudy", studyIndex: 0 }],
    [
      "an open intent of a study",
      [madeCase, { kind: "studyIntended", atMs: 1, studyKey: testStudyKey(1) }],
      { kind: "resolveDoubt", call: "createStudy", index: 0 },
    ],
    ["case and study", [madeCase, madeStudy], { kind: "sendImages" }],
    [
      "an open intent of a stack",
      [
        madeCase,
        madeStudy,
        { kind: "stackIntended", atMs: 1, stackId: testStackId(2) },
      ],
      { kind: "resolveDoubt", call: "attachStack", index: 1 },
    ],
    [
      "cancelling",
      [madeCase, { kind: "cancelled", atMs: 1 }],
      { kind: "complete" },
    ],
  ] as const)("after %s", (_name, entries, step) => {
    expect(stepAfter(...(entries as readonly JournalEntry[]))).toEqual(step);
  });
});
