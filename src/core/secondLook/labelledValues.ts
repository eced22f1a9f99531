// Finds in an answer the part that gives labels their values, whichever of the likely forms it has (contract section 5.1, step 3).
import { failed, success, type Result } from "../../shared/result.ts";
import { labelOf } from "../../shared/secondLookLabels.ts";

type Pair = readonly [name: string, value: unknown];

/** Labels with what was given for each, and what stood around them. */
export interface LabelledValues {
  readonly pairs: readonly Pair[];
  readonly others: readonly Pair[];
}

/** No labels: numbers without names, nothing of the kind, or a message in their place. */
export type NoLabels =
  | { readonly kind: "bareNumbers" }
  | { readonly kind: "noLabels" }
  | { readonly kind: "message"; readonly text: string };

/** First hit wins. */
const wrappers = [
  "AI_prediction",
  "prediction",
  "predictions",
  "probabilities",
  "results",
  "report",
  "findings",
  "labels",
];
const messageKeys = ["error", "message", "detail"];
const nameKeys = ["name", "label", "finding", "class", "key", "abnormality"];
const numberKeys = [
  "probability",
  "prob",
  "score",
  "confidence",
  "value",
  "prediction",
  "p",
];

/** The labelled values of a parsed answer; a message where there is one, and no label (step 8). */
export function labelledValues(
  json: unknown,
): Result<LabelledValues, NoLabels> {
  if (Array.isArray(json)) return fromArray(json, []);
  const object = recordOf(json);
  if (object === null) return failed({ kind: "noLabels" });
  const wrapped = wrappedValues(object);
  // Numbers without names are refused, whatever stands beside them.
  if (wrapped?.ok === false && wrapped.failure.kind === "bareNumbers")
    return wrapped;
  if (wrapped?.ok === true && hasLabel(wrapped.value.pairs)) return wrapped;
  const pairs = Object.entries(object);
  if (hasLabel(pairs)) return success({ pairs, others: [] });
  const text = messageIn(object);
  return failed(
    text === null ? { kind: "noLabels" } : { kind: "message", text },
  );
}

function hasLabel(pairs: readonly Pair[]): boolean {
  return pairs.some(([name]) => labelOf(name) !== null);
}

/** What the first wrapper holds; null if there is none. */
function wrappedValues(
  object: Readonly<Record<string, unknown>>,
): Result<LabelledValues, NoLabels> | null {
  for (const wrapper of wrappers) {
    const inner = object[wrapper];
    if (typeof inner !== "object" || inner === null) continue;
    const others = Object.entries(object).filter(([key]) => key !== wrapper);
    if (Array.isArray(inner)) return fromArray(inner, others);
    return success({ pairs: Object.entries(inner), others });
  }
  return null;
}

function fromArray(
  items: readonly unknown[],
  others: readonly Pair[],
): Result<LabelledValues, NoLabels> {
  const isNumber = (item: unknown) =>
    item === null ||
    typeof item === "number" ||
    (typeof item === "string" && item.trim() !== "" && !isNaN(Number(item)));
  if (items.length > 0 && items.every(isNumber))
    return failed({ kind: "bareNumbers" });
  const pairs = items.map(pairOf);
  if (items.length === 0 || pairs.includes(null))
    return failed({ kind: "noLabels" });
  return success({ pairs: pairs.filter((pair) => pair !== null), others });
}

/** `[label, number]`, or an object with a name-like and a number-like property. */
function pairOf(item: unknown): Pair | null {
  if (Array.isArray(item)) {
    const [name, value] = item as readonly unknown[];
    return item.length === 2 && typeof name === "string" ? [name, value] : null;
  }
  const object = recordOf(item);
  if (object === null) return null;
  const name = nameKeys
    .map((key) => object[key])
    .find((value) => typeof value === "string");
  const numberKey = numberKeys.find((key) => key in object);
  return name === undefined || numberKey === undefined
    ? null
    : [name, object[numberKey]];
}

function messageIn(object: Readonly<Record<string, unknown>>): string | null {
  for (const key of messageKeys) {
    const value = object[key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "object" && value !== null)
      return JSON.stringify(value);
  }
  return null;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? // Any object has string keys; what they hold is looked at one by one.
      (value as Readonly<Record<string, unknown>>)
    : null;
}
