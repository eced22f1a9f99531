// Words for files that a disc's directory names and that are not there.
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for so many missing files. */
export function missingFilesWords(count: number): Words {
  const files = countOf(count, "file");
  return {
    title: `${files} named in the DICOMDIR ${count === 1 ? "is" : "are"} not on the disc`,
    why: "The directory of the disc lists files that were not found; the copy may be incomplete, or the disc was written that way.",
    whatNext:
      "If images are missing, copy the whole disc again or ask for a new one.",
  };
}
