// Rows of the tag report: sums, search and filter.
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { deidRuleWords } from "../../../shared/messages/deidRuleWords.ts";
import { attributeName } from "../../../shared/messages/tags.ts";
import type { TagActionCount } from "../../../shared/snapshot.ts";

type TagAction = TagActionCount["action"];

/** How each action is marked: what stays is what one has to look at. */
export const actionTones = {
  kept: "accent",
  emptied: "quiet",
  replaced: "quiet",
  removed: "quiet",
  added: "good",
} as const satisfies Record<TagAction, string>;

/** The actions to choose from; empty for all of them. */
export const actionItems: readonly {
  readonly value: TagAction | "";
  readonly label: string;
}[] = [
  { value: "", label: "Every action" },
  ...(["kept", "replaced", "emptied", "removed", "added"] as const).map(
    (action) => ({ value: action, label: tagActionNames[action] }),
  ),
];

/** Sums the reports of several stacks by tag, action and rule; in the order of the tags. */
export function sumActions(
  reports: readonly (readonly TagActionCount[])[],
): readonly TagActionCount[] {
  const sums = new Map<string, TagActionCount>();
  for (const row of reports.flat()) {
    const key = `${row.tag} ${row.action} ${row.rule}`;
    const known = sums.get(key);
    sums.set(key, { ...row, count: row.count + (known?.count ?? 0) });
  }
  return [...sums.values()].sort(
    (one, other) =>
      one.tag.localeCompare(other.tag) ||
      one.action.localeCompare(other.action) ||
      one.rule.localeCompare(other.rule),
  );
}

/** Rows whose name, rule or tag contains the text (the tag with or without parentheses and comma), and whose action fits. */
export function filterRows(
  rows: readonly TagActionCount[],
  wanted: { readonly searched: string; readonly action: TagAction | "" },
): readonly TagActionCount[] {
  const text = wanted.searched.trim().toLowerCase();
  const digits = text.replace(/[(),\s]/g, "");
  return rows.filter(
    (row) =>
      (wanted.action === "" || row.action === wanted.action) &&
      (attributeName(row).toLowerCase().includes(text) ||
        deidRuleWords(row.rule).toLowerCase().includes(text) ||
        (digits !== "" && row.tag.toLowerCase().includes(digits))),
  );
}

/** How many attributes met each action, for the summary line; absent actions are left out. */
export function countActions(
  rows: readonly Pick<TagActionCount, "tag" | "action">[],
): readonly { readonly action: TagAction; readonly tags: number }[] {
  const order: readonly TagAction[] = [
    "kept",
    "replaced",
    "emptied",
    "removed",
    "added",
  ];
  return order
    .map((action) => ({
      action,
      tags: new Set(
        rows.filter((row) => row.action === action).map(({ tag }) => tag),
      ).size,
    }))
    .filter(({ tags }) => tags > 0);
}
