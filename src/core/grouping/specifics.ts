// Suggests a stack's "specifics" for the site's form, from the closed list of the contract only.
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { ctSpecifics } from "./ctSpecifics.ts";
import { mrSpecifics } from "./mrSpecifics.ts";

/** A suggestion of `specificsSuggestions`, or empty where the header does not tell. `phase`: what sets the stack apart from others of its series. */
export function suggestSpecifics(
  header: InstanceHeader,
  phase: ContrastPhase | null,
): string {
  const stated = phase ?? header.contrast.phase;
  if (header.modality === "CT") return ctSpecifics(header, stated);
  return header.modality === "MR" ? mrSpecifics(header, stated) : "";
}
