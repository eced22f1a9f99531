// Words for files that name several patients, where no window asks about them.
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for files of so many patients, as far as names, numbers and birth dates tell. */
export function severalPatientsWords(count: number): Words {
  return {
    title: `The files are perhaps of ${countOf(count, "patient")}`,
    why: "Names, numbers or birth dates in them differ; one patient may be spelt in two ways, or two may share a number.",
    whatNext:
      "Make sure before you send them as one case, and take the files of one patient at a time if they are several.",
  };
}
