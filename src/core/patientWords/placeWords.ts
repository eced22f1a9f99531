// What of the names of houses, of addresses, scanners and comments tells whose they are.
import { isEverydayWord } from "./commonWords.ts";
import { foldText } from "./foldText.ts";
import { textTokens, type TextToken } from "./textTokens.ts";

const shortestPlace = 4;
const shortestStation = 5;
const shortestAcronym = 3;
const longestAcronym = 6;
/** Comments with fewer words are what anybody would write. */
export const shortestComment = 5;
const shortestClause = 3;
/** Words of a comment around a name in it. */
const wordsAroundName = 4;

/** Departments, and what archives are called: nobody's, in capitals or not. */
const anybodys = new Set(
  (
    "icu itu hdu nicu picu ccu ent gp er ed opd rad radio radiol diag img pacs ris his mrt roe nuk neuro ortho paed paeds peds ped gyn obgyn obg uro cath " +
    "lab labs theatre oncol onc nucmed endo derm surg med int ext mob site dep abt abteilung station zentrum ltd inc llc gmbh corp plc " +
    "archive server store storage workstation console router gateway image dicom client storescu store scu scp osirix horos orthanc conquest " +
    "somatom definition flash force drive edge sensation emotion magnetom skyra aera prisma vida avanto verio espree symphony trio sola lumina altea " +
    "discovery signa revolution optima brightspeed lightspeed ingenia achieva intera ambition elition brilliance ingenuity iqon aquilion vantage titan " +
    "galan genesis prime lightning activion logiq vivid voluson epiq affiniti sequoia antares aplio xario innova artis azurion allura mobilett ysio " +
    "axiom polydoros definium digital diagnost biograph symbia"
  ).split(" "),
);

/** Lines of a place, as written. */
export function placeLines(text: string): readonly string[] {
  return text.split(/[\r\n^,;]+/u).flatMap((line) => {
    const trimmed = line.trim();
    // Of a street, without the number of the house.
    const street = trimmed.replace(/^\d+\p{L}?\s+|\s+\d+\p{L}?$/gu, "");
    const isPlain = textTokens(street).every(({ folded }) =>
      isEverydayWord(folded),
    );
    return street === trimmed || isPlain ? [trimmed] : [trimmed, street];
  });
}

/** Words that name a place where they have a capital. */
export function placeWords(text: string): readonly TextToken[] {
  return textTokens(text).filter(({ text: word, folded }) => {
    const isShort = folded.length === shortestPlace;
    // Four capitals are an acronym; four small letters may be anything.
    const isWritten = !isShort || /^\p{Lu}\p{Ll}/u.test(word);
    return folded.length >= shortestPlace && isWritten && isTelling(folded);
  });
}

/** Short names in capitals, which count as they are written. */
export function acronyms(text: string): readonly string[] {
  return textTokens(text)
    .filter(
      ({ text: word, folded }) =>
        /^\p{Lu}+$/u.test(word) &&
        folded.length >= shortestAcronym &&
        folded.length <= longestAcronym &&
        isTelling(folded),
    )
    .map(({ text: word }) => word);
}

/** Words in the name of a scanner that are no model. */
export function stationWords(text: string): readonly string[] {
  return text
    .split(/[^\p{L}]+/u)
    .filter(
      (word) => word.length >= shortestStation && isTelling(foldText(word)),
    );
}

/**
 * Words of a comment that stand for it together: each of its clauses, shorter ones only with a name in them, and what stands
 * around a name.
 */
export function commentPhrases(
  text: string,
): readonly (readonly TextToken[])[] {
  return text.split(/[.,;:!?()\r\n]+/u).flatMap((clause) => {
    const tokens = textTokens(clause);
    const names = tokens.filter(
      (token, index) => index > 0 && isLikeName(token),
    );
    const isEnough =
      tokens.length >= shortestComment ||
      (tokens.length >= shortestClause && names.length > 0);
    return [...(isEnough ? [tokens] : []), ...partsAroundNames(tokens, names)];
  });
}

function partsAroundNames(
  tokens: readonly TextToken[],
  names: readonly TextToken[],
): readonly (readonly TextToken[])[] {
  return tokens.flatMap((_, at) => {
    const part = tokens.slice(at, at + wordsAroundName);
    const isWhole = part.length === wordsAroundName;
    return isWhole && part.some((token) => names.includes(token)) ? [part] : [];
  });
}

function isLikeName({ text, folded }: TextToken): boolean {
  return /^\p{Lu}\p{Ll}{2}/u.test(text) && !isEverydayWord(folded);
}

function isTelling(folded: string): boolean {
  return !/\d/.test(folded) && !isEverydayWord(folded) && !anybodys.has(folded);
}
