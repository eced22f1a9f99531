// Names of persons with a label, a title or a particle before them, whoever they are.
import { isTechnicalWord } from "../patientWords/commonWords.ts";
import { foldText } from "../patientWords/foldText.ts";
import {
  capitalised,
  letter,
  notInWord,
  wordEnd,
  type PatternRule,
} from "./patternRule.ts";

/** What stands between a title and a name, in the languages of case texts. */
const particles =
  "(?:(?:(?:van|von|vom|zu|zur|de|der|den|del|della|dela|di|da|das|dos|do|du|la|le|les|lo|ter|ten|te|el|al|bin|ibn|ben|abu|af|av|st\\.?|san)[ -]+|van\\s?['’]t\\s+|['’]t\\s+|[dl]['’])(?=\\p{L}))*";
const name = `${particles}(?<name>${capitalised}(?:\\s+${particles}${capitalised})?)`;

/** Each finds what the patterns of typedPatterns.ts do not. */
export const namePatterns: readonly PatternRule[] = [
  {
    kind: "initials",
    // "Patient name: John Smith", "Name: J. Smith", "patient: SMITH, JOHN".
    pattern: new RegExp(
      `${notInWord}(?:(?:[Pp]atient|[Pp]t)(?:['’]?s)?\\.?\\s+[Nn]ame|(?:[Ff]ull |[Ll]ast |[Ff]irst |[Ff]amily )?[Nn]ame|NAME|[Pp]atient|PATIENT|[Pp]t)\\s*[:=]\\s*(?:\\p{Lu}\\.\\s?)*(?<name>${capitalised}(?:,?\\s+${capitalised})?)${wordEnd}`,
      "gu",
    ),
    holds: isPerson,
  },
  {
    kind: "initials",
    // As headers have it: "SMITH^JOHN".
    pattern: new RegExp(
      `${notInWord}\\p{L}[${letter}'’ -]{0,40}\\^\\p{L}[${letter}'’^ -]{0,60}`,
      "gu",
    ),
  },
  {
    kind: "initials",
    pattern: new RegExp(`${notInWord}[Pp]t\\.\\s+${name}${wordEnd}`, "gu"),
    holds: isPerson,
  },
  {
    kind: "initials",
    pattern: new RegExp(
      `${notInWord}(?:Mr|Mrs|Ms|Miss|Mx|Herrn?|Hr|Frau|Mme|Monsieur|Madame|Señora?|Sr|Sra|Srta|Sig|Signora?|Dhr|Mevr|Mevrouw|Meneer)\\.?\\s+${name}${wordEnd}`,
      "gu",
    ),
    holds: isPerson,
  },
  {
    kind: "initials",
    // "Pan" alone is the beginning of "pan scan".
    pattern: new RegExp(
      `${notInWord}Pan[aią]?\\s+(?:\\p{Lu}\\p{Ll}+\\s+)?\\p{Lu}\\p{Ll}+(?:sk[iaą]|ck[iaą]|dzk[ia]|wicz|czyk|ov[áa]|owa|ek|ík)${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?:Dr|Prof|Professor|Doctor|Doktor|Docteur|Dra|Dott|Dottoressa|Dott\\.ssa|Drs?)\\.?\\s+(?:\\p{Lu}\\.\\s?)*${name}${wordEnd}`,
      "gu",
    ),
    holds: isPerson,
  },
  {
    kind: "staffName",
    pattern:
      /(?<![\p{L}\p{N}])(?:д-р|доктор|проф)\.?\s+(?:\p{Lu}\.\s?)*\p{Lu}\p{Ll}+/gu,
  },
  {
    kind: "staffName",
    pattern: /\p{Script=Han}{1,3}(?:医生|醫生|医师|醫師|先生|主任)/gu,
  },
];

const kinds = new Set(
  `no none not nil the this unknown anonymous anonymised anonymized withheld redacted male female boy girl man woman child adult infant neonate
  newborn yes known see as with for and has had was is presented presents`.split(
    /\s+/,
  ),
);

/** False for what a label or a title stands before as often: what was examined, a sex, nobody. */
function isPerson({ groups }: RegExpMatchArray): boolean {
  const first = (groups?.["name"] ?? "").split(/[\s,-]/)[0] ?? "";
  const folded = foldText(first);
  // John and Jane stand for nobody in headers only.
  if (/^(?:john|jane|doe)$/.test(folded)) return true;
  return (
    !isTechnicalWord(folded) &&
    !kinds.has(folded) &&
    !/^(?:CT|MRI?|US|PET|X|XR|MRA|CTA|CXR)$/.test(first)
  );
}
