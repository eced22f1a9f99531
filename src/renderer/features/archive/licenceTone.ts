// How a licence is coloured: green may be published, amber asks something, red may not.
import type { LicenceVerdict } from "../../../shared/archive.ts";
import { canBeResolved } from "../../../shared/messages/publicArchiveWords.ts";

/** Tone of a badge. */
export function licenceTone(verdict: LicenceVerdict): "good" | "warn" | "bad" {
  if (verdict.kind === "attribution") return "good";
  if (verdict.kind === "nonCommercial" || canBeResolved(verdict.reason))
    return "warn";
  return "bad";
}
