// Names whose parts a system writes apart and people write as one word: "O BRIEN", "van der Berg", "Abdul Rahman".
import { isEverydayWord } from "./commonWords.ts";
import { apostrophes, foldText, isUnspacedScript } from "./foldText.ts";
import {
  isParticle,
  isTitle,
  nameComponents,
  nameParts,
  separator,
} from "./nameParts.ts";

/** What stands before an apostrophe in names, for which many systems write a space: "D SOUZA". */
const elided = new Set("d l m n o t".split(" "));

/** What names begin with, besides particles, that are written apart or not. */
const prefixes = new Set(
  (
    "mac mc fitz abd abdul abdel abdal abdoul saint sainte st ste san santa sant lo li degli dell dello dall dalla op bar " +
    "عبد ابو بن ابن ال ام בן בר"
  )
    .split(" ")
    .map(foldText),
);

/** Words of their own, whatever they could be joined of: "de Lay", "L Aser". */
const ordinary = new Set(
  (
    "lesion level lever label labor laser legal least leave delay decay detail device degree demand depart debate decline delight design define " +
    "detect depth dense allow along also alter albumin bend bench open tray trick drive drain drip dart mart layer large lateral tract track train " +
    "trace tear torus nodal node neural normal oral onset optic orbit other outer damage dated distal dilated dural ductal denial losing local lobar"
  ).split(" "),
);

/** Shorter words come of two others by chance. */
const shortestElided = 4;
const shortestJoined = 5;
/** Middle name and prefix: where systems that sort by the family name keep its particles. */
const particleComponents = [2, 3];

/** The parts of a name (nameParts.ts), and those that are written as one word too. */
export function namesToFind(text: string): readonly string[] {
  return [...new Set([...nameParts(text), ...joinedParts(text)])];
}

/** True if the one is the other with what names begin with before it: the same part in two spellings. */
export function isJoinedOf(word: string, core: string): boolean {
  const [long, short] = [foldText(word), foldText(core)];
  return (
    long.length > short.length &&
    long.endsWith(short) &&
    isMadeOfPrefixes(long.slice(0, -short.length))
  );
}

function isMadeOfPrefixes(letters: string): boolean {
  if (elided.has(letters) || isPrefix(letters)) return true;
  return Array.from(letters).some(
    (_, at) =>
      isPrefix(letters.slice(0, at)) && isMadeOfPrefixes(letters.slice(at)),
  );
}

function joinedParts(text: string): readonly string[] {
  return text
    .split("\\")
    .flatMap((value) => value.split("="))
    .flatMap((group) => {
      const components = group.split("^").map(wordsOf);
      return [
        ...components.slice(0, nameComponents).flatMap(joinedWithin),
        ...joinedFromBehind(components),
      ];
    });
}

/** Every word with what stands before it, one more at a time: "derberg" and "vanderberg". */
function joinedWithin(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (!isCore(word)) return [];
    const before = words[index - 1] ?? "";
    if (elided.has(foldText(before)))
      return joined([before, word], shortestElided);
    return withEach(leadingRun(words.slice(0, index)), word);
  });
}

/** Particles behind the family name are said before it: "Berg van der^Jan". */
function joinedFromBehind(
  components: readonly (readonly string[])[],
): readonly string[] {
  const [family = []] = components;
  const core = family.find(isCore);
  if (core === undefined) return [];
  const runs = [
    family.slice(family.indexOf(core) + 1),
    ...particleComponents.map((index) => components[index] ?? []),
  ];
  return runs
    .filter((run) => run.length > 0 && run.every(isLongParticle))
    .flatMap((run) => withEach(run, core));
}

/** The prefixes at the end of these words. */
function leadingRun(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !isPrefix(word));
  return words.slice(last + 1);
}

function withEach(run: readonly string[], core: string): readonly string[] {
  return run.flatMap((_, from) =>
    joined([...run.slice(from), core], shortestJoined),
  );
}

/** As one word; none if it says nothing. */
function joined(words: readonly string[], shortest: number): readonly string[] {
  const word = words.join("");
  const folded = foldText(word);
  if (
    folded.length < shortest ||
    ordinary.has(folded) ||
    isEverydayWord(folded)
  )
    return [];
  const isCapitals = word === word.toUpperCase();
  return [
    isCapitals
      ? word
      : word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
  ];
}

function wordsOf(component: string): readonly string[] {
  return component
    .split(separator)
    .flatMap((word) => word.split(/[-‐–]/u))
    .map((word) => word.replace(aroundWord, ""))
    .filter((word) => word !== "");
}

const aroundWord = new RegExp(`^[${apostrophes}"]+|[${apostrophes}"]+$`, "gu");

/** What a prefix may be joined to. */
function isCore(word: string): boolean {
  const folded = foldText(word);
  return (
    folded.length > 1 &&
    /^[\p{L}\p{M}]+$/u.test(folded) &&
    !isUnspacedScript(word) &&
    !isParticle(folded) &&
    !isTitle(folded)
  );
}

function isPrefix(word: string): boolean {
  return isLongParticle(word) || prefixes.has(foldText(word));
}

function isLongParticle(word: string): boolean {
  const folded = foldText(word);
  return folded.length > 1 && isParticle(folded);
}
