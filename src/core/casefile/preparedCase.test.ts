// Outcomes and the recipes they were made by: a copy made before a mask was drawn never stands for the masked image.
import { describe, expect, it } from "vitest";
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Sha256Hex, StackId } from "../../shared/identifiers.ts";
import type { Mask } from "../../shared/mask.ts";
import { success } from "../../shared/result.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import { applyEdit } from "./applyEdit.ts";
import { emptyDraft, type CaseDraft } from "./caseDraft.ts";
import { allChosenStacks } from "./caseImages.ts";
import {
  collectPrepared,
  coversSelection,
  stacksToPrepare,
  type PreparedCase,
} from "./preparedCase.ts";

const stackId = "a".padEnd(16, "0") as StackId;
const groups = groupsOf([studyOf("1", [stackOf("a", 4)])]);

const box = { left: 0, top: 0, width: 5, height: 5 };
const onAll: Mask = {
  maskId: "1",
  shape: { kind: "rectangle", ...box },
  images: null,
};
const onFirst: Mask = {
  maskId: "2",
  shape: { kind: "ellipse", ...box },
  images: { first: 0, last: 0 },
};

function edited(...edits: readonly CaseEdit[]): CaseDraft {
  return edits.reduce((draft, edit) => {
    const next = applyEdit(draft, edit, groups);
    if (!next.ok) throw new Error(`refused: ${next.failure.kind}`);
    return next.value;
  }, emptyDraft);
}

const withMasks = (...masks: Mask[]): CaseEdit => ({
  kind: "setMasks",
  stacks: [{ stackId, masks }],
});

function prepared(draft: CaseDraft): PreparedCase {
  const asked = stacksToPrepare(allChosenStacks(groups, draft));
  const file = { sha256Hex: "00" as Sha256Hex, sizeBytes: 1 };
  return collectPrepared(
    asked,
    asked.map((stack) => ({
      stackId: stack.stackId,
      images: stack.images.map(() => success(file)),
      treatments: stack.images.map(() => ({
        pixels: "copied" as const,
        actions: [],
      })),
    })),
  );
}

describe("prepared images", () => {
  it("asks for the shapes on each kept image, in its order", () => {
    const draft = edited(withMasks(onAll, onFirst), {
      kind: "trimStack",
      stackId,
      first: 0,
      last: 2,
      keepEvery: 2,
    });
    const [asked] = stacksToPrepare(allChosenStacks(groups, draft));
    expect(asked?.masks).toEqual([[onAll.shape, onFirst.shape], [onAll.shape]]);
  });

  it("cover the selection until a mask is drawn, moved or taken away", () => {
    const plain = edited();
    const masked = edited(withMasks(onFirst));
    const covers = (made: CaseDraft, wanted: CaseDraft) =>
      coversSelection(prepared(made), allChosenStacks(groups, wanted));
    expect(covers(plain, plain)).toBe(true);
    expect(covers(masked, masked)).toBe(true);
    expect(covers(plain, masked)).toBe(false);
    expect(covers(masked, plain)).toBe(false);
    const moved = edited(
      withMasks({ ...onFirst, images: { first: 1, last: 1 } }),
    );
    expect(covers(masked, moved)).toBe(false);
  });

  it("are made anew when free text is kept that was not before", () => {
    const kept = edited({ kind: "keepFreeText", stackId, tags: ["00081030"] });
    const covers = coversSelection(
      prepared(edited()),
      allChosenStacks(groups, kept),
    );
    expect(covers).toBe(false);
  });

  it("follow their image when the stack is turned round", () => {
    const masked = edited(withMasks(onFirst));
    const turned = edited(withMasks(onFirst), {
      kind: "reverseStack",
      stackId,
    });
    const [stack] = allChosenStacks(groups, turned);
    expect(stack?.choices.masks[0]?.images).toEqual({ first: 3, last: 3 });
    expect(
      coversSelection(prepared(masked), allChosenStacks(groups, turned)),
    ).toBe(true);
  });
});

describe("masks outside a stack", () => {
  it("are refused", () => {
    const next = applyEdit(
      emptyDraft,
      withMasks({ ...onFirst, images: { first: 2, last: 4 } }),
      groups,
    );
    expect(next).toEqual({
      ok: false,
      failure: {
        kind: "invalidInput",
        field: "masks",
        problem: "outside the stack",
      },
    });
  });
});
