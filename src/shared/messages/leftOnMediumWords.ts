// Words for files that could not be copied from a slow or removable medium while it was read.
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for so many files. */
export function leftOnMediumWords(count: number): Words {
  return {
    title: `${countOf(count, "file")} ${count === 1 ? "is" : "are"} still only on the disc, stick or share`,
    why: "This computer's disk has too little room for a copy, or the medium did not give the whole file.",
    whatNext: "Leave it connected until the images are prepared.",
  };
}
