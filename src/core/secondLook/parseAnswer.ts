// Reads an answer of X-Raydar, whose form is not documented (contract section 5.1).
//
// Invariants:
// 1. A label that is missing or has no usable value is null, never 0.
// 2. What is not understood is refused as a whole; nothing is guessed from the order of numbers or their scale.
import {
  findingLabels,
  labelOf,
  nonFindingLabels,
} from "../../shared/secondLookLabels.ts";
import type {
  LookProbability,
  NotUnderstoodReason,
} from "../../shared/secondLook.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { moreFields } from "../../shared/messages/secondLookWords.ts";
import { jsonOf } from "./answerJson.ts";
import { labelledValues, type LabelledValues } from "./labelledValues.ts";

/** Fewer known findings are no reading. */
export const leastFindings = 30;

/** An answer that was understood. */
export interface Reading {
  readonly urgency: string | null;
  readonly probabilities: readonly LookProbability[];
  readonly otherFields: readonly {
    readonly name: string;
    readonly value: string;
  }[];
}

/** Why there is no reading: a form that is not understood, or a message in its place. */
export type NoReading =
  | {
      readonly kind: "notUnderstood";
      readonly reason: NotUnderstoodReason;
    }
  | { readonly kind: "message"; readonly text: string };

/** The reading in the body of an answer with status 200. */
export function parseAnswer(body: string): Result<Reading, NoReading> {
  const text = body.trim();
  if (text === "") return notUnderstood({ kind: "blank" });
  if (text.startsWith("<")) return notUnderstood({ kind: "html" });
  const json = jsonOf(text);
  if (json === undefined) return notUnderstood({ kind: "notJson" });
  const values = labelledValues(json);
  if (!values.ok)
    return "text" in values.failure
      ? failed({ kind: "message", text: values.failure.text })
      : notUnderstood(values.failure);
  return readingOf(values.value, json);
}

function notUnderstood(reason: NotUnderstoodReason): Result<never, NoReading> {
  return failed({ kind: "notUnderstood", reason });
}

/** What was said of one label. */
interface Said {
  readonly name: string;
  readonly value: number | null;
}

function readingOf(
  { pairs, others }: LabelledValues,
  json: unknown,
): Result<Reading, NoReading> {
  const said = new Map<string, Said>();
  const doubled = new Set<string>();
  const unknown: (readonly [string, unknown])[] = [];
  for (const [name, given] of pairs) {
    const label = labelOf(name);
    if (label === null) {
      unknown.push([name, given]);
      continue;
    }
    const value = numberOf(given);
    if (value !== null && value > 1)
      return notUnderstood({ kind: "scaleUnknown" });
    if (said.has(label) && said.get(label)?.value !== value) doubled.add(label);
    said.set(label, { name, value });
  }
  // Two spellings of one label that say different things say nothing.
  for (const label of doubled) said.set(label, { name: label, value: null });
  const matched = findingLabels.filter(
    ({ key }) => (said.get(key)?.value ?? null) !== null,
  ).length;
  if (matched < leastFindings)
    return notUnderstood(
      said.size === 0
        ? { kind: "noLabels" }
        : { kind: "tooFewLabels", matched },
    );
  return success({
    urgency: urgencyIn(json),
    probabilities: [
      ...findingLabels.map(({ key }) => probability(key, said.get(key))),
      ...[...nonFindingLabels.keys()]
        .filter((key) => said.has(key))
        .map((key) => probability(key, said.get(key))),
    ],
    otherFields: fieldsOf(
      [...unknown, ...others].filter(([name]) => name !== urgencyKey),
    ),
  });
}

/** So many are kept; where there are more, the last of them says how many. */
const mostFields = 50;

function fieldsOf(
  fields: readonly (readonly [string, unknown])[],
): Reading["otherFields"] {
  const isWhole = fields.length <= mostFields;
  const kept = fields.slice(0, isWhole ? mostFields : mostFields - 1);
  return [
    ...kept.map(([name, value]) => ({
      name: name.slice(0, 100),
      value: shortText(value),
    })),
    ...(isWhole ? [] : [moreFields(fields.length - kept.length)]),
  ];
}

function probability(label: string, said: Said | undefined): LookProbability {
  return {
    label,
    name: said?.name.slice(0, 100) ?? "",
    probability: said?.value ?? null,
  };
}

/** A probability as given, or one above 1 that the caller refuses; null for everything that is no number of this kind. */
function numberOf(given: unknown): number | null {
  const value =
    typeof given === "string" && decimal.test(given.trim())
      ? Number(given)
      : given;
  return typeof value === "number" && Number.isFinite(value) && value >= 0
    ? value
    : null;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const urgencyKey = "AI_urgency";

function urgencyIn(json: unknown): string | null {
  if (typeof json !== "object" || json === null || !(urgencyKey in json))
    return null;
  const urgency = json[urgencyKey];
  return typeof urgency === "string" && urgency.trim() !== ""
    ? urgency.trim().slice(0, 100)
    : null;
}

function shortText(value: unknown): string {
  // JSON that was parsed has a text; what was undefined in it has none.
  const text =
    typeof value === "string"
      ? value
      : (JSON.stringify(value) as string | undefined);
  return (text ?? "").slice(0, 200);
}
