// Edits of a draft: what each command changes, what it refuses, and that undo brings everything back.
import { describe, expect, it } from "vitest";
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { StackId, StudyKey } from "../../shared/identifiers.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import type { GroupedImages } from "../model/stack.ts";
import { applyEdit } from "./applyEdit.ts";
import { emptyDraft, type CaseDraft } from "./caseDraft.ts";
import { allChosenStacks, findChosenStack } from "./caseImages.ts";
import { newHistory, record, redo, undo } from "./editHistory.ts";

const stackA = "a".padEnd(16, "0") as StackId;
const stackB = "b".padEnd(16, "0") as StackId;
const report = "c".padEnd(16, "0") as StackId;
const groups: GroupedImages = groupsOf([
  studyOf("1", [
    stackOf("a", 10),
    stackOf("b", 1),
    stackOf("c", 1, {
      heldBack: "structuredReport",
      selectedByDefault: false,
    }),
  ]),
]);

function edited(...edits: readonly CaseEdit[]): CaseDraft {
  return edits.reduce((draft, edit) => {
    const next = applyEdit(draft, edit, groups);
    if (!next.ok) throw new Error(`refused: ${next.failure.kind}`);
    return next.value;
  }, emptyDraft);
}

function keptNumbers(draft: CaseDraft, stackId: StackId): (number | null)[] {
  const chosen = findChosenStack(groups, draft, stackId);
  return (chosen?.keptIndexes ?? []).map(
    (index) => chosen?.images[index]?.instance.header.instanceNumber ?? null,
  );
}

const trim = (first: number, last: number, keepEvery: number): CaseEdit => ({
  kind: "trimStack",
  stackId: stackA,
  first,
  last,
  keepEvery,
});

describe("the study of a draft that takes stacks", () => {
  const studyKey = "1".padEnd(16, "0") as StudyKey;
  const study = { remoteStudyId: 34152, name: "CT, Baseline" };
  const intoStudy = { kind: "setStudyDestination", studyKey, study } as const;
  const intoDraft = {
    kind: "setDestination",
    destination: {
      account: { service: "radiopaedia", login: "jo" },
      draft: { remoteCaseId: 8731, title: "Gout" },
    },
  } as const;

  it("is kept with the draft, until another draft is chosen", () => {
    expect(edited(intoDraft, intoStudy).destination.draft?.studies).toEqual({
      [studyKey]: study,
    });
    expect(
      edited(intoDraft, intoStudy, { ...intoStudy, study: null }).destination
        .draft?.studies,
    ).toEqual({});
    expect(
      edited(intoDraft, intoStudy, intoDraft).destination.draft,
    ).not.toHaveProperty("studies");
  });

  it("is refused for a new case, and for a study that is not here", () => {
    expect(applyEdit(emptyDraft, intoStudy, groups).ok).toBe(false);
    const elsewhere = "2".padEnd(16, "0") as StudyKey;
    expect(
      applyEdit(
        edited(intoDraft),
        { ...intoStudy, studyKey: elsewhere },
        groups,
      ).ok,
    ).toBe(false);
  });
});

describe("applyEdit", () => {
  it("keeps every image and the middle as key until told otherwise", () => {
    const chosen = findChosenStack(groups, emptyDraft, stackA);
    expect(chosen?.keptIndexes).toHaveLength(10);
    expect(chosen?.keyImage).toBe(5);
    expect(chosen?.isSelected).toBe(true);
  });

  it("trims a stack and keeps every third image from the first kept one", () => {
    expect(keptNumbers(edited(trim(1, 8, 3)), stackA)).toEqual([2, 5, 8]);
  });

  it("moves the key image to the closest kept one when trimming leaves it out", () => {
    const draft = edited(
      { kind: "setKeyImage", stackId: stackA, index: 9 },
      trim(0, 6, 1),
    );
    expect(findChosenStack(groups, draft, stackA)?.keyImage).toBe(6);
  });

  it("refuses a key image that is trimmed away", () => {
    const next = applyEdit(
      edited(trim(0, 3, 1)),
      { kind: "setKeyImage", stackId: stackA, index: 7 },
      groups,
    );
    expect(next.ok).toBe(false);
  });

  it("refuses to trim beyond the end of a stack", () => {
    expect(applyEdit(emptyDraft, trim(0, 10, 1), groups).ok).toBe(false);
    expect(applyEdit(emptyDraft, trim(5, 4, 1), groups).ok).toBe(false);
  });

  it("reverses a trimmed stack without changing which images go", () => {
    const before = edited(trim(1, 8, 3));
    const after = edited(trim(1, 8, 3), {
      kind: "reverseStack",
      stackId: stackA,
    });
    expect(keptNumbers(after, stackA)).toEqual(
      keptNumbers(before, stackA).toReversed(),
    );
  });

  it("comes back to the same images and key after reversing twice", () => {
    const reverse: CaseEdit = { kind: "reverseStack", stackId: stackA };
    const key: CaseEdit = { kind: "setKeyImage", stackId: stackA, index: 5 };
    const once = edited(trim(2, 9, 3), key);
    const thrice = edited(trim(2, 9, 3), key, reverse, reverse);
    expect(keptNumbers(thrice, stackA)).toEqual(keptNumbers(once, stackA));
    expect(findChosenStack(groups, thrice, stackA)?.keyImage).toBe(5);
  });

  it("never selects a stack that is held back for good", () => {
    const next = applyEdit(
      emptyDraft,
      { kind: "selectStacks", stackIds: [report], isSelected: true },
      groups,
    );
    expect(next.ok).toBe(false);
  });

  it("moves a stack among its siblings", () => {
    const draft = edited({ kind: "moveStack", stackId: stackB, toIndex: 0 });
    expect(allChosenStacks(groups, draft).map((c) => c.stack.id)).toEqual([
      stackB,
      stackA,
      report,
    ]);
  });

  it("withdraws 'images checked' when the selection changes, and keeps the other two", () => {
    const draft = edited(
      {
        kind: "setConfirmations",
        confirmations: { permission: true, imagesChecked: true, licence: true },
      },
      { kind: "selectStacks", stackIds: [stackB], isSelected: false },
    );
    expect(draft.confirmations).toEqual({
      permission: true,
      imagesChecked: false,
      licence: true,
    });
  });

  it("says so when a stack is not there", () => {
    const next = applyEdit(
      emptyDraft,
      { kind: "reverseStack", stackId: "f".repeat(16) as StackId },
      groups,
    );
    expect(next).toEqual({
      ok: false,
      failure: { kind: "notFound", what: "stack" },
    });
  });
});

describe("edit history", () => {
  it("undoes and redoes, and forgets the future after a new edit", () => {
    const start = record(record(newHistory("a"), "b"), "c");
    expect(undo(undo(start)).present).toBe("a");
    expect(redo(undo(start)).present).toBe("c");
    expect(redo(record(undo(start), "d")).present).toBe("d");
  });

  it("stays where it is at both ends", () => {
    const only = newHistory("a");
    expect(undo(only)).toBe(only);
    expect(redo(only)).toBe(only);
  });
});
