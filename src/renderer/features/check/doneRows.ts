// What was done to a case, in lines: pixels, text, free text, and attributes by rule.
import {
  pixelTreatmentNames,
  tagActionNames,
} from "../../../shared/messages/deidReportWords.ts";
import { deidRuleWords } from "../../../shared/messages/deidRuleWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import { pixelTreatments } from "../../../shared/stackFacts.ts";
import type { PreparationView, StackView } from "../../../shared/snapshot.ts";

type Ready = PreparationView & { readonly kind: "ready" };

/** A line for each thing that was done to pixels. */
export function pixelLines({ stacks }: Ready): readonly string[] {
  return pixelTreatments.flatMap((treatment) => {
    const count = stacks.reduce(
      (sum, { pixels }) => sum + (pixels[treatment] ?? 0),
      0,
    );
    return count === 0
      ? []
      : [`${countOf(count, "image")} ${pixelTreatmentNames[treatment]}`];
  });
}

/** What the search for text in the pixels of these stacks came to. */
export function textLines(stacks: readonly StackView[]): readonly string[] {
  const states = stacks.map(({ text }) => text.state);
  const findings = stacks
    .flatMap(({ text }) => text.findings)
    .filter(({ rank }) => rank !== "technical");
  const looked = states.reduce(
    (sum, state) => sum + (state.kind === "looked" ? state.lookedImages : 0),
    0,
  );
  const unseen = states.reduce(
    (sum, state) => sum + (state.kind === "looked" ? state.unseenImages : 0),
    0,
  );
  const unsearched = states.filter(({ kind }) => kind !== "looked").length;
  const withStatus = (wanted: "masked" | "accepted" | "open") =>
    findings.filter(({ status }) => status.kind === wanted).length;
  return [
    `${countOf(looked, "image")} searched for text`,
    ...(withStatus("masked") > 0
      ? [`${countOf(withStatus("masked"), "place")} masked`]
      : []),
    ...(withStatus("accepted") > 0
      ? [`${countOf(withStatus("accepted"), "place")} accepted`]
      : []),
    ...(withStatus("open") > 0
      ? [`${countOf(withStatus("open"), "place")} undecided`]
      : []),
    ...(unseen > 0
      ? [`${countOf(unseen, "image")} that nobody could look at`]
      : []),
    ...(unsearched > 0
      ? [`${countOf(unsearched, "stack")} that nobody has looked through yet`]
      : []),
  ];
}

/** One rule, with how many attributes it met and what it did. */
export interface RuleRow {
  readonly action: string;
  readonly rule: string;
  readonly attributes: number;
}

/** Attributes by action and rule: what was removed first, and the most frequent rules first. */
export function ruleRows({ stacks }: Ready): readonly RuleRow[] {
  const order = ["removed", "emptied", "replaced", "added", "kept"] as const;
  const tags = new Map<string, Set<string>>();
  const words = new Map<string, Omit<RuleRow, "attributes">>();
  for (const action of order)
    for (const row of stacks.flatMap(({ actions }) => actions)) {
      if (row.action !== action) continue;
      const key = `${action} ${row.rule}`;
      tags.set(key, (tags.get(key) ?? new Set()).add(row.tag));
      words.set(key, {
        action: tagActionNames[action],
        rule: deidRuleWords(row.rule),
      });
    }
  const rows = [...words].map(([key, row]) => ({
    ...row,
    attributes: tags.get(key)?.size ?? 0,
  }));
  const rank = (row: RuleRow) =>
    order.findIndex((action) => tagActionNames[action] === row.action);
  return rows.sort((a, b) => rank(a) - rank(b) || b.attributes - a.attributes);
}
