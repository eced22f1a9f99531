// Findings of text against masks, reasons and trimming: what is in the way of sending, and what is not.
import { describe, expect, it } from "vitest";
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { StackId } from "../../shared/identifiers.ts";
import { searchedStack } from "../../testing/fakeTextDetector.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import type { SearchedStack } from "../ports/textDetector.ts";
import { applyEdit } from "./applyEdit.ts";
import { emptyDraft } from "./caseDraft.ts";
import { allChosenStacks, type ChosenStack } from "./caseImages.ts";
import {
  stackTextView,
  textBlockers,
  type StackSearch,
} from "./textFindings.ts";

const stackId = "a".padEnd(16, "0") as StackId;
const groups = groupsOf([studyOf("1", [stackOf("a", 10)])]);
const box = { left: 10, top: 10, width: 30, height: 8 };
const name: TextFinding = {
  findingId: "f1",
  placeId: "f1",
  rank: "patientWord",
  box,
  images: { first: 0, last: 4 },
  words: "read",
  matches: ["name"],
};

function look(outcome: Partial<SearchedStack>): StackSearch {
  const { images } = firstStack(emptyDraft);
  return {
    kind: "looked",
    outcome: { ...searchedStack({ stackId, images }), ...outcome },
  };
}

function firstStack(draft: typeof emptyDraft): ChosenStack {
  const [chosen] = allChosenStacks(groups, draft);
  if (chosen === undefined) throw new Error("no stack");
  return chosen;
}

function after(search: StackSearch, ...edits: readonly CaseEdit[]) {
  const draft = edits.reduce((before, edit) => {
    const next = applyEdit(before, edit, groups);
    if (!next.ok) throw new Error(next.failure.kind);
    return next.value;
  }, emptyDraft);
  const chosen = firstStack(draft);
  return {
    blockers: textBlockers([chosen], () => search, {
      accepted: draft.acceptedFindings,
      prepared: null,
    }),
    view: stackTextView(chosen, search, draft.acceptedFindings),
  };
}

const mask = (images: { first: number; last: number } | null): CaseEdit => ({
  kind: "setMasks",
  stacks: [
    {
      stackId,
      masks: [
        {
          maskId: "m",
          shape: { kind: "rectangle", left: 8, top: 8, width: 40, height: 12 },
          images,
        },
      ],
    },
  ],
});
const trim = (first: number, last: number): CaseEdit => ({
  kind: "trimStack",
  stackId,
  first,
  last,
  keepEvery: 1,
});

describe("text in pixels", () => {
  it("is in the way while nobody has looked, is looking, or could not look", () => {
    const states: readonly StackSearch[] = [
      { kind: "waiting" },
      { kind: "looking", lookedImages: 3, totalImages: 10 },
      { kind: "failed" },
    ];
    for (const state of states)
      expect(after(state).blockers).toEqual([
        {
          kind: "textNotLookedFor",
          stacks: 1,
          failed: state.kind === "failed" ? 1 : 0,
        },
      ]);
  });

  it("is not in the way of a stack in which none was found", () => {
    expect(after(look({})).blockers).toEqual([]);
  });

  it("accepted as plain text, also by an earlier release, is in the way once it is a word of the patient", () => {
    const accept: CaseEdit = {
      kind: "acceptFindings",
      findingIds: ["place"],
      reason: "some label",
    };
    const text = {
      ...name,
      findingId: "place",
      placeId: "place",
      rank: "text",
      matches: [],
    } as const;
    const named = { ...name, findingId: "as a name", placeId: "place" };
    expect(after(look({ findings: [text] }), accept).blockers).toEqual([]);
    const { blockers, view } = after(look({ findings: [named] }), accept);
    expect(blockers).toEqual([{ kind: "burnedInText", count: 1 }]);
    expect(view.findings[0]?.status).toEqual({
      kind: "open",
      acceptedBefore: "some label",
    });
  });

  it("is in the way until a mask covers it on all its images", () => {
    const found = look({ findings: [name] });
    const open = [{ kind: "burnedInText", count: 1 }];
    expect(after(found).blockers).toEqual(open);
    expect(after(found, mask({ first: 0, last: 3 })).blockers).toEqual(open);
    expect(after(found, mask({ first: 0, last: 4 })).blockers).toEqual([]);
    expect(after(found, mask(null)).view.findings[0]?.status).toEqual({
      kind: "masked",
    });
  });

  it("is out of the way with the images it is on", () => {
    const found = look({ findings: [name] });
    expect(after(found, trim(5, 9)).blockers).toEqual([]);
    expect(
      after(found, trim(3, 9), mask({ first: 3, last: 4 })).blockers,
    ).toEqual([]);
  });

  it("may be accepted one by one, with a reason that is shown", () => {
    const found = look({
      findings: [
        name,
        { ...name, findingId: "f2", placeId: "f2", rank: "text" },
      ],
    });
    const accepted = after(found, {
      kind: "acceptFindings",
      findingIds: ["f1"],
      reason: "a ruler",
    });
    expect(accepted.blockers).toEqual([{ kind: "burnedInText", count: 1 }]);
    expect(accepted.view.findings.map(({ status }) => status)).toEqual([
      { kind: "accepted", reason: "a ruler" },
      { kind: "open" },
    ]);
  });

  it("that a scanner prints about technique is shown and not in the way", () => {
    const found = look({ findings: [{ ...name, rank: "technical" }] });
    expect(after(found).blockers).toEqual([]);
    expect(after(found).view.findings).toHaveLength(1);
  });

  it("is counted in display order once the stack was turned round", () => {
    const found = look({ findings: [name] });
    const { view } = after(found, { kind: "reverseStack", stackId });
    expect(view.findings[0]?.images).toEqual({ first: 5, last: 9 });
  });

  it("cannot be ruled out on images that could not be decoded, unless those stay out or are accepted", () => {
    const found = look({
      unseen: [{ image: 9, reason: { kind: "noPixelData" } }],
    });
    expect(after(found).blockers).toEqual([
      { kind: "imagesNotSeen", count: 1 },
    ]);
    expect(after(found, trim(0, 8)).blockers).toEqual([]);
    const accept: CaseEdit = {
      kind: "acceptFindings",
      findingIds: [after(found).view.unseen.findingId],
      reason: "seen elsewhere",
    };
    expect(after(found, accept).blockers).toEqual([]);
  });

  it("is asked about again when other images could not be looked at than those that were accepted", () => {
    const unseen = (...images: readonly number[]) =>
      look({
        unseen: images.map((image) => ({
          image,
          reason: { kind: "noPixelData" } as const,
        })),
      });
    const accept: CaseEdit = {
      kind: "acceptFindings",
      findingIds: [after(unseen(9)).view.unseen.findingId],
      reason: "seen elsewhere",
    };
    expect(after(unseen(9), accept).view.unseen.status.kind).toBe("accepted");
    expect(
      after(unseen(9), accept, { kind: "reverseStack", stackId }).blockers,
    ).toEqual([]);
    expect(after(unseen(8), accept).blockers).toEqual([
      { kind: "imagesNotSeen", count: 1 },
    ]);
    expect(after(unseen(8, 9), accept).blockers).toEqual([
      { kind: "imagesNotSeen", count: 2 },
    ]);
    expect(after({ kind: "failed" }, accept).blockers).toEqual([
      { kind: "textNotLookedFor", stacks: 1, failed: 1 },
    ]);
  });

  it("is asked about again when images come back that were trimmed away when the others were accepted", () => {
    const failed: StackSearch = { kind: "failed" };
    const accept: CaseEdit = {
      kind: "acceptFindings",
      findingIds: [after(failed, trim(0, 4)).view.unseen.findingId],
      reason: "seen elsewhere",
    };
    expect(after(failed, trim(0, 4), accept).blockers).toEqual([]);
    expect(after(failed, accept).blockers).toEqual([
      { kind: "textNotLookedFor", stacks: 1, failed: 1 },
    ]);
  });
});
