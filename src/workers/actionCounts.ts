// Sums what happens to attributes over many images.
import { keywordOf, tagText } from "../core/dicom/dictionary.ts";
import { deidRules } from "../shared/deidRule.ts";
import type { TagActionCount } from "../shared/snapshot.ts";
import type { ActionCount } from "./prepareJobs.ts";

const actions: readonly TagActionCount["action"][] = [
  "kept",
  "emptied",
  "replaced",
  "removed",
  "added",
];

/** A running sum per tag, action and rule. */
export class ActionCounts {
  /** By tag and places of action and rule, in one number: thousands of images with hundreds of attributes each pass through. */
  readonly #counts = new Map<number, number>();

  add({ tag, action, rule }: Omit<ActionCount, "count">, count = 1): void {
    const place =
      actions.indexOf(action) * deidRules.length + deidRules.indexOf(rule);
    const key = tag * actions.length * deidRules.length + place;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** Ascending by tag. */
  counts(): readonly ActionCount[] {
    const places = actions.length * deidRules.length;
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .flatMap(([key, count]) => {
        const place = key % places;
        const action = actions[Math.floor(place / deidRules.length)];
        const rule = deidRules[place % deidRules.length];
        const tag = Math.floor(key / places);
        return action === undefined || rule === undefined
          ? []
          : [{ tag, action, rule, count }];
      });
  }

  /** The same with names, for the window and the report. */
  named(): readonly TagActionCount[] {
    return this.counts().map(({ tag, action, rule, count }) => ({
      tag: tagText(tag),
      keyword: keywordOf(tag),
      action,
      rule,
      count,
    }));
  }
}
