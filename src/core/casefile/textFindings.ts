// What was found of text in the pixels of each stack, against what the user masked or accepted. Pure.
import { createHash } from "node:crypto";
import { assertNever } from "../../shared/assertNever.ts";
import type {
  FindingStatus,
  StackTextView,
  TextFinding,
  TextFindingView,
  TextObstacles,
  TextSearchState,
} from "../../shared/burnedInText.ts";
import type { ImageRange } from "../../shared/mask.ts";
import type { Blocker } from "../../shared/snapshot.ts";
import { coversBox } from "../masks/coversBox.ts";
import type { Stack, StackImage } from "../model/stack.ts";
import type { SearchedStack } from "../ports/textDetector.ts";
import type { CaseDraft } from "./caseDraft.ts";
import type { ChosenStack } from "./caseImages.ts";
import { outcomeOf, type PreparedCase } from "./preparedCase.ts";

/** How far the search of one stack is. Images are counted in the stack's own order, before any turning round. */
export type StackSearch =
  | Exclude<TextSearchState, { readonly kind: "looked" }>
  | { readonly kind: "looked"; readonly outcome: SearchedStack };

/** Asks for the search of a stack; `waiting` for one that nobody has looked at. */
export type SearchOf = (stack: Stack) => StackSearch;

/**
 * Under this id the user accepts that images of a stack are sent which nobody looked through. It names the very images that
 * are meant, so that what was said of some is never taken for an answer about others.
 */
export function unseenImagesId(
  chosen: ChosenStack,
  search: StackSearch,
): string {
  const parts = unseenKept(chosen, search).map(({ instance, frame }) => [
    instance.source.path,
    instance.source.sizeBytes,
    instance.header.sopInstanceUID,
    frame,
  ]);
  const digest = createHash("sha256").update(JSON.stringify(parts));
  return `unseen:${chosen.stack.id}:${digest.digest("hex").slice(0, 16)}`;
}

/** Kept images that nobody looked through, in the stack's own order: all of them where the search failed. */
function unseenKept(
  { stack, images, keptIndexes }: ChosenStack,
  search: StackSearch,
): readonly StackImage[] {
  if (search.kind === "waiting" || search.kind === "looking") return [];
  const kept = new Set(keptIndexes.map((index) => images[index]));
  const unseen =
    search.kind === "failed"
      ? stack.images
      : search.outcome.unseen.flatMap(({ image }) => stack.images[image] ?? []);
  return unseen.filter((image) => kept.has(image));
}

/** A range in display order from one in the stack's own order, or the other way. */
export function inDisplayOrder(
  range: ImageRange,
  { choices, images }: ChosenStack,
) {
  const end = images.length - 1;
  return choices.isReversed
    ? { first: end - range.last, last: end - range.first }
    : range;
}

/** What the findings of a stack are held against. */
export interface TextDecisions {
  readonly accepted: CaseDraft["acceptedFindings"];
  /** Images that were refused do not leave, whatever is on them. */
  readonly prepared: PreparedCase | null;
}

/** True if an image in this range of the display order would leave. */
function leavesIn(
  chosen: ChosenStack,
  { first, last }: ImageRange,
  { prepared }: TextDecisions,
): boolean {
  return chosen.keptIndexes.some(
    (index) =>
      first <= index &&
      index <= last &&
      outcomeOf(prepared, chosen, index)?.ok !== false,
  );
}

function statusOf(
  finding: TextFinding,
  chosen: ChosenStack,
  accepted: CaseDraft["acceptedFindings"],
): FindingStatus {
  const { masks } = chosen.choices;
  // Of images that were trimmed away nothing leaves.
  const images = {
    first: Math.max(finding.images.first, chosen.first),
    last: Math.min(finding.images.last, chosen.last),
  };
  if (images.first <= images.last && coversBox(masks, finding.box, images))
    return { kind: "masked" };
  const reason = accepted[finding.findingId];
  if (reason !== undefined) return { kind: "accepted", reason };
  const acceptedBefore = accepted[finding.placeId];
  return acceptedBefore === undefined
    ? { kind: "open" }
    : { kind: "open", acceptedBefore };
}

function searchState(search: StackSearch): TextSearchState {
  if (search.kind !== "looked") return search;
  const { lookedImages, readImages, unseen } = search.outcome;
  return {
    kind: "looked",
    lookedImages,
    readImages,
    unseenImages: unseen.length,
  };
}

function findingViews(
  chosen: ChosenStack,
  { findings }: SearchedStack,
  accepted: CaseDraft["acceptedFindings"],
): readonly TextFindingView[] {
  return findings.map((found) => {
    const finding = { ...found, images: inDisplayOrder(found.images, chosen) };
    return { ...finding, status: statusOf(finding, chosen, accepted) };
  });
}

/** The text of one stack as the window shows it. */
export function stackTextView(
  chosen: ChosenStack,
  search: StackSearch,
  accepted: CaseDraft["acceptedFindings"],
): StackTextView {
  const unseenId = unseenImagesId(chosen, search);
  const reason = accepted[unseenId];
  return {
    state: searchState(search),
    unseen: {
      findingId: unseenId,
      status:
        reason === undefined ? { kind: "open" } : { kind: "accepted", reason },
    },
    findings:
      search.kind === "looked"
        ? findingViews(chosen, search.outcome, accepted)
        : [],
  };
}

/** True for a finding that keeps the case from being sent: text that is neither masked nor accepted, on an image that goes. What scanners print about technique is shown, and does not. */
function isInTheWay(
  finding: TextFindingView,
  chosen: ChosenStack,
  decisions: TextDecisions,
): boolean {
  return (
    finding.rank !== "technical" &&
    finding.status.kind === "open" &&
    leavesIn(chosen, finding.images, decisions)
  );
}

const noObstacles: TextObstacles = {
  isUnsearched: false,
  unseenImages: 0,
  findingIds: [],
};

/** What of the text in one stack keeps the case from being sent. */
export function textObstacles(
  chosen: ChosenStack,
  search: StackSearch,
  decisions: TextDecisions,
): TextObstacles {
  const { accepted } = decisions;
  const isUnseenAccepted =
    accepted[unseenImagesId(chosen, search)] !== undefined;
  switch (search.kind) {
    case "waiting":
    case "looking":
      return { ...noObstacles, isUnsearched: true };
    case "failed":
      return { ...noObstacles, isUnsearched: !isUnseenAccepted };
    case "looked": {
      const { unseen } = search.outcome;
      const left = unseen.filter(({ image }) =>
        leavesIn(
          chosen,
          inDisplayOrder({ first: image, last: image }, chosen),
          decisions,
        ),
      );
      return {
        isUnsearched: false,
        unseenImages: isUnseenAccepted ? 0 : left.length,
        findingIds: findingViews(chosen, search.outcome, accepted)
          .filter((finding) => isInTheWay(finding, chosen, decisions))
          .map(({ findingId }) => findingId),
      };
    }
    default:
      return assertNever(search, "text search");
  }
}

/** What text in pixels keeps the selected stacks from being sent. */
export function textBlockers(
  stacks: readonly ChosenStack[],
  searchOf: SearchOf,
  decisions: TextDecisions,
): readonly Blocker[] {
  const found = stacks
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => {
      const search = searchOf(chosen.stack);
      const obstacles = textObstacles(chosen, search, decisions);
      return { ...obstacles, hasFailed: search.kind === "failed" };
    });
  const unsearched = found.filter(({ isUnsearched }) => isUnsearched);
  const unseen = found.reduce((sum, each) => sum + each.unseenImages, 0);
  const places = found.reduce((sum, each) => sum + each.findingIds.length, 0);
  return [
    ...(unsearched.length > 0
      ? [
          {
            kind: "textNotLookedFor",
            stacks: unsearched.length,
            failed: unsearched.filter(({ hasFailed }) => hasFailed).length,
          } as const,
        ]
      : []),
    ...(unseen > 0 ? [{ kind: "imagesNotSeen", count: unseen } as const] : []),
    ...(places > 0 ? [{ kind: "burnedInText", count: places } as const] : []),
  ];
}
