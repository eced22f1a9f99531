// Numbers of persons and files in the forms that countries and hospitals give them, and ages, dates and addresses in rarer ones.
import {
  flagged,
  notInWord,
  wordEnd,
  type PatternRule,
} from "./patternRule.ts";

const over89 = "(?:9\\d|1[01]\\d)";
const fileLabel =
  "MRN|UHID|UR|NHS|CHI|CPR|PESEL|PID|(?:patient|pt|hospital|record|case|accession|study)\\.?\\s?(?:id|number|no\\.?)|ID";
const months =
  "(?:January|February|March|April|May|June|July|August|September|October|November|December)";

/** Each finds what the patterns of typedPatterns.ts do not. */
export const numberPatterns: readonly PatternRule[] = [
  {
    kind: "recordNumber",
    // "MRN=12345", "MRN no. 12345".
    pattern: flagged(
      `${notInWord}(?:${fileLabel})\\s*(?:no\\.?|nr\\.?|number)?\\s*[:=#]?\\s*\\d{5,}${wordEnd}`,
    ),
  },
  {
    kind: "recordNumber",
    // "MRN: A12", "ID: AB-12": letters, and then digits.
    pattern: new RegExp(
      `${notInWord}(?:${fileLabel}|[Pp]t\\.?\\s?ID|[Pp]atient\\s?ID)\\s*[:=#]\\s*[A-Z]{1,4}-?\\d{2,}${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "recordNumber",
    // Denmark, Sweden, Finland, Latvia, the Czech Republic and Slovakia: the day of birth, then a sign.
    pattern:
      /(?<![\p{L}\p{N}.,/-])(?<day>\d{6})(?:-\d{4}|[-+A]\d{3}[\dA-Y]|\/\d{3,4})(?![\p{L}\p{N}])/gu,
    holds: ({ groups }) => isDayOfBirth(groups?.["day"] ?? ""),
  },
  {
    kind: "recordNumber",
    // Brazil, Italy, Spain, China.
    pattern:
      /(?<![\p{L}\p{N}.,/-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]|\d{8}[A-HJ-NP-TV-Z]|[1-9]\d{16}[\dX])(?![\p{L}\p{N}])/gu,
  },
  {
    kind: "recordNumber",
    // India: three groups of four, which are neither years nor round measurements.
    pattern:
      /(?<![\p{L}\p{N}.,/-]|\d )(?<groups>[2-9]\d{3} \d{4} \d{4}|1[0-8]\d{2} \d{4} \d{4})(?![\p{L}\p{N}]| \d)/gu,
    holds: ({ groups }) =>
      (groups?.["groups"] ?? "")
        .split(" ")
        .some((group) => !/^(?:19|20)\d\d$|0$/.test(group)),
  },
  {
    kind: "ageOver89",
    // "90+ year old", "92 y/f", "92nd birthday".
    pattern: flagged(
      `${notInWord}(?<![.,/])(?:${over89}\\s?\\+\\s?-?(?:years?|yrs?|y\\/?o)|${over89}\\s?y\\s?\\/\\s?[mf]|${over89}(?:st|nd|rd|th)\\s+birthday)${wordEnd}`,
    ),
  },
  {
    kind: "ageOver89",
    pattern: flagged(
      `${notInWord}(?:(?:an?|the|this)\\s+(?:old\\s+|elderly\\s+)?(?:lady|woman|man|gentleman|male|female)\\s+of\\s+${over89}${wordEnd}(?!\\s?(?:%|mm|cm|kg))|(?:a|one)\\s+hundred(?:\\s+and\\s+\\p{L}+)?\\s+years?[- ]old${wordEnd})`,
    ),
  },
  {
    kind: "date",
    // With a time behind it; a month of a year in figures; "May the 3rd, 2021".
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}/.-])(?:19|20)\\d\\d-\\d\\d-\\d\\dT\\d\\d(?::?\\d\\d)*|(?<![\\p{L}\\p{N}/.,-])(?:19|20)\\d\\d[-/](?:0[1-9]|1[0-2])(?![\\p{L}\\p{N}/-]|\\.\\d)|${notInWord}${months}\\s+the\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+(?:19|20)\\d\\d${wordEnd}`,
      "giu",
    ),
  },
  {
    kind: "email",
    // Written so that no robot finds it.
    pattern:
      /[\p{L}\p{N}._-]+\s?[[({]\s?at\s?[\])}]\s?[\p{L}\p{N}-]+(?:\s?(?:[[({]\s?dot\s?[\])}]|\.)\s?\p{L}{2,})+/giu,
  },
];

/** Day, month and year in either order; some countries add 20, 50 or 70 to the months of women. */
function isDayOfBirth(digits: string): boolean {
  const [first, month, last] = [0, 2, 4].map((at) =>
    Number(digits.slice(at, at + 2)),
  );
  const isMonth = [0, 20, 50, 70].some((more) => {
    const plain = (month ?? 0) - more;
    return plain >= 1 && plain <= 12;
  });
  const isDay = (number = 0) => number >= 1 && number <= 31;
  return isMonth && (isDay(first) || isDay(last));
}
