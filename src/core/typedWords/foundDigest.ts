// What was found in a text as a number: a decision about it is kept without its words.
import { foldText } from "../patientWords/foldText.ts";
import type { TypedPart } from "./patternRule.ts";

/**
 * 32 bits (FNV-1a), as eight hexadecimal digits, of what a part is and says, but for case and marks: a decision holds for the
 * same words wherever they move to, and the draft that keeps it does not hold the words.
 */
export function foundDigest(
  text: string,
  { kind, start, end }: TypedPart,
): string {
  const said = `${kind} ${foldText(text.slice(start, end))}`;
  let hash = 0x811c9dc5;
  for (let at = 0; at < said.length; at += 1)
    hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
