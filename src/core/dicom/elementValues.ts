// Values of data elements: text, numbers and UIDs out of the bytes that were read.
import {
  characterSetOf,
  decodeText,
  textReadings,
  type CharacterSet,
  type DecodedText,
} from "./characterSets.ts";
import type { DicomDataSet, DicomElement, Tag } from "./dataSet.ts";
import { dictionaryVR } from "./dictionary.ts";
import * as tags from "./generated/tags.ts";

/** What is needed to read values of one data set. */
export interface ValueContext {
  readonly bytes: Uint8Array;
  readonly isBigEndian: boolean;
  readonly characterSet: CharacterSet;
}

/** Context for the top-level elements of a data set, with the character set they declare. */
export function valueContextOf(dataSet: DicomDataSet): ValueContext {
  const { bytes, elements, encoding } = dataSet;
  const declared = findElement(elements, tags.SpecificCharacterSet);
  return {
    // As a Buffer, so that text is taken from it without a new view each time.
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    isBigEndian: encoding.isBigEndian,
    characterSet: characterSetOf(asciiTextsOf(declared, bytes)),
  };
}

/** The first element of a tag; null if there is none. */
export function findElement(
  elements: readonly DicomElement[],
  tag: Tag,
): DicomElement | null {
  for (const element of elements) if (element.tag === tag) return element;
  return null;
}

/** Bytes of the value; none if it is absent, was passed over or is a sequence. */
export function valueBytesOf(
  element: DicomElement | null,
  bytes: Uint8Array,
): Uint8Array {
  if (!hasValue(element)) return new Uint8Array(0);
  const { valueOffset, valueLength } = element;
  return bytes.subarray(valueOffset, valueOffset + valueLength);
}

/** The whole value as text, without padding; backslashes stay. Empty if absent. */
export function decodedTextOf(
  element: DicomElement | null,
  context: ValueContext,
): DecodedText {
  if (!hasValue(element)) return { text: "", isAsDeclared: true };
  const bytes = valueBytesOf(element, context.bytes);
  const decoded = decodeText(bytes, context.characterSet);
  return { ...decoded, text: trimmed(decoded.text) };
}

/** Every text that the whole value may be, the likeliest first; more than one where its character set is not as declared. */
export function textReadingsOf(
  element: DicomElement | null,
  context: ValueContext,
): readonly string[] {
  if (!hasValue(element)) return [];
  const bytes = valueBytesOf(element, context.bytes);
  return textReadings(bytes, context.characterSet).map(trimmed);
}

/** First value of a text that knows only the default characters: UI, CS, DA, TM, AS, AE, IS, DS. */
export function asciiTextOf(
  element: DicomElement | null,
  bytes: Uint8Array,
): string {
  const text = latin1TextOf(element, bytes);
  const end = text.indexOf("\\");
  return end < 0 ? text : trimmed(text.slice(0, end));
}

/** All values of such a text. */
export function asciiTextsOf(
  element: DicomElement | null,
  bytes: Uint8Array,
): readonly string[] {
  const text = latin1TextOf(element, bytes);
  return text === "" ? [] : text.split("\\").map(trimmed);
}

function latin1TextOf(element: DicomElement | null, bytes: Uint8Array): string {
  if (!hasValue(element)) return "";
  const { valueOffset, valueLength } = element;
  const buffer =
    bytes instanceof Buffer
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return trimmed(
    buffer.toString("latin1", valueOffset, valueOffset + valueLength),
  );
}

/** False if the value is absent, empty, was passed over or is a sequence. */
function hasValue(element: DicomElement | null): element is DicomElement {
  return (
    element !== null &&
    element.valueLength > 0 &&
    element.isValueLoaded !== false &&
    element.items === undefined
  );
}

/** Without leading spaces, and without the trailing spaces and zeros that pad a value (PS3.5 6.2). */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end -= 1;
  while (start < end && isPadding(text.charCodeAt(start))) start += 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0;
}

type NumberReader = (
  view: DataView,
  offset: number,
  littleEndian: boolean,
) => number;

const binaryNumbers: ReadonlyMap<string, readonly [number, NumberReader]> =
  new Map<string, readonly [number, NumberReader]>([
    ["US", [2, (view, at, le) => view.getUint16(at, le)]],
    ["SS", [2, (view, at, le) => view.getInt16(at, le)]],
    ["OW", [2, (view, at, le) => view.getUint16(at, le)]],
    ["UL", [4, (view, at, le) => view.getUint32(at, le)]],
    ["SL", [4, (view, at, le) => view.getInt32(at, le)]],
    ["OL", [4, (view, at, le) => view.getUint32(at, le)]],
    ["FL", [4, (view, at, le) => view.getFloat32(at, le)]],
    ["OF", [4, (view, at, le) => view.getFloat32(at, le)]],
    ["FD", [8, (view, at, le) => view.getFloat64(at, le)]],
    ["OD", [8, (view, at, le) => view.getFloat64(at, le)]],
    ["SV", [8, (view, at, le) => Number(view.getBigInt64(at, le))]],
    ["UV", [8, (view, at, le) => Number(view.getBigUint64(at, le))]],
    ["OV", [8, (view, at, le) => Number(view.getBigUint64(at, le))]],
    [
      "AT",
      [
        4,
        (view, at, le) =>
          view.getUint16(at, le) * 0x10000 + view.getUint16(at + 2, le),
      ],
    ],
  ]);

/**
 * Numbers of a value: DS and IS from text, the binary VRs from bytes. A value of VR UN is read as the dictionary, or
 * `knownVR` for private elements, says. What is not a number is NaN, so that positions stay.
 */
export function numbersOf(
  element: DicomElement | null,
  context: Pick<ValueContext, "bytes" | "isBigEndian">,
  knownVR?: string,
): readonly number[] {
  if (!hasValue(element)) return [];
  const binary = binaryNumbers.get(numberVROf(element, knownVR));
  if (binary === undefined)
    return asciiTextsOf(element, context.bytes).map(decimalOf);
  const [size, read] = binary;
  const view = viewOf(element, context.bytes);
  const count = Math.floor(view.byteLength / size);
  const littleEndian = isLittleEndian(element, context);
  return Array.from({ length: count }, (_, index) =>
    read(view, index * size, littleEndian),
  );
}

/** First number of a value; null if it is absent, empty or not a finite number. */
export function numberOf(
  element: DicomElement | null,
  context: Pick<ValueContext, "bytes" | "isBigEndian">,
  knownVR?: string,
): number | null {
  if (!hasValue(element)) return null;
  const binary = binaryNumbers.get(numberVROf(element, knownVR));
  const value =
    binary === undefined
      ? decimalOf(asciiTextOf(element, context.bytes))
      : element.valueLength < binary[0]
        ? NaN
        : binary[1](
            viewOf(element, context.bytes),
            0,
            isLittleEndian(element, context),
          );
  return Number.isFinite(value) ? value : null;
}

function numberVROf(element: DicomElement, knownVR?: string): string {
  const isUnknown = element.vr === "UN" || element.vr === "OB";
  return isUnknown ? (knownVR ?? dictionaryVR(element.tag)) : element.vr;
}

function viewOf(element: DicomElement, bytes: Uint8Array): DataView {
  const { valueOffset, valueLength } = element;
  return new DataView(
    bytes.buffer,
    bytes.byteOffset + valueOffset,
    valueLength,
  );
}

/** UN keeps the little endian form it had in implicit VR (PS3.5 6.2.2). */
function isLittleEndian(
  element: DicomElement,
  context: Pick<ValueContext, "isBigEndian">,
): boolean {
  return element.vr === "UN" || !context.isBigEndian;
}

function decimalOf(text: string): number {
  return text === "" ? NaN : Number(text);
}
