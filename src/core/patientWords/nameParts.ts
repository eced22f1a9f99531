// Parts of a person name (PS3.5 6.2.1): every component of every component group of every value, words apart.
import { foldText, isUnspacedScript } from "./foldText.ts";

/** Titles and particles, folded: they are in many names, and say nothing of one. */
const notOfOne = new Set(
  (
    "mr mrs ms miss mx dr drs prof professor doctor sir dame lady lord rev fr sister herr frau hr dipl ing med mme mlle m sr sra srta don dona " +
    "jr snr ii iii iv md phd mbbs frcr franzcr frcp dds rn ra rt np pa do od ba bsc msc mph " +
    "van von der den de del della di da dos das do du la le les los el al bin binti bint ibn abu ben af av zu zur zum ter ten of the und and y e i"
  ).split(" "),
);

/** Components of a name: family, given, middle; prefix and suffix are titles. */
const nameComponents = 3;

/**
 * Distinct parts, as written. Single letters are left out, but names of scripts without spaces are also given whole, since
 * family names of one character only tell something together with the given name.
 */
export function nameParts(text: string): readonly string[] {
  const parts = new Set<string>();
  for (const value of text.split("\\"))
    for (const group of value.split("=")) {
      const components = group.split("^").slice(0, nameComponents);
      const whole = components.join("").replace(/\s+/gu, "");
      if (isUnspacedScript(whole)) parts.add(whole);
      for (const component of components)
        for (const part of component.split(/[\s,;./()&_]+/u))
          addPart(part, parts);
    }
  return [...parts];
}

function addPart(part: string, parts: Set<string>): void {
  for (const word of [part, ...part.split(/[-‐–]/u)]) {
    const trimmed = word.replace(/^['’`"-]+|['’`"-]+$/gu, "");
    if (Array.from(trimmed).length < 2 || notOfOne.has(foldText(trimmed)))
      continue;
    if (/\p{L}/u.test(trimmed) || /\d{4}/.test(trimmed)) parts.add(trimmed);
  }
}
