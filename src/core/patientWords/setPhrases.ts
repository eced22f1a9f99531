// Names that are words of a set phrase in prose, and nobody's there: "ground glass", "12 French", "rice bodies", "Cook catheter".
import { isCalling } from "./commonWords.ts";
import type { TextToken } from "./textTokens.ts";

const locations =
  "chest abdominal back neck flank pelvic loin knee hip shoulder joint groin ankle wrist elbow foot leg arm hand facial ear fossa quadrant";

/** What stands before the word. */
const before = phrases([
  ["glass", "ground"],
  ["pain", `${locations} severe acute chronic sudden mild`],
  [
    "rib",
    "left right cervical first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
  ],
  ["blood", "red white whole cord peripheral occult"],
  ["french", "in"],
  ["banks", "bone tissue blood eye data"],
  ["winter", "in the last this previous early late mid since during next"],
]);

/** What stands behind the word. */
const behind = phrases([
  ["glass", "fragment fragments splinter splinters shard shards opacity"],
  [
    "french",
    `catheter catheters sheath sheaths drain drains tube tubes size gauge needle stent guideline guidelines society study studies cohort registry
    population literature patients authors term consensus recommendation recommendations language classification canadian speaking multicentre multicenter`,
  ],
  ["best", "practice fit corrected"],
  ["pain", "score scores relief management"],
  [
    "blood",
    `pool pressure vessel vessels clot clots product products flow cell cells test tests loss gas gases sugar glucose count culture cultures supply
    volume brain transfusion film patch`,
  ],
  [
    "rib",
    `fracture fractures cage notching series metastasis metastases lesion lesions deformity deformities resection space spaces spacing head view
    views`,
  ],
  ["bell", "clapper shaped"],
  ["rice", "body bodies grain grains"],
  ["berry", "aneurysm aneurysms ligament"],
  ["potter", "sequence facies"],
  [
    "cook",
    "catheter catheters stent stents ivc wire coil coils needle filter balloon sheath medical celect zenith",
  ],
  ["rose", "thorn thorns bengal"],
  ["wood", "lamp light unit units splinter splinters"],
  ["winter", "formula"],
  ["fox", "fordyce"],
  ["wolf", "hirschhorn parkinson"],
]);

/** What stands behind a number. */
const units = new Set(["french"]);
/** What stands before a year. */
const seasons = new Set(["winter", "summer", "spring", "autumn"]);
const year = /^(?:19|20)\d\d$/;
const gap = /^[\s‐–-]{1,2}$/u;
const unitGap = /^[\s‐–-]{0,2}$/u;

/**
 * What the word at `index` is by its neighbours. `sure`: hardly anybody's. `supposed`: a word that people write with a capital
 * where somebody is called so.
 */
export function setPhraseAt(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): "sure" | "supposed" | "none" {
  const [previous, word, next] = [
    tokens[index - 1],
    tokens[index],
    tokens[index + 1],
  ];
  if (word === undefined) return "none";
  const name = word.folded;
  const toPrevious =
    previous === undefined ? "." : text.slice(previous.end, word.start);
  const toNext = next === undefined ? "." : text.slice(word.end, next.start);
  const isUnit =
    units.has(name) &&
    unitGap.test(toPrevious) &&
    /^\d{1,2}$/.test(previous?.folded ?? "");
  const isPhrase =
    isUnit ||
    (gap.test(toPrevious) && isIn(before, name, previous)) ||
    (gap.test(toNext) &&
      (isIn(behind, name, next) ||
        (seasons.has(name) && year.test(next?.folded ?? ""))));
  if (!isPhrase) return "none";
  return isCalling(name) ? "supposed" : "sure";
}

function isIn(
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  name: string,
  token: TextToken | undefined,
): boolean {
  return neighbours.get(name)?.has(token?.folded ?? "") === true;
}

function phrases(
  rows: readonly (readonly [string, string])[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    rows.map(([word, neighbours]) => [word, new Set(neighbours.split(/\s+/))]),
  );
}
