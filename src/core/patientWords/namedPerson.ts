// Whether a name that is also a plain word means somebody: by the title before it, what it does, its age, or by standing alone.
import { isAdverb, isCalling, isHeadingWord, isThing } from "./commonWords.ts";
import {
  isAllCapitals,
  isWrittenAsName,
  startsSentence,
} from "./proseContext.ts";
import type { TextToken } from "./textTokens.ts";

/** In any case but, for those that are also a modality or a unit, that of the abbreviation. */
const titles = new Set(
  "mr mrs ms miss mx dr drs prof professor doctor sir herr frau mme mlle monsieur madame sra srta senor senora signor signora dott pan pani".split(
    " ",
  ),
);
const onlyAsWritten: ReadonlyMap<string, readonly string[]> = new Map([
  ["mr", ["Mr", "mr"]],
  ["dr", ["Dr", "dr"]],
  ["ms", ["Ms", "ms"]],
  ["miss", ["Miss"]],
]);

/** What nothing but persons do in a case. */
const deeds =
  "fell|collapsed|complain(?:ed|s|ing)|requested|attended|underwent|suffered|sustained|denie[ds]|consented|agreed|died|recovered|arrived|admitted|" +
  "discharged|hospitali[sz]ed|born|lives|lived|works|worked|walked|told|said|says|asked|thanked|unwell|(?:had|has|developed|experienced|noticed) " +
  "(?:an? |the |some |severe )?(?:fall|accident|history|cough|pain|fever|headaches?|seizures?|stroke|surgery|trauma|vomiting|nausea|dyspno?ea)";
/** What is said of persons mostly. */
const personVerb = verbPattern(
  "present(?:ed|s)|reported|referred|returned|came|went|seen|treated|brought|injured|diagnosed|well|an? \\d{1,3}|\\d{1,3}[\\s-]*(?:years?|yo|y\\/o)",
);
/** The same of what is also seen and treated, returns, and lasts for years: pain, blood, a rib. */
const onlyPersonVerb = verbPattern(
  "present(?:ed|s) (?:with|to)|report(?:ed|s)(?!\\s+(?:since|as|in|by|on|to|at|from|with|here)(?!\\p{L}))|referred by|brought (?:in|to)|" +
    "seen (?:by|in (?:clinic|our|the (?:clinic|emergency|ed)))|well(?=\\s*[,.;]|\\s*$)|an? \\d{1,3}[\\s-]*(?:years?|yo|y\\/o|y|[FMW])|" +
    "\\d{1,3}[\\s-]*(?:years?[\\s-]+old|yo|y\\/o)",
);

/** "Best seen on CT" is of no person; "Best presented with cough" is. */
const participle =
  /^\s+(?:seen|treated|diagnosed|referred|brought|presented(?!\s+(?:with|to)))(?!\p{L})/iu;

/** "Miller, 45 F", "Young (45 y)". */
const ageBehind =
  /^,?\s*[([]?\d{1,3}\s*(?:-?\s*(?:years?|yrs?|yo|y\/o|y|j|ans)(?!\p{L})|[FMW](?!\p{L}))/u;
/** Not "Pain, 2 years". */
const onlyPersonAge =
  /^,?\s*[([]?\d{1,3}\s*(?:-?\s*(?:years?[\s-]+old|yrs?|yo|y\/o|y)(?!\p{L})|[FMW](?!\p{L}))/u;
const ageInFront =
  /(?<![\p{L}\p{N}])\d{1,3}\s*-?\s*(?:years?[\s-]old|yrs?|yo|y\/o|y|[FMW])(?:\s*\/?\s*[FMW])?[\s,:]+$/u;
/** "Glass's pain" is somebody's, "Day's" anybody's. */
const ownsSomething = /^['’]s\s+\p{Ll}/u;
const timesOwn = new Set("day week month year hour minute".split(" "));
/** What ends a name behind a label. */
const nameEnds = /^\s*(?:$|[\r\n,;|/(.]|\d)/;
const longestAge = 16;
const longestVerb = 80;

/** True if the word at `index`, which is a name of the patient's and a word as well, stands for a person here. */
export function meansPerson(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  const { start, folded } = token;
  const isName = isCalling(folded);
  const isCapital = /^\p{Lu}/u.test(token.text);
  // Abbreviations of three letters are everywhere: TED, PEG, WHO.
  const isAbbreviation = isAllCapitals(token.text) && folded.length <= 3;
  if (isAbbreviation && isHeadingWord(folded)) return false;
  if (isWrittenAsName(tokens, index) && !startsSentence(text, start))
    return true;
  if (isName && isCapital && !isAbbreviation) return true;
  if (isHeadingWord(folded)) return false;
  if (followsTitle(text, tokens, index)) return true;
  if (isCapital && isLabelled(text, tokens, index)) return true;
  if (!isName && !isCapital)
    return (
      folded.length > 2 && isWholeLine(text, token) && !isListed(text, folded)
    );
  return isTreatedAsPerson(text, token);
}

/** By a verb of persons, an age, what belongs to it, or a line of its own. */
function isTreatedAsPerson(text: string, token: TextToken): boolean {
  return (
    isOwner(text, token) ||
    isDoing(text, token) ||
    (/^\p{Lu}/u.test(token.text) && isBesideAge(text, token)) ||
    isWholeLine(text, token)
  );
}

/** Words before the name of somebody. */
const namesFollow = new Set(
  "patient patients name surname familyname lastname".split(" "),
);

/**
 * True if the particle at `index`, which is all that the patient is called by, stands for a person here. A capital is not
 * enough: "Le Fort", "Da Vinci", "Van der Waals".
 */
export function meansOneCalled(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (followsTitle(text, tokens, index)) return true;
  if (!/^\p{Lu}/u.test(token.text)) return false;
  const { end } = token;
  const isAfterNaming =
    namingBefore(text, tokens, index) !== null &&
    !/^\s+(?:\p{Lu}|not?(?!\p{L}))/u.test(text.slice(end));
  return isAfterNaming || isTreatedAsPerson(text, token);
}

/** "Name: Glass", and nothing of a sentence behind it. */
function isLabelled(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  return (
    /[:=]/.test(namingBefore(text, tokens, index) ?? "") &&
    nameEnds.test(text.slice(tokens[index]?.end))
  );
}

/** What stands between this word and one that a name follows; null without such a word. */
function namingBefore(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): string | null {
  const [before, token] = [tokens[index - 1], tokens[index]];
  if (before === undefined || token === undefined) return null;
  const between = text.slice(before.end, token.start);
  const isNaming =
    namesFollow.has(before.folded) && /^\s*[:,.=]?\s*$/u.test(between);
  return isNaming ? between : null;
}

function followsTitle(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  const [before, title, token] = [
    tokens[index - 2],
    tokens[index - 1],
    tokens[index],
  ];
  if (title === undefined || token === undefined || !titles.has(title.folded))
    return false;
  if (!/^[.\s_]{0,3}$/u.test(text.slice(title.end, token.start))) return false;
  const written = onlyAsWritten.get(title.folded);
  if (written !== undefined && !written.includes(title.text)) return false;
  const isDuration = title.text === "ms" && /^\d/.test(before?.folded ?? "");
  return !isDuration;
}

/** At the beginning of what stands behind a name. */
function verbPattern(others: string): RegExp {
  const before =
    "(?:(?:also|then|first|later|had|has|was|is|initially|recently|subsequently|who)\\s+)*";
  return new RegExp(
    `^(?:['’]s)?\\s+${before}(?:${deeds}|${others})(?!\\p{L})`,
    "iu",
  );
}

/** Verbs said of persons mostly, and of this word only so. */
function isDoing(text: string, { folded, end }: TextToken): boolean {
  const behind = text.slice(end, end + longestVerb);
  if (isThing(folded)) return onlyPersonVerb.test(behind);
  if (isAdverb(folded) && participle.test(behind)) return false;
  return personVerb.test(behind);
}

/** "- pain", among other lines. */
function isListed(text: string, folded: string): boolean {
  return isThing(folded) && /[\r\n]/.test(text.trim());
}

function isOwner(text: string, token: TextToken): boolean {
  return (
    /^\p{Lu}/u.test(token.text) &&
    !timesOwn.has(token.folded) &&
    ownsSomething.test(text.slice(token.end, token.end + longestAge))
  );
}

function isBesideAge(text: string, { folded, start, end }: TextToken): boolean {
  return (
    (isThing(folded) ? onlyPersonAge : ageBehind).test(
      text.slice(end, end + longestAge),
    ) || ageInFront.test(text.slice(Math.max(0, start - longestAge), start))
  );
}

/** Nothing else in the line but signs. */
function isWholeLine(text: string, { start, end }: TextToken): boolean {
  const from =
    Math.max(text.lastIndexOf("\n", start), text.lastIndexOf("\r", start)) + 1;
  const [line = ""] = /^[^\r\n]*/.exec(text.slice(end)) ?? [];
  return !/[\p{L}\p{N}]/u.test(
    text.slice(from, start) + line.replace(/^['’]s(?!\p{L})/iu, ""),
  );
}
