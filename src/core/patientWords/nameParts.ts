// Parts of a person name (PS3.5 6.2.1): every component of every component group of every value, words apart.
import { apostrophes, foldText, isUnspacedScript } from "./foldText.ts";

/** Titles and particles, folded: they are in many names, and say nothing of one. */
const notOfOne = new Set(
  (
    "mr mrs ms miss mx dr drs prof professor doctor sir dame lady lord rev fr sister herr frau hr dipl ing med mme mlle m sr sra srta don dona " +
    "jr snr ii iii iv md phd mbbs frcr franzcr frcp dds rn ra rt np pa do od ba bsc msc mph " +
    "van von der den de del della di da dos das do du la le les los el al bin binti bint ibn abu ben af av zu zur zum ter ten of the und and y e i"
  ).split(" "),
);

/** Of those, what nobody is called by. */
const titlesAlone = new Set(
  (
    "mr mrs ms miss mx dr drs prof professor doctor sir dame lady lord rev fr sister herr frau hr dipl ing med mme mlle sr sra srta " +
    "jr snr ii iii iv md phd mbbs frcr franzcr frcp dds rn rt np pa od bsc msc mph of the und and"
  ).split(" "),
);

/** Components of a name: family, given, middle. Prefix and suffix are titles, unless somebody put a name there. */
export const nameComponents = 3;

/** Shorter parts are syllables: "Mac", "Leod". */
const shortestOfOneWord = 5;

/** What stands between the words of a component. */
export const separator = /[\s,;./()&_]+/u;

/** What prefix and suffix are filled with, besides. */
const titlesOfComponents = new Set(
  (
    "esq esquire hon honourable honorable captain capt major maj colonel col lieutenant lt sergeant sgt general gen private pvt corporal cpl " +
    "baron baroness count countess earl duke duchess graf grafin freiherr freifrau ritter prince princess father brother mother reverend rabbi imam " +
    "doktor docteur dottore dott ingenieur mag magister univ priv doz pd habil junior senior sen jun bsn msn dvm dmd mba llb llm jd cpa facs frcs " +
    "mrcp acr v vi vii viii 様 さん 殿 氏 君 先生 씨 님 女士 小姐 博士"
  ).split(" "),
);

/**
 * Distinct parts, as written. Single letters are left out, but names of scripts without spaces are also given whole, since
 * family names of one character only tell something together with the given name. So are names of which every part is in
 * many others: "Le Van Du" is one part, with spaces (namesTogether.ts), and "Do" is one where there is nothing else.
 */
export function nameParts(text: string): readonly string[] {
  const parts = new Set<string>();
  for (const value of text.split("\\"))
    for (const group of value.split("=")) {
      const components = group.split("^");
      const ofGroup = new Set<string>();
      const whole = components
        .slice(0, nameComponents)
        .join("")
        .replace(/\s+/gu, "");
      if (isUnspacedScript(whole)) ofGroup.add(whole);
      for (const [index, component] of components.entries())
        for (const part of component.split(separator))
          if (index < nameComponents || !titlesOfComponents.has(foldText(part)))
            addPart(part, ofGroup);
      if (ofGroup.size === 0) addTogether(components, ofGroup);
      for (const part of ofGroup) parts.add(part);
    }
  return [...parts];
}

/** Of a name that has nothing but what is in many others. */
function addTogether(components: readonly string[], parts: Set<string>): void {
  const words = components
    .slice(0, nameComponents)
    .flatMap((component) => component.split(separator))
    .filter((word) => word.length > 1 && notOfOne.has(foldText(word)));
  const [called, ...others] = words.filter((word) =>
    isParticle(foldText(word)),
  );
  if (called === undefined) return;
  if (words.length > 1) parts.add(words.join(" "));
  if (others.length === 0) parts.add(called);
}

/** True for words in many names that somebody may be called by all the same: "Do". */
export function isParticle(folded: string): boolean {
  return notOfOne.has(folded) && !titlesAlone.has(folded);
}

/** True for words before and behind names that nobody is called by: "Mrs", "Ph D". */
export function isTitle(folded: string): boolean {
  return titlesAlone.has(folded);
}

const aroundPart = new RegExp(
  `^[${apostrophes}"-]+|[${apostrophes}"-]+$`,
  "gu",
);

function addPart(part: string, parts: Set<string>): void {
  for (const word of [part, ...part.split(/[-‐–]/u), ...capitalised(part)]) {
    const trimmed = word.replace(aroundPart, "");
    if (Array.from(trimmed).length < 2 || notOfOne.has(foldText(trimmed)))
      continue;
    if (/\p{L}/u.test(trimmed) || /\d{4}/.test(trimmed)) parts.add(trimmed);
  }
}

/** Longer parts of what is written as one word: "VonHabsburg". */
function capitalised(part: string): readonly string[] {
  const words = part.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  return words.length < 2
    ? []
    : words.filter((word) => word.length >= shortestOfOneWord);
}
