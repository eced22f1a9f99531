// Finds words of the patient that stand for something together only.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { readingsOf, type TextToken } from "./textTokens.ts";
import type { Phrase } from "./wordIndex.ts";

/** A phrase in a text, in UTF-16 units: `start` included, `end` not. */
export interface FoundPhrase {
  readonly start: number;
  readonly end: number;
  readonly kind: PatientWordKind;
}

/** Every phrase whose words stand there one after the other; `phrases` by their first word. */
export function phraseHits(
  tokens: readonly TextToken[],
  phrases: ReadonlyMap<string, readonly Phrase[]>,
): readonly FoundPhrase[] {
  if (phrases.size === 0) return [];
  return tokens.flatMap((token, index) =>
    readingsOf(token)
      .flatMap((first) => phrases.get(first) ?? [])
      .flatMap(({ tokens: words, kind }) => {
        const here = tokens.slice(index, index + words.length);
        const last = here.at(-1);
        const isHere = words.every((word, at) => {
          const said = here[at];
          return said !== undefined && readingsOf(said).includes(word);
        });
        return isHere && last !== undefined && isWritten(kind, [token, last])
          ? [{ start: token.start, end: last.end, kind }]
          : [];
      }),
  );
}

/** Names of which each part is a word are names where they are written so: "Le Van", not "dans le van". */
function isWritten(kind: PatientWordKind, ends: readonly TextToken[]): boolean {
  const isName = kind === "name" || kind === "physician";
  return !isName || ends.some(({ text }) => /^\p{Lu}/u.test(text));
}
