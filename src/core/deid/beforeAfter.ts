// Compares an original with its de-identified copy, attribute by attribute, for the screen. Pure.
//
// Both sides are read from bytes: what is shown as "after" is what is sent, not what was planned.
import type { BeforeAfterRow } from "../../shared/beforeAfter.ts";
import { countOf } from "../../shared/messages/quantities.ts";
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import {
  decodedTextOf,
  numbersOf,
  valueBytesOf,
  valueContextOf,
  type ValueContext,
} from "../dicom/elementValues.ts";

/** Characters of a value that are shown; more would only be scrolled past. */
const shownCharacters = 2000;

/** Values of these are read as numbers (PS3.5 6.2). */
const numberVRs = new Set([
  ...["US", "SS", "UL", "SL", "UV", "SV"],
  ...["FL", "FD"],
]);
/** Values of these are shown as their size. */
const binaryVRs = new Set([
  ...["OB", "OD", "OF", "OL", "OV", "OW"],
  ...["UN", "AT"],
]);

/** All attributes of both, file meta first, in the order of their tags. Pixel Data is not among them. */
export function beforeAndAfter(
  original: DicomDataSet,
  copy: DicomDataSet,
): readonly BeforeAfterRow[] {
  const before = valuesOf(original);
  const after = valuesOf(copy);
  const all = [...new Set([...before.keys(), ...after.keys()])];
  return all
    .sort((one, other) => one - other)
    .map((tag) => rowOf(tag, before.get(tag), after.get(tag)));
}

interface ShownText {
  readonly text: string;
  /** The whole value, to be compared. */
  readonly exact: string;
}

interface ShownValue extends ShownText {
  readonly vr: string;
}

function rowOf(
  tag: Tag,
  before: ShownValue | undefined,
  after: ShownValue | undefined,
): BeforeAfterRow {
  return {
    tag: tagText(tag).toUpperCase(),
    keyword: keywordOf(tag),
    vr: before?.vr ?? after?.vr ?? "UN",
    before: before?.text ?? null,
    after: after?.text ?? null,
    action: actionOf(before, after),
  };
}

function actionOf(
  before: ShownValue | undefined,
  after: ShownValue | undefined,
): BeforeAfterRow["action"] {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  if (before.exact === after.exact) return "kept";
  return after.text === "" ? "emptied" : "replaced";
}

/** The first element of each tag, as readers take it. */
function valuesOf(dataSet: DicomDataSet): ReadonlyMap<Tag, ShownValue> {
  const context = valueContextOf(dataSet);
  // File meta is explicit VR little endian, whatever the data set is (PS3.10 7.1).
  const metaContext = { ...context, isBigEndian: false };
  const values = new Map<Tag, ShownValue>();
  const add = (element: DicomElement, own: ValueContext) => {
    if (!values.has(element.tag))
      values.set(element.tag, {
        vr: element.vr,
        ...valueOf(element, own),
      });
  };
  for (const element of dataSet.meta) add(element, metaContext);
  for (const element of dataSet.elements) add(element, context);
  return values;
}

function valueOf(element: DicomElement, context: ValueContext): ShownText {
  const { items, valueLength, vr } = element;
  if (items !== undefined) return sequenceOf(items, context);
  if (valueLength === 0) return same("");
  // Too large to be read, so told apart by its size alone.
  if (element.isValueLoaded === false)
    return same(countOf(valueLength, "byte"));
  if (binaryVRs.has(vr))
    return {
      text: countOf(valueLength, "byte"),
      exact: Buffer.from(valueBytesOf(element, context.bytes)).toString("hex"),
    };
  const exact = numberVRs.has(vr)
    ? numbersOf(element, context).join("\\")
    : decodedTextOf(element, context).text;
  if (exact.length <= shownCharacters) return same(exact);
  return { text: `${exact.slice(0, shownCharacters)}…`, exact };
}

/** Told by its size, compared by everything in it. */
function sequenceOf(
  items: readonly (readonly DicomElement[])[],
  context: ValueContext,
): ShownText {
  const values = items.map((item) =>
    item.map(
      (element) => [element.tag, valueOf(element, context).exact] as const,
    ),
  );
  const attributes = values.flat().length;
  return {
    text: [
      countOf(items.length, "item"),
      ...(attributes > 0 ? [countOf(attributes, "attribute")] : []),
    ].join(", "),
    exact: JSON.stringify(values),
  };
}

function same(text: string): ShownText {
  return { text, exact: text };
}
