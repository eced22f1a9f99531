// Sums what happens to attributes over many images.
import type { Tag } from "../core/dicom/dataSet.ts";
import { keywordOf, tagText } from "../core/dicom/dictionary.ts";
import type { TagActionCount } from "../shared/snapshot.ts";
import type { ActionCount } from "./prepareJobs.ts";

const actions: readonly TagActionCount["action"][] = [
  "kept",
  "emptied",
  "replaced",
  "removed",
  "added",
];

/** A running sum per tag and action. */
export class ActionCounts {
  /** By tag and place of the action, in one number: thousands of images with hundreds of attributes each pass through. */
  readonly #counts = new Map<number, number>();

  add(tag: Tag, action: TagActionCount["action"], count = 1): void {
    const key = tag * actions.length + actions.indexOf(action);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** Ascending by tag. */
  counts(): readonly ActionCount[] {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .flatMap(([key, count]) => {
        const action = actions[key % actions.length];
        const tag = Math.floor(key / actions.length);
        return action === undefined ? [] : [{ tag, action, count }];
      });
  }

  /** The same with names, for the window and the report. */
  named(): readonly TagActionCount[] {
    return this.counts().map(({ tag, action, count }) => ({
      tag: tagText(tag),
      keyword: keywordOf(tag),
      action,
      count,
    }));
  }
}
