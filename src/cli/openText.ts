// What `casedrop upload` says of text in pixels that keeps a case from being sent: where it is and under which id it is accepted, never what it says.
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { PreparedCase } from "../core/casefile/preparedCase.ts";
import {
  stackTextView,
  textObstacles,
  type SearchOf,
  type StackSearch,
} from "../core/casefile/textFindings.ts";
import type { TextRank } from "../shared/burnedInText.ts";
import type { RefusalReason } from "../shared/failure.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { PixelBox } from "../shared/mask.ts";
import { countOf } from "../shared/messages/quantities.ts";
import { refusalWords } from "../shared/messages/refusalWords.ts";
import { placeWords } from "./deidentifyTextReport.ts";

/** Something that has to be masked, accepted or left out first. */
export type OpenText =
  | {
      readonly kind: "text";
      readonly id: string;
      readonly stack: StackId;
      readonly rank: TextRank;
      readonly box: PixelBox;
      /** Places in display order, from 1. */
      readonly images: { readonly first: number; readonly last: number };
    }
  | {
      readonly kind: "notLookedAt";
      readonly id: string;
      readonly stack: StackId;
      readonly images: number;
      /** Kinds of reasons, each once; empty if the search did not come to its end. */
      readonly because: readonly RefusalReason["kind"][];
      /** The same in words. */
      readonly words: readonly string[];
    };

/** Of all selected stacks, in their order. */
export function openText(
  stacks: readonly ChosenStack[],
  searchOf: SearchOf,
  decisions: {
    readonly accepted: CaseDraft["acceptedFindings"];
    readonly prepared: PreparedCase;
  },
): readonly OpenText[] {
  return stacks
    .filter(({ isSelected }) => isSelected)
    .flatMap((chosen) => {
      const search = searchOf(chosen.stack);
      const stack = chosen.stack.id;
      const view = stackTextView(chosen, search, decisions.accepted);
      const obstacles = textObstacles(chosen, search, decisions);
      const open: OpenText[] = view.findings
        .filter(({ findingId }) => obstacles.findingIds.includes(findingId))
        .map(({ findingId: id, rank, box, images }) => {
          const places = { first: images.first + 1, last: images.last + 1 };
          return { kind: "text", id, stack, rank, box, images: places };
        });
      const unseen = obstacles.isUnsearched
        ? chosen.keptIndexes.length
        : obstacles.unseenImages;
      if (unseen > 0)
        open.push({
          kind: "notLookedAt",
          id: view.unseen.findingId,
          stack,
          images: unseen,
          ...reasonsOf(search),
        });
      return open;
    });
}

function reasonsOf(search: StackSearch) {
  const unseen = search.kind === "looked" ? search.outcome.unseen : [];
  const reasons = unseen.map(({ reason }) => reason);
  return {
    because: [...new Set(reasons.map(({ kind }) => kind))],
    words: [...new Set(reasons.map((reason) => refusalWords(reason).why))],
  };
}

/** A line for each. */
export function openTextLines(open: readonly OpenText[]): readonly string[] {
  return open.map((each) => {
    if (each.kind === "notLookedAt")
      return `  stack ${each.stack}, ${countOf(each.images, "image")} that nobody could look at (id ${each.id}). ${each.words.join(" ")}`.trimEnd();
    const { first, last } = each.images;
    const what = each.rank === "patientWord" ? "words of the patient" : "text";
    return `  stack ${each.stack}, ${countOf(last - first + 1, "image")} from ${first}: ${what} at ${placeWords(each.box, each.id)}`;
  });
}

/** For the JSON document. */
export function openTextDocument(open: readonly OpenText[]): unknown {
  return open.map((each) => {
    if (each.kind === "text") return each;
    const { kind, id, stack, images, because } = each;
    return { kind, id, stack, images, because };
  });
}
