// What happens to the attributes of images, counted: those of a stack are mostly treated alike, and then share one list.
import { keywordOf, tagText } from "../core/dicom/dictionary.ts";
import type { TagAction } from "../core/deid/tagAction.ts";
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
const places = actions.length * deidRules.length;

const actionPlaces = new Map(
  actions.map((action, index) => [action, index * deidRules.length]),
);
const rulePlaces = new Map(deidRules.map((rule, index) => [rule, index]));

/** Tag, action and rule in one number: thousands of images with hundreds of attributes each pass through. */
function keyOf({ tag, action, rule }: TagAction): number {
  const place = (actionPlaces.get(action) ?? 0) + (rulePlaces.get(rule) ?? 0);
  return tag * places + place;
}

/** Counts the actions of one image after the other. */
export class ActionSets {
  #last: {
    readonly taken: readonly TagAction[];
    readonly keys: Float64Array;
    readonly counts: readonly ActionCount[];
  } | null = null;

  /** Ascending by tag; the very list of the image before where that was treated alike. */
  of(taken: readonly TagAction[]): readonly ActionCount[] {
    if (this.#last !== null && areSame(this.#last.taken, taken))
      return this.#last.counts;
    const keys = new Float64Array(taken.length);
    taken.forEach((action, index) => {
      keys[index] = keyOf(action);
    });
    keys.sort();
    const last = this.#last;
    const isSame =
      last?.keys.length === keys.length &&
      last.keys.every((key, index) => key === keys[index]);
    const counts = isSame ? last.counts : counted(keys);
    this.#last = { taken, keys, counts };
    return counts;
  }
}

/** True of the same actions in the same order, as images of one stack have them. */
function areSame(
  these: readonly TagAction[],
  those: readonly TagAction[],
): boolean {
  return (
    these.length === those.length &&
    these.every(({ tag, action, rule }, index) => {
      const other = those[index];
      return (
        tag === other?.tag && action === other.action && rule === other.rule
      );
    })
  );
}

function counted(keys: Float64Array): readonly ActionCount[] {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].flatMap(([key, count]) => {
    const place = key % places;
    const action = actions[Math.floor(place / deidRules.length)];
    const rule = deidRules[place % deidRules.length];
    const tag = Math.floor(key / places);
    return action === undefined || rule === undefined
      ? []
      : [{ tag, action, rule, count }];
  });
}

/** Gives equal lists from many jobs one list with names, for the window and the report. */
export class NamedActionSets {
  readonly #named = new Map<string, readonly TagActionCount[]>();
  readonly #known = new WeakMap<
    readonly ActionCount[],
    readonly TagActionCount[]
  >();

  of(counts: readonly ActionCount[]): readonly TagActionCount[] {
    const known = this.#known.get(counts);
    if (known !== undefined) return known;
    const key = JSON.stringify(counts);
    const named = this.#named.get(key) ?? counts.map(withNames);
    this.#named.set(key, named);
    this.#known.set(counts, named);
    return named;
  }
}

function withNames({ tag, ...counted }: ActionCount): TagActionCount {
  return { ...counted, tag: tagText(tag), keyword: keywordOf(tag) };
}
