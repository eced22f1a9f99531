// Which stacks get no copy yet, and for what reason.
import { expect, it } from "vitest";
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { PreparationHold } from "../../shared/snapshot.ts";
import { searchedStack } from "../../testing/fakeTextDetector.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import type { UnseenImage } from "../ports/textDetector.ts";
import { emptyDraft, untouchedStack } from "./caseDraft.ts";
import { chooseStack } from "./caseImages.ts";
import { preparationHold } from "./preparationHold.ts";
import { unseenImagesId, type StackSearch } from "./textFindings.ts";

const stack = stackOf("s", 4);
const groups = groupsOf([studyOf("a", [stack])]);
const [study] = groups.studies;
const series = study?.series[0];
if (study === undefined || series === undefined) throw new Error("no stack");

const finding: TextFinding = {
  findingId: "f1",
  placeId: "f1",
  rank: "patientWord",
  box: { left: 0, top: 0, width: 9, height: 9 },
  images: { first: 1, last: 2 },
  words: "read",
  matches: ["name"],
};

function looked(
  findings: readonly TextFinding[],
  unseen: readonly UnseenImage[] = [],
): StackSearch {
  const outcome = searchedStack(
    { stackId: stack.id, images: stack.images },
    findings,
    unseen,
  );
  return { kind: "looked", outcome };
}

function unseen(...reasons: readonly RefusalReason[]): StackSearch {
  return looked(
    [],
    reasons.map((reason, image) => ({ image, reason })),
  );
}

const damaged: RefusalReason = { kind: "decodeFailed", codec: "JPEG 2000" };
const cut: RefusalReason = {
  kind: "pixelDataTruncated",
  expectedBytes: 2,
  foundBytes: 1,
};

function holdOf(
  search: StackSearch,
  choices: Partial<typeof untouchedStack> = {},
  accepted: Readonly<Record<string, string>> = {},
): PreparationHold | null {
  const stacks = { [stack.id]: { ...untouchedStack, ...choices } };
  const chosen = chooseStack(study!, series!, stack, { ...emptyDraft, stacks });
  return preparationHold(chosen, search, { accepted, prepared: null });
}

const mask = {
  maskId: "m",
  shape: { kind: "rectangle", left: 0, top: 0, width: 9, height: 9 },
  images: null,
} as const;

it.each<[string, PreparationHold | null, PreparationHold | null]>([
  ["nobody looked yet", holdOf({ kind: "waiting" }), "searching"],
  [
    "it is being looked through",
    holdOf({ kind: "looking", lookedImages: 3, totalImages: 4 }),
    "searching",
  ],
  ["the search failed", holdOf({ kind: "failed" }), "failed"],
  ["nothing was found", holdOf(looked([])), null],
  ["text was found", holdOf(looked([finding])), "text"],
  ["it is masked", holdOf(looked([finding]), { masks: [mask] }), null],
  [
    "it is masked on one of its images only",
    holdOf(looked([finding]), {
      masks: [{ ...mask, images: { first: 1, last: 1 } }],
    }),
    "text",
  ],
  [
    "it is accepted",
    holdOf(looked([finding]), {}, { f1: "the maker's name" }),
    null,
  ],
  [
    "its images are trimmed away",
    holdOf(looked([finding]), { trim: { first: 3, last: 3, keepEvery: 1 } }),
    null,
  ],
  [
    "only technique was found",
    holdOf(looked([{ ...finding, rank: "technical" }])),
    null,
  ],
  [
    "pixels that can be copied were not decoded",
    holdOf(unseen(damaged)),
    "unseen",
  ],
  ["one of several can be copied", holdOf(unseen(cut, damaged)), "unseen"],
  ["what was not seen cannot be copied either", holdOf(unseen(cut)), null],
  ["originals are away", holdOf(unseen({ kind: "sourceVanished" })), null],
])("where %s", (_where, hold, expected) => {
  expect(hold).toBe(expected);
});

it("ends with the user's word for images that nobody could look through", () => {
  const search = unseen(damaged);
  const chosen = chooseStack(study, series, stack, emptyDraft);
  const accepted = { [unseenImagesId(chosen, search)]: "looked at by hand" };
  expect(holdOf(search, {}, accepted)).toBeNull();
});
