// Words for files that a DICOMDIR names and that were not found.
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for so many missing files. */
export function missingFilesWords(count: number): Words {
  const files = countOf(count, "file");
  return {
    title: `${files} named in the DICOMDIR ${count === 1 ? "was" : "were"} not found`,
    why: "The DICOMDIR is the list of a disc's files; the copy may be incomplete, or the disc was written that way.",
    whatNext:
      "If images are missing, copy the whole disc again or ask for a new one.",
  };
}
