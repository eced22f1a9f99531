// What in a typed text looks like something of a patient or of the staff, whoever the patient is.
import { datesInText } from "../patientWords/datesInText.ts";
import { isEponymNoun } from "../patientWords/eponyms.ts";
import { foldText, withPlainForms } from "../patientWords/foldText.ts";
import { agesInNumbers } from "./agePatterns.ts";
import { namePatterns } from "./namePatterns.ts";
import { numberPatterns } from "./numberPatterns.ts";
import { otherPatterns } from "./otherPatterns.ts";
import {
  capitalised,
  flagged,
  letter,
  notInWord,
  partsOf,
  wordEnd,
  type PatternRule,
  type TypedPart,
} from "./patternRule.ts";

/** All parts that look like it; they may overlap. */
export function typedPatterns(written: string): readonly TypedPart[] {
  const text = withPlainForms(written);
  return [
    ...datesInText(text).map(({ start, end }) => ({
      kind: "date" as const,
      start,
      end,
    })),
    ...rules.flatMap((rule) => partsOf(rule, text)),
  ];
}

/**
 * V8 compiles a pattern when it is first used, better when it is used on another text, and anew for texts beyond Latin-1. With
 * all the letters of Unicode in a class that takes milliseconds each time.
 */
const textsToPrepareFor = [
  "Any text of 12",
  "T1 C+, 45 years",
  "CT – 3 weeks",
  "MR – 2 months",
];

/** Lets the engine compile the rules ahead, one in each turn: the first texts ever checked would hold up their thread for tens of milliseconds. */
export async function prepareTypedPatterns(
  nextTurn: () => Promise<void>,
): Promise<void> {
  for (const text of textsToPrepareFor) {
    datesInText(text);
    for (const rule of rules) {
      await nextTurn();
      partsOf(rule, text);
    }
  }
}

const rules: readonly PatternRule[] = [
  ...agesInNumbers,
  ...otherPatterns,
  ...namePatterns,
  ...numberPatterns,
  {
    kind: "ageOver89",
    pattern: flagged(
      `${notInWord}(?:nonagenarian|centenarian|ninety[- ]?(?:one|two|three|four|five|six|seven|eight|nine)?[- ]years?[- ]old)${wordEnd}`,
    ),
  },
  {
    kind: "recordNumber",
    pattern: flagged(
      `${notInWord}(?:MRN|UR|NHS|CHI|PID|patient\\s?(?:id|number|no\\.?)|hospital\\s?(?:id|number|no\\.?)|record\\s?(?:number|no\\.?)|accession(?:\\s?(?:number|no\\.?))?|acc\\.?\\s?no\\.?|case\\s?(?:number|no\\.?)|ID)\\s*[:#.]?\\s*(?<number>[A-Z]{0,4}[-\\s]?\\d[\\d\\s/-]{2,}\\d)${wordEnd}`,
    ),
  },
  {
    kind: "recordNumber",
    // Digits alone from seven on, or letters and digits from six: no measurement is written so.
    pattern: flagged(
      `${notInWord}(?<![.,/])(?:\\d{7,14}|[A-Z]{1,3}\\d{5,12}|\\d{3}-\\d{2}-\\d{4}|\\d{3}[ -]\\d{3}[ -]\\d{4})(?![.,]\\d)${wordEnd}`,
    ),
    holds: (match) => !isReference(match),
  },
  {
    kind: "phone",
    pattern: flagged(
      `(?<![${letter}\\p{N}])(?:\\+\\d{1,3}[\\s.-]?(?:\\(0\\)[\\s.-]?)?\\d(?:[\\s./-]?\\d){6,12}|\\(0?\\d{2,5}\\)[\\s.-]?\\d(?:[\\s./-]?\\d){4,9}|0\\d{2,4}[\\s/-]\\d{3,}(?:[\\s-]?\\d{2,}){0,3})${wordEnd}`,
    ),
    holds: (match) => !isReference(match),
  },
  {
    kind: "phone",
    pattern: flagged(
      `${notInWord}(?:tel|phone|telephone|mobile|fax|ext|bleep|pager)\\.?\\s*(?:no\\.?|number)?\\s*[:#]?\\s*\\d[\\d\\s-]{2,}\\d${wordEnd}`,
    ),
  },
  {
    kind: "email",
    pattern:
      /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/giu,
  },
  {
    kind: "address",
    pattern: new RegExp(
      `${notInWord}\\d{1,4}[a-z]?,?\\s+(?:${capitalised}\\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Crescent|Terrace|Court|Boulevard|Blvd|Highway|Hwy)\\.?${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "address",
    pattern: new RegExp(
      `${notInWord}\\p{Lu}[${letter}-]*(?:straße|strasse|str\\.|weg|gasse|allee|platz)\\s+\\d{1,4}${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "address",
    // Postcodes of the United Kingdom, and those of other countries with the name of a town behind them.
    pattern: new RegExp(
      `${notInWord}(?:[A-Z]{1,2}\\d[A-Z\\d]?\\s\\d[A-Z]{2}|(?:D|CH|A|NL|F)-\\d{4,5}\\s+${capitalised}|[A-Z]{2}\\s\\d{5}(?:-\\d{4})?)${wordEnd}`,
      "gu",
    ),
    holds: (match) =>
      !/^(?:CT|MR|US|PT|NM|XA|DX|CR|HU|TE|TR|TI|SN)\s/.test(match[0]),
  },
  {
    kind: "initials",
    // "J.D.", "J. D."; units and Latin abbreviations are small.
    pattern: new RegExp(
      `(?<![${letter}\\p{N}.])\\p{Lu}\\.\\s?(?:\\p{Lu}\\.\\s?){1,3}(?![${letter}\\p{N}])`,
      "gu",
    ),
    holds: (match) => !abbreviations.has(match[0].replace(/\s/g, "")),
  },
  {
    kind: "initials",
    pattern: new RegExp(
      `${notInWord}(?:Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Mme|Monsieur|Madame|Señora?|Sra?|patient)\\.?\\s+(?:\\p{Lu}\\.?\\s?){1,3}${wordEnd}`,
      "gu",
    ),
    holds: ({ 0: text }) => !/^patient\s+(?:A|I)\s*$/.test(text),
  },
  {
    kind: "initials",
    pattern: new RegExp(
      `${notInWord}(?:Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Mme|Monsieur|Madame|Señora?)\\.?\\s+(?:\\p{Lu}\\.?\\s)?${capitalised}${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?:(?:Dr|Prof)\\.?_?|(?:Dres?|Dra)\\.|(?:Dr|Dres?|Prof|Professor|Doctor|Doktor|Docteur|Dra)\\.?\\s+)\\s*(?:(?:med|Dr|Prof)\\.\\s*)*(?:(?:van|von|de|der|den|el|al)\\s+)*(?<name>(?:\\p{Lu}\\.\\s?)*${capitalised}(?:\\s+${capitalised})?)${wordEnd}`,
      "gu",
    ),
    holds: (match) => !isEponymHere(match),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?:[Rr]eported|[Rr]ead|[Rr]eviewed|[Dd]ictated|[Ss]igned|[Aa]pproved|[Vv]erified|[Pp]erformed|[Rr]eferred|[Oo]perated|[Rr]equested|[Ii]nterpreted|[Cc]onsulted|[Tt]ranscribed|[Tt]yped)\\s+by\\s*:?\\s+(?:\\p{Lu}\\s+)?(?<name>(?:\\p{Lu}\\.\\s?)*${capitalised}(?:\\s+${capitalised})*)${wordEnd}`,
      "gu",
    ),
    holds: ({ groups }) => !isNobody(groups?.["name"] ?? ""),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?<name>${capitalised}(?:\\s+${capitalised})?),?\\s+(?:M\\.?D\\.?|FRCR|FRANZCR|FRCPC|DO|MBBS|PhD)${wordEnd}`,
      "gu",
    ),
    holds: ({ groups }) => !isNobody(groups?.["name"] ?? ""),
  },
];

/** Abbreviations with points and capitals that are no names. */
const abbreviations = new Set([
  ...[
    "U.S.",
    "U.K.",
    "U.S.A.",
    "U.A.E.",
    "A.P.",
    "P.A.",
    "I.V.",
    "T.B.",
    "D.D.",
    "D.D.x.",
    "A.V.",
    "C.T.",
    "M.R.",
    "M.R.I.",
  ],
  ...[
    "N.B.",
    "P.S.",
    "E.G.",
    "I.E.",
    "M.D.",
    "B.C.",
    "A.D.",
    "N.A.",
    "C.S.F.",
    "D.V.T.",
    "H.U.",
    "R.A.",
    "L.V.",
    "R.V.",
    "S.D.",
    "T.I.A.",
    "C.O.P.D.",
    "V.P.",
  ],
]);

/** Who reports, reads and refers without being anybody. */
const nobodies = new Set(
  "the a an radiology radiologist cardiology oncology orthopaedics orthopedics neurology surgery ent gp er ed icu ct mri mr us ultrasound emergency general paediatrics pediatrics pathology histology biopsy urology gastroenterology dermatology consultant registrar resident outside local".split(
    " ",
  ),
);

function isNobody(name: string): boolean {
  return nobodies.has(foldText(name.split(/\s/)[0] ?? ""));
}

/** "Dr-recommended" has no space; "Dr Baker cyst" is a slip, and no doctor. */
function isEponymHere(match: RegExpMatchArray): boolean {
  const last = match[0].split(/\s+/).at(-1) ?? "";
  return isEponymNoun(foldText(last));
}

/** Numbers of publications and of registers of trials: they name a paper. */
function isReference(match: RegExpMatchArray): boolean {
  const { input = "", index = 0 } = match;
  const before = input.slice(Math.max(0, index - 60), index);
  return (
    /^(?:NCT|PMC)\d/.test(match[0]) ||
    /(?:doi|pmid|pmcid|isbn|issn|rid)\s*[:/=]?\s*$/i.test(before) ||
    // In the address itself: what stands behind it is another thing.
    /(?:doi[:.]|https?:|www\.|\b10\.\d{4,9}\/)\S*$/i.test(before)
  );
}
