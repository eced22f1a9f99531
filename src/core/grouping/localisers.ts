// Tells localisers (scouts, topograms, surveys) from the images they serve to plan.
import type { InstanceHeader } from "../model/instanceHeader.ts";

const localiserWords =
  /(^|[^a-z])(loc|locs|locali[sz]ers?|locali[sz]ation|scouts?|topogram|topo|surview|survey|scanogram|pilot|3[ -]?plane?)([^a-z]|$)/i;

/** A localiser by Image Type (PS3.3 C.8.2.1.1.1, C.8.3.1.1.1), or by a usual word in the description of a CT or MR series. */
export function isLocaliser(header: InstanceHeader): boolean {
  return (
    header.imageType.some((value) => /^LOCALI[SZ]ER$/i.test(value)) ||
    ((header.modality === "CT" || header.modality === "MR") &&
      localiserWords.test(header.seriesDescription.replaceAll("_", " ")))
  );
}
