// Suggests a stack's "specifics" for the site's form, from the closed list of the contract only.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { ctSpecifics } from "./ctSpecifics.ts";
import { mrSpecifics } from "./mrSpecifics.ts";

/** A suggestion of `specificsSuggestions`, or empty where the header does not tell. */
export function suggestSpecifics(header: InstanceHeader): string {
  if (header.modality === "CT") return ctSpecifics(header);
  return header.modality === "MR" ? mrSpecifics(header) : "";
}
