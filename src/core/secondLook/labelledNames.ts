// Names behind a word that says whose they are: "Patient: LI WEI", "Dear R Patel", "REPORTED BY WU YI". There short words count too.
import { foldText } from "../patientWords/foldText.ts";
import { matchesOf } from "../patientWords/matchesOf.ts";
import {
  notInWord,
  wordEnd,
  type PatternRule,
  type TypedPart,
} from "../typedWords/patternRule.ts";
import { proseWords, stateWords } from "./labelWords.ts";
import { isSaidByLetters, mayBeName } from "./nameWords.ts";

/** What stands before or behind a name. The group `name` may go on with words that are no names. */
interface Label {
  readonly kind: PatternRule["kind"];
  readonly pattern: RegExp;
  /** Names that are one word alone, too. */
  readonly takesOne?: boolean;
  /** True if these words are a name here; `behind` is what follows them. */
  readonly holds?: (
    words: readonly string[],
    match: RegExpMatchArray,
    behind: string,
  ) => boolean;
}

const space = "[^\\S\\n]+";
const nameWord = "\\p{Lu}(?:\\.|[\\p{L}\\p{M}'’-]*)";
const several = `(?<name>${nameWord}(?:${space}${nameWord}){0,3})`;
const particles = `(?:(?:de|del|da|dos|di|du|la|le|van|von|der|den|ter|bin|al|el)${space}){0,2}`;
const smallLetter = "[\\p{Ll}\\p{Lo}]";
/** A run of words with capitals, or one that begins with a small letter or in a script without capitals. */
const inAnyCase = `(?<name>${nameWord}(?:${space}${particles}${nameWord}){0,3}|${smallLetter}(?:\\.|[\\p{L}\\p{M}'’-]*)(?:${space}\\p{L}[\\p{L}\\p{M}.'’-]*){0,3})`;
const initialled = `(?<name>\\p{Lu}{1,2}${space}\\p{Lu}[\\p{L}\\p{M}'’-]+)`;

/** In small letters, with a capital, and in capitals only. */
function anyCase(words: string): string {
  return words
    .split("|")
    .flatMap((word) => [
      word,
      `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
      word.toUpperCase(),
    ])
    .join("|");
}

function labelled(before: string, name = several): RegExp {
  return new RegExp(`${notInWord}(?:${before})${name}${wordEnd}`, "gu");
}

const verbs = anyCase(
  "reported|read|reviewed|dictated|signed|approved|verified|performed|referred|operated|requested|interpreted|consulted|transcribed|typed|seen|checked|authorised|authorized",
);
const by = anyCase("by");
/** Also in full width, as keyboards of Chinese and Japanese write it. */
const colon = "\\s*[:：]\\s*";
const colonOnLine = "[^\\S\\n]*[:：][^\\S\\n]*";
const dash = `${space}[-–—]${space}`;
/** A dash follows a label only there: "in this patient - as in others". */
const sentenceStart = "(?<=^|[\\n.;|][^\\S\\n]{0,3})";
const role = anyCase(
  "consultant|registrar|radiologist|radiographer|sonographer|surgeon|physician|specialist|fellow|resident|frcr",
);

const patientLabel = `(?:${anyCase("patient|patient's|pt|pt's")})(?:${space}(?:${anyCase("name")}))?|(?:${anyCase("name|surname|forename|forenames")})`;
const staffLabel = [
  `(?:(?:${anyCase("attending|referring|requesting|reporting|consultant|responsible")})${space})?(?:${anyCase("physician|doctor|dr|clinician|radiologist|surgeon|consultant|registrar")})`,
  anyCase(
    "attending|resident|fellow|author|authors|reporter|referrer|radiographer|sonographer|transcriptionist|secretary|gp|attn|fao",
  ),
  `(?:${verbs})${space}(?:${by})`,
].join("|");
const title = `(?:(?:${anyCase("mr|mrs|ms|miss|dr|prof|professor")})\\.?${space})?`;

/** Labels that a name stands behind by itself. */
const labelsOfOne: readonly Label[] = [
  {
    kind: "initials" as const,
    pattern: labelled(
      `(?:${patientLabel})\\.?${colonOnLine}${title}`,
      inAnyCase,
    ),
  },
  {
    kind: "initials" as const,
    pattern: labelled(
      `${sentenceStart}(?:${patientLabel})${dash}${title}`,
      inAnyCase,
    ),
  },
  {
    kind: "staffName" as const,
    pattern: labelled(`(?:${staffLabel})\\.?${colonOnLine}${title}`, inAnyCase),
  },
  {
    kind: "staffName" as const,
    pattern: labelled(`${sentenceStart}(?:${staffLabel})${dash}${title}`),
  },
  {
    kind: "staffName" as const,
    pattern: labelled(
      `(?:${anyCase("signed|approved|verified|dictated|typed|transcribed|authorised|authorized")})${colonOnLine}${title}`,
    ),
  },
].map((label) => ({ ...label, takesOne: true, holds: isNameByItself }));

const labels: readonly Label[] = [
  ...labelsOfOne,
  {
    kind: "staffName",
    pattern: labelled(`(?:${anyCase("ref")})\\.?${colonOnLine}`),
    // Not of the literature: "Ref: MacMahon H, Radiology 2017".
    holds: (_words, _match, behind) =>
      !/^.*(?:\bet al\b|\b(?:19|20)\d\d\b)/.test(behind),
  },
  {
    kind: "initials",
    pattern: labelled(
      `(?:${anyCase("patient|patient's|pt|full|family|given|first|last")})?\\s?(?:${anyCase("name|surname|forename|forenames")})${colon}|(?:${anyCase("dear")})${space}`,
    ),
    takesOne: true,
  },
  {
    kind: "initials",
    pattern: labelled(
      `(?:${anyCase("patient|pt|re|regarding|attention|attn")})${colon}`,
    ),
  },
  {
    kind: "initials",
    // "Patient LI WEI has": longer words in capitals are found without a label.
    pattern: labelled(
      `(?:${anyCase("patient|re|regarding")})${space}`,
      `(?<name>\\p{Lu}{2,3}${space}\\p{Lu}{2,3})`,
    ),
    holds: (words, match) =>
      words.every((word) => canBeSaid(foldText(word))) && !isInCapitals(match),
  },
  {
    kind: "staffName",
    pattern: labelled(`(?:${verbs})\\s+(?:${by})\\s*:?\\s+`),
  },
  {
    kind: "staffName",
    pattern: labelled(
      `(?:${anyCase("cc|thanks|regards|sincerely|dictated|typed|reported|reporter")})[:,]?\\s+`,
      initialled,
    ),
  },
  {
    kind: "staffName",
    // "R Patel, consultant radiologist".
    pattern: new RegExp(
      `${notInWord}${initialled},?${space}(?=(?:${role})${wordEnd})`,
      "gu",
    ),
  },
  {
    kind: "staffName",
    // "Patel R, consultant radiologist".
    pattern: new RegExp(
      `${notInWord}(?<name>\\p{Lu}[\\p{L}\\p{M}'’-]+${space}\\p{Lu}{1,2}),?${space}(?=(?:${role})${wordEnd})`,
      "gu",
    ),
  },
];

/** All of them, each without the words around it. */
export function labelledNames(text: string): readonly TypedPart[] {
  return labels.flatMap(({ kind, pattern, takesOne = false, holds }) =>
    [...matchesOf(pattern, text)].flatMap((match): TypedPart[] => {
      const { groups, index, 0: whole } = match;
      const name = groups?.["name"] ?? "";
      const words = nameAtStart(name);
      if (words.length === 0) return [];
      const folded = words.map(foldText);
      const start = index + whole.lastIndexOf(name);
      const end = start + lengthOf(name, words.length);
      const isName =
        folded.some((word) => isLongEnough(word)) &&
        (words.length > 1 || takesOne) &&
        holds?.(words, match, text.slice(end, end + 200)) !== false;
      return isName ? [{ kind, start, end }] : [];
    }),
  );
}

/** An initial is no name. */
function isLongEnough(folded: string): boolean {
  return folded.replace(".", "").length > 1;
}

/** Not an abbreviation of consonants. */
function canBeSaid(folded: string): boolean {
  return !/^[a-z]+$/.test(folded) || /[aeiouy]/.test(folded);
}

/** Several words with capitals, or words that nothing but the end of the line or of the sentence follows: "Patient: young man with cough" names nobody. */
function isNameByItself(
  words: readonly string[],
  _match: RegExpMatchArray,
  behind: string,
): boolean {
  const [first = ""] = words.map(foldText);
  if (first.split("-").some((part) => stateWords.has(part))) return false;
  if (words.length === 1 && !canBeSaid(first) && first !== "ng") return false;
  if (!/^\p{Lu}/u.test(words[0] ?? "") && stateEnding.test(first)) return false;
  const hasCapitals = words.every((word) => /^\p{Lu}/u.test(word));
  if (hasCapitals && words.length > 1) return true;
  const isCompanion = companions.test(behind);
  return (
    nameEnds.test(behind) ||
    (isCompanion && hasCapitals && !stateEnding.test(first))
  );
}

/** What stands behind a person as well as behind a state: "Smith with cough", "Cooperative with the examination". */
const companions = /^[^\S\n]+(?:with|and|from|for)(?!\p{L})/iu;

/** The end of the line, of the sentence or of the part, an age, or what reports put behind a name. */
const nameEnds =
  /^(?:[^\S\n]*(?:$|[\n,;/(|]|\.(?!\p{L})|\d)|[^\S\n]{2}|[^\S\n]+(?:[-–—][^\S\n]|(?:dob|d\.o\.b|born|aged?|sex|male|female|[mf]|mrn|id|nhs|has|had|is|was|presents|presented|complains|complained|attends|attended|came|went|who|whose|underwent|undergoes|reports|states|stated|describes|denies|denied|suffers|suffered|developed|returned|returns|visited|received|fell|felt|feels|noticed|says|said|lives|works|takes|took|died|arrived|sustained|will|would|did|does)(?!\p{L})))/iu;

const stateEnding =
  /^.{3,}(?:[^v]ic|able|ible|less|ful|ated|ised|ized|ive|ness|ically)$/;

/** Words of a name until one that is none: "LI WEI EFFUSION". */
function nameAtStart(name: string): readonly string[] {
  const words = name.split(/\s+/);
  const end = words.findIndex((word) => {
    const folded = foldText(word);
    return (
      !mayBeName(folded) || isSaidByLetters(folded) || proseWords.has(folded)
    );
  });
  return end < 0 ? words : words.slice(0, end);
}

function lengthOf(name: string, words: number): number {
  return (
    new RegExp(`^(?:\\S+\\s+){${words - 1}}\\S+`, "u").exec(name)?.[0].length ??
    name.length
  );
}

/** A text that is all capitals has short words in capitals everywhere. */
function isInCapitals({ index = 0, input = "" }: RegExpMatchArray): boolean {
  const from = input.lastIndexOf("\n", index) + 1;
  const [line = ""] = input.slice(from, index + 200).split("\n");
  return !/\p{Ll}/u.test(line) && (line.match(/\p{Lu}{2,}/gu) ?? []).length > 4;
}
