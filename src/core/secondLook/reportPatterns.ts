// What in a report to somebody else may name a person or a moment besides what typed texts are searched for (contract section 6).
import { isEponymNoun } from "../patientWords/eponyms.ts";
import { foldText } from "../patientWords/foldText.ts";
import {
  notInWord,
  partsOf,
  wordEnd,
  type PatternRule,
  type TypedPart,
} from "../typedWords/patternRule.ts";
import { labelledNames } from "./labelledNames.ts";
import { isSaidByLetters, mayBeName } from "./nameWords.ts";

/** All of them; they may overlap with what else was found. */
export function reportPatterns(text: string): readonly TypedPart[] {
  return [
    ...rules.flatMap((rule) => partsOf(rule, text)),
    ...joined(partsOf(nameOfTwo, text)),
    ...labelledNames(text),
  ];
}

/** Pairs that share a word as one part: "John Adam Smith". */
function joined(parts: readonly TypedPart[]): readonly TypedPart[] {
  const whole: TypedPart[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last === undefined || part.start >= last.end) whole.push(part);
    else whole[whole.length - 1] = { ...last, end: part.end };
  }
  return whole;
}

const clock = "(?:[01]?\\d|2[0-3])[:.h][0-5]\\d(?:[:.][0-5]\\d)?";
/** "Smith", "O'Brien", "McDonald", "Smith-Jones". */
const word = "(?:\\p{Lu}['’])?\\p{Lu}\\p{Ll}+(?:['’-]?\\p{Lu}\\p{Ll}+)*";

const capitals = "(?:\\p{Lu}['’])?\\p{Lu}{3,}(?:['’-]\\p{Lu}{2,})*";

const rules: readonly PatternRule[] = [
  {
    kind: "date",
    pattern: new RegExp(
      `${notInWord}(?<![.:,/])(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?|(?:0?\\d|1[0-2])[:.][0-5]\\d\\s?(?:[ap]\\.?m\\.?|hrs?|Uhr)|(?:[Tt]ime|TIME|[Aa]t|[Uu]m)\\s*:?\\s*${clock}|(?:[01]\\d|2[0-3])[0-5]\\d\\s?(?:hrs|hours|h))(?![:/%]?\\d)${wordEnd}`,
      "gu",
    ),
    // Ratios, and lengths: "at 12.15 mm".
    holds: ({ 0: match, index = 0, input = "" }) =>
      !/(?:ratio|dilution|scale)\s*(?:of)?\s*$/i.test(
        input.slice(Math.max(0, index - 16), index),
      ) &&
      !/^\s?(?:mm|cm|m[lL]|T|%|HU|kg|s)\b/.test(
        input.slice(index + match.length),
      ),
  },
  {
    kind: "initials",
    // "Smith, John".
    pattern: pairOf(word, ",\\s*"),
    holds: (match) => isNameOfTwo(match) && !isEnumerated(match),
  },
  {
    kind: "initials",
    // "SMITH, JOHN", "JOHN SMITH".
    pattern: pairOf(capitals, "(?:,\\s*|[^\\S\\n]+)"),
    holds: isNameInCapitals,
  },
  {
    kind: "initials",
    // "smith john 54 M".
    pattern: new RegExp(
      `${notInWord}(?<first>\\p{L}{2,}),?\\s+(?<last>\\p{L}{2,}),?\\s+\\d{1,3}\\s?(?:yo?|yrs?)?\\s?[MF]${wordEnd}`,
      "gu",
    ),
    holds: isNameOfTwo,
  },
  {
    kind: "initials",
    // "R. Patel", "R.J. Patel".
    pattern: new RegExp(
      `${notInWord}(?:\\p{Lu}\\.\\s?){1,3}(?<last>${word})${wordEnd}`,
      "gu",
    ),
    holds: isInitialled,
  },
  {
    kind: "initials",
    // Who dictated and who typed, at the end of a line: "SJ/mk".
    pattern:
      /(?<![^\s.,;:])(?!AP|PA|CT|MR)\p{Lu}{2,3}\/(?!lat|us|obl|ct|mr)\p{Ll}{2,3}(?=[.\s]*$)/gmu,
  },
];

/** Each word is tried as the first of a pair: "Patient John Smith". */
const nameOfTwo: PatternRule = {
  kind: "initials",
  pattern: pairOf(word, "\\s+"),
  holds: isNameOfTwo,
};

/** The first word of a pair; the group `whole` is all of it. */
function pairOf(each: string, between: string): RegExp {
  return new RegExp(
    `${notInWord}(?=(?<whole>(?<first>${each})${between}(?<last>${each})${wordEnd}))${each}${wordEnd}`,
    "gu",
  );
}

function isNameOfTwo(match: RegExpMatchArray): boolean {
  const { groups, index = 0, input = "" } = match;
  // "Ann Arbor stage", "Swyer James syndrome".
  const end = index + (groups?.["whole"] ?? match[0]).length;
  const next = /^\s+(\p{Ll}+)/u.exec(input.slice(end))?.[1];
  if (next !== undefined && isEponymNoun(foldText(next))) return false;
  return pairIn(match).every(mayBeName);
}

/** "Crohn, Behcet and Takayasu". */
function isEnumerated({
  groups,
  index = 0,
  input = "",
  0: match,
}: RegExpMatchArray): boolean {
  const end = index + (groups?.["whole"] ?? match).length;
  return /^\s+(?:and|or)\s+\p{Lu}/u.test(input.slice(end));
}

/** Of capitals only where both words may be said, and a heading or a text in capitals goes on where a name ends. */
function isNameInCapitals(match: RegExpMatchArray): boolean {
  const { index = 0, input = "" } = match;
  const pair = pairIn(match);
  const canBeSaid = (each: string) =>
    /[aeiouy]/.test(each) && !isSaidByLetters(each);
  if (!pair.every((each) => mayBeName(each) && canBeSaid(each))) return false;
  if (pair.some((each) => givenNames.has(each))) return true;
  const before = input
    .slice(Math.max(0, index - 80), index)
    .split("\n")
    .at(-1);
  const [behind = ""] = input.slice(index, index + 120).split("\n");
  const line = `${before ?? ""}${behind}`;
  return (line.match(/\p{Lu}{2,}/gu) ?? []).length <= 4;
}

/** Not the letter of a grade at the end of a sentence: "Hepatitis B. Liver". */
function isInitialled({ groups, index = 0, input = "" }: RegExpMatchArray) {
  const before =
    /(\p{L}+)\s+$/u.exec(input.slice(Math.max(0, index - 24), index))?.[1] ??
    "";
  return !graded.test(before) && mayBeName(foldText(groups?.["last"] ?? ""));
}

const graded =
  /^(?:type|grade|class|group|category|density|stage|segment|figure|zone|level|point|line|lead|vitamin|hepatitis|influenza|weber|stanford|pugh|haemophilus)$/i;

function pairIn({ groups }: RegExpMatchArray): readonly string[] {
  return [groups?.["first"] ?? "", groups?.["last"] ?? ""].map(foldText);
}

/** Common given names: they tell a person in a text that is all capitals. */
const givenNames = new Set(
  `john mary james david michael robert william richard thomas peter paul george charles joseph daniel mark andrew stephen steven kevin brian alan
  anthony christopher matthew simon martin philip colin graham ian keith neil roger barry gary sarah susan margaret elizabeth patricia jennifer
  linda barbara helen anne ann anna jane karen julie emma laura rachel claire nicola alison angela christine catherine katherine dorothy joan
  jean hilary ruth alice maria jose ali ahmed mohammed muhammad fatima omar hassan ibrahim yusuf priya anil sunita ravi wei li ming chen juan
  carlos luis ana carmen hans klaus ingrid pierre marie giovanni ivan olga anton`.split(
    /\s+/,
  ),
);
