// Rarer ways to write an age, a number, a telephone, a place or a colleague.
import { isTechnicalWord } from "../patientWords/commonWords.ts";
import { foldText } from "../patientWords/foldText.ts";
import {
  capitalised,
  flagged,
  notInWord,
  wordEnd,
  type PatternRule,
} from "./patternRule.ts";

const nineties =
  "ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?";
const name = `${capitalised}(?:\\s+(?:(?:van|von|de|der|al)\\s+)*${capitalised})?`;
const house =
  "Hospital|Infirmary|Clinic|Hospice|Medical Cent(?:re|er)|Health Cent(?:re|er)|Klinik|Klinikum|Krankenhaus|Spital|Poliklinik|Ziekenhuis|Sjukhus|Szpital";

/** Each finds what the patterns of typedPatterns.ts do not. */
export const otherPatterns: readonly PatternRule[] = [
  {
    kind: "ageOver89",
    pattern: flagged(
      `${notInWord}(?:aged?\\s+(?:${nineties}|(?:a|one) hundred)|${nineties}[- ]years?|(?:his|her|their|patient in|wom[ae]n in|lady in|m[ae]n in|early|mid|late)[- ](?:(?:early|mid|late)[- ])?(?:90s|90['’]s|nineties))${wordEnd}`,
    ),
  },
  {
    kind: "recordNumber",
    pattern: flagged(
      `${notInWord}(?:(?:MRN|UHID|HN|acc(?:ession)?\\.?\\s?(?:#|no\\.?|number)|patient\\s?#)\\s*[:#.]?\\s*[A-Z]{0,3}\\d{3,}|(?:request|order|requisition|referral|visit|episode|encounter)\\s*(?:(?:id|no\\.?|number)\\s*)?[:#]?\\s*[A-Z]{0,3}\\d{5,})${wordEnd}`,
    ),
  },
  {
    kind: "phone",
    pattern: new RegExp(
      `${notInWord}(?<![.,-])(?:0\\d(?:[ .-]\\d{2}){4}|[2-9]\\d{2}-\\d{4})(?![.,-]?\\d)${wordEnd}`,
      "gu",
    ),
    holds: ({ 0: text }) => !isRange(text),
  },
  {
    kind: "address",
    pattern: new RegExp(
      `${notInWord}(?:\\d{1,4}(?:\\s?(?:bis|ter))?,?\\s+(?:rue|avenue|boulevard|chemin|quai|impasse|allée)\\s+(?:(?:de|du|des|la|le|les)\\s+|[dl]['’])*${capitalised}|(?:Via|Viale|Piazza|Corso|Calle|Avenida|Plaza|Rua|Ulica|ul\\.)\\s+(?:(?:de|della|del|dei|la|da|do)\\s+)*${capitalised}(?:\\s+${capitalised})?,?\\s+\\d{1,4})${wordEnd}`,
      "gu",
    ),
  },
  {
    kind: "address",
    pattern: new RegExp(
      `${notInWord}(?<![.,])(?<code>\\d{4,5})\\s+(?<town>\\p{Lu}\\p{Ll}{2,})${wordEnd}`,
      "gu",
    ),
    // "2021 Fleischner" is a year.
    holds: ({ groups }) =>
      !/^(?:19|20)\d\d$/.test(groups?.["code"] ?? "") &&
      !isTechnicalWord(foldText(groups?.["town"] ?? "")),
  },
  {
    kind: "address",
    pattern: new RegExp(
      `${notInWord}(?:(?:${capitalised}['’]?s?\\s+(?:(?:of|and|de)\\s+)?){1,4}(?:${house})(?:\\s+of\\s+${capitalised})?|(?:${house})\\s+(?:(?:of|am|in|de)\\s+)?${capitalised}|\\p{Lu}\\p{L}+(?:klinik|klinikum|spital|krankenhaus|ziekenhuis|sjukhus)|(?:Hôpital|Hopital|CHU|Ospedale|Policlinico|Hospital|Clinica|Clínica|Clinique|Szpital)\\s+(?:(?:de|la|di|du|del|des|San|Saint|universitaire)\\s+)*${capitalised}|Ward\\s+\\d{1,3}[A-Z]?)${wordEnd}`,
      "gu",
    ),
    holds: ({ 0: text }) =>
      !/^(?:The|This|In|At|Her|His|Our|Field|Outside|Previous|Local)\s+(?:Hospital|Clinic)$/.test(
        text,
      ),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?:(?:DR|PROF|Drs)\\.(?=\\p{Lu})|(?:Drs\\.?|Dres\\.?|DR\\.?|PROF\\.?|Nurse|Sister|Matron|[Rr]adiologist|[Rr]adiographer|[Ss]onographer|[Cc]onsultant|[Rr]egistrar|[Ss]urgeon|[Pp]hysician|[Rr]eferrer)\\s*:?\\s+)(?<name>${name}(?:\\s*(?:and|&|,|und|et)\\s*${name})?)${wordEnd}`,
      "gu",
    ),
    holds: ({ groups }) => isSomebody(groups?.["name"] ?? ""),
  },
  {
    kind: "staffName",
    pattern: /(?<![\p{L}\p{N}])(?:dr|prof)\.?\s+(?<name>\p{Ll}{3,})/gu,
    holds: ({ groups }) => !plainVerbs.has(groups?.["name"] ?? ""),
  },
  {
    kind: "staffName",
    pattern: new RegExp(
      `${notInWord}(?:[Tt]hanks to|[Cc]ourtesy of|[Dd]iscussed with|[Ii]nformed|[Nn]otified|[Tt]elephoned to|[Pp]honed to|[Cc]\\/o|[Rr]eporter:|[Ss]igned:?)\\s+(?<name>${name})${wordEnd}`,
      "gu",
    ),
    holds: ({ groups }) => isSomebody(groups?.["name"] ?? ""),
  },
  {
    kind: "staffName",
    // "R. Patel, consultant radiologist".
    pattern: new RegExp(
      `${notInWord}(?:\\p{Lu}\\.\\s?){1,3}(?<name>${name}),\\s+(?:[Cc]onsultant|[Rr]egistrar|[Rr]adiologist|[Rr]adiographer|[Ss]onographer|[Ss]urgeon|[Pp]hysician|[Ss]pecialist)${wordEnd}`,
      "gu",
    ),
    holds: ({ groups }) => isSomebody(groups?.["name"] ?? ""),
  },
];

const plainVerbs = new Set(
  "recommended said says saw was has had will and who that for the not with asked told".split(
    " ",
  ),
);

const notSomebody = new Set(
  `no the this there ct mri mr us pet er ed icu ent gp radiology cardiology oncology orthopaedics orthopedics neurology surgery emergency general
  paediatrics pediatrics pathology urology gastroenterology dermatology medicine consent team department mdt clinical referring on-call reporting`.split(
    /\s+/,
  ),
);

function isSomebody(text: string): boolean {
  const [first = ""] = text.split(/\s/);
  const folded = foldText(first);
  // John and Jane stand for nobody in headers only.
  return (
    /^(?:john|jane|doe)$/.test(folded) ||
    (!notSomebody.has(folded) && !isTechnicalWord(folded))
  );
}

/** "500-1000" goes from less to more by round numbers. */
function isRange(text: string): boolean {
  const [from = "", to = ""] = text.split("-");
  return (
    /^[1-9]/.test(to) &&
    Number(to) > Number(from) &&
    (Number(to) % 10 === 0 || Number(from) % 10 === 0)
  );
}
