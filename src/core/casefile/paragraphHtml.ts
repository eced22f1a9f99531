// What is stored of a text to the HTML subset of the contract (contract section 4).
import { contractHtml } from "../../shared/richText.ts";

/** Paragraphs, lists and marks with escaped text; plain text is told by its blank lines. Empty text gives an empty string. */
export function paragraphHtml(stored: string): string {
  return contractHtml(stored);
}
