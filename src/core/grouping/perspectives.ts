// Suggests the "perspective" of a stack for the site's form, from the closed lists of the contract only.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { Stack } from "../model/stack.ts";
import { isProjection } from "./objectTypes.ts";
import { seriesWords } from "./seriesWords.ts";

type ViewPatterns = readonly (readonly [RegExp, string])[];

/** View Position of radiographs (PS3.3 C.8.1.2). Decubitus views (LLD, RLD) say how the patient lies, not how the image looks. */
const radiographViews: ViewPatterns = [
  [/^(AP|PA)$/, "Frontal"],
  [/^(LL|RL|LAT|LATERAL)$/, "Lateral"],
  [/^(RLO|LLO|RAO|LAO|RPO|LPO|OBL|OBLIQUE)$/, "Oblique"],
];

/** The same in the words of a series, where View Position is missing. */
const radiographWords: ViewPatterns = [
  [/\b(AP|PA|FRONTAL|FACE)\b/, "Frontal"],
  [/\b(LAT|LATERAL|SEITLICH|PROFIL)\b/, "Lateral"],
  [/\b(OBL|OBLI|OBLIQUE|SCHR[ÄA]E?G)\b/, "Oblique"],
];

/** View Position of mammograms (PS3.16 CID 4014, by their usual codes). */
const mammogramViews: ViewPatterns = [
  [/^[LR]?X?CC(L|M|ID)?$/, "CC"],
  [/^[LR]?MLO(ID)?$/, "MLO"],
  [/^[LR]?(ML|LM)(ID)?$/, "Lateral"],
];

/** The plane of slices, the view of a radiograph or mammogram; empty where the header does not tell. */
export function suggestPerspective(stack: Stack): string {
  const header = stack.images[0]?.instance.header;
  if (stack.plane !== null) return stack.plane;
  return header === undefined || !isProjection(header) ? "" : viewOf(header);
}

function viewOf(header: InstanceHeader): string {
  const view = header.viewPosition.toUpperCase();
  if (header.modality === "MG") return onlyMatch(mammogramViews, view);
  return view === ""
    ? onlyMatch(radiographWords, seriesWords(header))
    : onlyMatch(radiographViews, view);
}

/** Words of several views (`AP and lateral`) say nothing of one stack. */
function onlyMatch(patterns: ViewPatterns, text: string): string {
  const matches = patterns.filter(([pattern]) => pattern.test(text));
  return matches.length === 1 ? (matches[0]?.[1] ?? "") : "";
}
