// Which images can be compared, and which rows of a comparison are shown.
import type { BeforeAfterRow } from "../../../shared/beforeAfter.ts";
import { attributeName } from "../../../shared/messages/tags.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { isKept } from "../../images/trimming.ts";

/** Longer values are shortened until they are asked for. */
export const shortCharacters = 120;

/** What is looked for in a comparison. */
export interface WantedRows {
  readonly searched: string;
  readonly action: BeforeAfterRow["action"] | "";
  readonly isChangedOnly: boolean;
}

/** Rows whose keyword, tag or value contains the text, and whose action fits. */
export function filterComparison(
  rows: readonly BeforeAfterRow[],
  { searched, action, isChangedOnly }: WantedRows,
): readonly BeforeAfterRow[] {
  const text = searched.trim().toLowerCase();
  const digits = text.replace(/[(),\s]/g, "");
  return rows.filter(
    (row) =>
      (action === "" || row.action === action) &&
      !(isChangedOnly && row.action === "kept") &&
      ([attributeName(row), row.before, row.after].some((each) =>
        each?.toLowerCase().includes(text),
      ) ||
        (digits !== "" && row.tag.toLowerCase().includes(digits))),
  );
}

/** Places in the display order of the images that leave. */
export function keptIndexes(stack: StackView): readonly number[] {
  return Array.from({ length: stack.imageCount }, (_, index) => index).filter(
    (index) => isKept(stack, index),
  );
}

/** Where to begin: the key image if it leaves, else the middle; 0-based among those that leave. */
export function firstPlace(stack: StackView): number {
  const kept = keptIndexes(stack);
  const place = kept.indexOf(stack.keyImage);
  return place < 0 ? Math.floor(kept.length / 2) : place;
}
