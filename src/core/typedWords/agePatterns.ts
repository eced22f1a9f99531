// Ages over 89 in numbers: HIPAA counts them among what tells a person (45 CFR 164.514).
import { agePatterns, isLateralView } from "../patientWords/ageWords.ts";
import {
  flagged,
  notInWord,
  wordEnd,
  type PatternRule,
} from "./patternRule.ts";

const over89 = "(?:9\\d|1[01]\\d)";

/** Numbers with the words and signs of an age. */
export const agesInNumbers: readonly PatternRule[] = [
  {
    kind: "ageOver89",
    pattern: flagged(`${notInWord}${agePatterns.before}${wordEnd}`),
    holds: (match) => isOver89(match) && !isLateralView(match),
  },
  {
    kind: "ageOver89",
    pattern: flagged(
      `${notInWord}${agePatterns.after}${wordEnd}(?!\\s?%|[.,/]\\d)`,
    ),
    holds: isOver89,
  },
  {
    kind: "ageOver89",
    pattern: flagged(`(?<!\\d)${agePatterns.unspaced}`),
    holds: isOver89,
  },
  {
    kind: "ageOver89",
    // "92F", "92/F"; "92m" is a length.
    pattern: new RegExp(
      `${notInWord}(?<![.,/])0?${over89}(?:[FMf]|\\s?\\/\\s?[FMWf]|-?[yY])${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "ageOver89",
    pattern: new RegExp(
      `${notInWord}[FM]\\s?\\/\\s?${over89}${wordEnd}(?![.,/%]\\d|%)`,
      "gu",
    ),
  },
];

function isOver89({ groups }: RegExpMatchArray): boolean {
  const age = Number(groups?.["age"]);
  return age > 89 && age < 130;
}
