// What was found of text in the pixels of each stack, against what the user masked or accepted. Pure.
import { assertNever } from "../../shared/assertNever.ts";
import type {
  FindingStatus,
  StackTextView,
  TextFinding,
  TextFindingView,
  TextSearchState,
} from "../../shared/burnedInText.ts";
import type { ImageRange } from "../../shared/mask.ts";
import type { Blocker } from "../../shared/snapshot.ts";
import { coversBox } from "../masks/coversBox.ts";
import type { Stack } from "../model/stack.ts";
import type { SearchedStack } from "../ports/textDetector.ts";
import type { CaseDraft } from "./caseDraft.ts";
import type { ChosenStack } from "./caseImages.ts";

/** How far the search of one stack is. Images are counted in the stack's own order, before any turning round. */
export type StackSearch =
  | Exclude<TextSearchState, { readonly kind: "looked" }>
  | { readonly kind: "looked"; readonly outcome: SearchedStack };

/** Asks for the search of a stack; `waiting` for one that nobody has looked at. */
export type SearchOf = (stack: Stack) => StackSearch;

/** Under this id the user accepts that images of a stack are sent which could not be looked at. */
export function unseenImagesId(stackId: string): string {
  return `unseen:${stackId}`;
}

/** A range in display order from one in the stack's own order, or the other way. */
function turned(range: ImageRange, { choices, images }: ChosenStack) {
  const end = images.length - 1;
  return choices.isReversed
    ? { first: end - range.last, last: end - range.first }
    : range;
}

/** Kept images in a range of the display order. */
function keptIn({ keptIndexes }: ChosenStack, { first, last }: ImageRange) {
  return keptIndexes.filter((index) => first <= index && index <= last);
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
  return reason === undefined ? { kind: "open" } : { kind: "accepted", reason };
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
    const finding = { ...found, images: turned(found.images, chosen) };
    return { ...finding, status: statusOf(finding, chosen, accepted) };
  });
}

/** The text of one stack as the window shows it. */
export function stackTextView(
  chosen: ChosenStack,
  search: StackSearch,
  accepted: CaseDraft["acceptedFindings"],
): StackTextView {
  const unseenId = unseenImagesId(chosen.stack.id);
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
function isInTheWay(finding: TextFindingView, chosen: ChosenStack): boolean {
  return (
    finding.rank !== "technical" &&
    finding.status.kind === "open" &&
    keptIn(chosen, finding.images).length > 0
  );
}

/** True if an image that goes could not be looked at, which the user has not accepted. */
function hasUnseenImages(
  chosen: ChosenStack,
  { unseen }: SearchedStack,
  accepted: CaseDraft["acceptedFindings"],
): boolean {
  if (accepted[unseenImagesId(chosen.stack.id)] !== undefined) return false;
  return unseen.some(
    ({ image }) =>
      keptIn(chosen, turned({ first: image, last: image }, chosen)).length > 0,
  );
}

function stateOf(
  chosen: ChosenStack,
  search: StackSearch,
  accepted: CaseDraft["acceptedFindings"],
): { readonly isUnseen: boolean; readonly places: number } {
  switch (search.kind) {
    case "waiting":
    case "looking":
    case "failed":
      return {
        isUnseen: accepted[unseenImagesId(chosen.stack.id)] === undefined,
        places: 0,
      };
    case "looked":
      return {
        isUnseen: hasUnseenImages(chosen, search.outcome, accepted),
        places: findingViews(chosen, search.outcome, accepted).filter(
          (finding) => isInTheWay(finding, chosen),
        ).length,
      };
    default:
      return assertNever(search, "text search");
  }
}

/** What text in pixels keeps the selected stacks from being sent. */
export function textBlockers(
  stacks: readonly ChosenStack[],
  searchOf: SearchOf,
  accepted: CaseDraft["acceptedFindings"],
): readonly Blocker[] {
  const states = stacks
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => stateOf(chosen, searchOf(chosen.stack), accepted));
  const unseen = states.filter(({ isUnseen }) => isUnseen).length;
  const places = states.reduce((sum, state) => sum + state.places, 0);
  return [
    ...(unseen > 0
      ? [{ kind: "textNotLookedFor", stacks: unseen } as const]
      : []),
    ...(places > 0 ? [{ kind: "burnedInText", count: places } as const] : []),
  ];
}
