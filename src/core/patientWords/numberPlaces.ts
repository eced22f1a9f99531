// Where digits in a text are no number of their own.
import { shortestDigits } from "./numberForms.ts";

/** What a short number that is joined to letters is one of a person by: "ID1234". */
const numberMarks = /(?<!\p{L})(?:id|mrn|pid|pt|pat|patient|no|nr|acc)$/iu;
/** 1234.5 holds no number 1234. */
export function isDecimal(text: string, start: number, end: number): boolean {
  return (
    /\d[.,]$/.test(text.slice(Math.max(0, start - 2), start)) ||
    /^[.,]\d/.test(text.slice(end, end + 2))
  );
}

/** Few digits that are joined to letters: codes have them too. */
export function isChance(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  length: number,
): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  const isJoined =
    /[\p{L}\p{N}]$/u.test(before) ||
    /^[\p{L}\p{N}]/u.test(text.slice(end, end + 1));
  return isJoined && length < shortestDigits && !numberMarks.test(before);
}
