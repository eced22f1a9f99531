// One pattern of what should not stay in a text, and the letters that patterns are made of.
import type { TypedWordKind } from "../../shared/typedWords.ts";
import { matchesOf } from "../patientWords/matchesOf.ts";

/** A part of a text, in UTF-16 units: `start` included, `end` not. */
export interface TypedPart {
  readonly kind: TypedWordKind;
  readonly start: number;
  readonly end: number;
}

/** What a part looks like: the match, or its group `whole` where the next part may begin within this one. */
export interface PatternRule {
  readonly kind: TypedWordKind;
  readonly pattern: RegExp;
  /** False: it only looks like it. The match, and its groups by name. */
  readonly holds?: (match: RegExpMatchArray) => boolean;
}

export const letter = "\\p{L}\\p{M}";
export const notInWord = `(?<![${letter}\\p{N}])`;
export const wordEnd = `(?![${letter}\\p{N}])`;
/** A word with a capital: "Smith", "O'Neil", "Smith-Jones", "McDonald". */
export const capitalised = `\\p{Lu}[${letter}'’]*(?:-\\p{Lu}[${letter}'’]*)*`;

/** All parts of a text that one rule finds. */
export function partsOf(
  { kind, pattern, holds }: PatternRule,
  text: string,
): readonly TypedPart[] {
  const parts: TypedPart[] = [];
  for (const match of matchesOf(pattern, text)) {
    if (holds?.(match) === false) continue;
    const start = match.index;
    const whole = match.groups?.["whole"] ?? match[0];
    parts.push({ kind, start, end: start + whole.trimEnd().length });
  }
  return parts;
}

/** A pattern in either case. */
export function flagged(pattern: string): RegExp {
  return new RegExp(pattern, "giu");
}
