// Sums what was done to attributes over images.
import type { TagActionCount } from "../../shared/snapshot.ts";
import type { ImageTreatment } from "../ports/preparer.ts";

/** One count for each attribute, action and rule, ascending by tag. Images that were treated alike share a list, which is counted once. */
export function summedActions(
  treatments: readonly ImageTreatment[],
): readonly TagActionCount[] {
  const times = new Map<readonly TagActionCount[], number>();
  for (const { actions } of treatments)
    times.set(actions, (times.get(actions) ?? 0) + 1);
  const sums = new Map<string, TagActionCount>();
  for (const [actions, images] of times)
    for (const each of actions) {
      const key = `${each.tag} ${each.action} ${each.rule}`;
      const count = (sums.get(key)?.count ?? 0) + each.count * images;
      sums.set(key, { ...each, count });
    }
  return [...sums.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1));
}
