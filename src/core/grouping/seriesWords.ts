// The scanner's own words about a series, made ready for matching. Only ever matched, never copied: they may hold a name.
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

/** Description, protocol and pulse sequence in capitals: words and the signs + * / between single spaces. */
export function seriesWords(header: InstanceHeader): string {
  return [header.seriesDescription, header.protocolName, header.sequenceName]
    .join(" | ")
    .toUpperCase()
    .replaceAll("+", " + ")
    .replaceAll(/[^\p{L}\p{N}+*/|]+/gu, " ");
}

/** True if contrast was given: by the phase its images state, by Contrast/Bolus Agent, or by the words of the series. */
export function hasContrast(
  header: InstanceHeader,
  phase: ContrastPhase | null,
): boolean {
  if (phase !== null) return phase !== "unenhanced";
  if (header.contrast.isGiven === true) return true;
  return /(^| )(C \+|\+ C|\+ GD|GD|GAD\w*|POST (C|CON\w*|GD|GAD\w*)|KM|CE|WITH CONTRAST)( |$)/.test(
    seriesWords(header),
  );
}
