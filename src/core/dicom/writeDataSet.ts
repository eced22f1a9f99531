// Writes data elements and file meta information as bytes (PS3.5 section 7, PS3.10 7.1). Pure; the reverse of elementParser.ts.
import { failed, success, type Result } from "../../shared/result.ts";
import type { Tag, ValueEncoding } from "./dataSet.ts";
import { keywordOf, tagText } from "./dictionary.ts";
import { longHeadBytes, shortHeadBytes } from "./elementHead.ts";
import { textValue } from "./encodeValues.ts";
import * as tags from "./generated/tags.ts";
import { valueEncodings } from "./transferSyntaxes.ts";
import { hasLongForm } from "./valueRepresentations.ts";

/** An element to write. Its value is in the byte order of the encoding already; odd values are padded here. */
export interface ElementToWrite {
  readonly tag: Tag;
  readonly vr: string;
  /** Bytes, or the items of a sequence. */
  readonly value: Uint8Array | readonly (readonly ElementToWrite[])[];
}

/** A value does not fit the 16-bit length that explicit VR has for it. `keyword` is the tag in hex where it has no name. */
export interface ValueTooLong {
  readonly kind: "attributeTooLong";
  readonly keyword: string;
}

const maxShortLength = 0xfffe;

/**
 * Elements in the given order (ascending tags are the caller's duty, PS3.5 7.1). Sequences and items get defined lengths.
 * Fails only where a value is too long for its VR in explicit VR.
 */
export function encodeElements(
  elements: readonly ElementToWrite[],
  encoding: ValueEncoding,
): Result<Uint8Array<ArrayBuffer>, ValueTooLong> {
  const tooLong = firstTooLong(elements, encoding);
  if (tooLong !== null) return failed(tooLong);
  // Measured first: every image of a case is written here, and an array for each head and value would take most of the time.
  const bytes = new Uint8Array(elementsLength(elements, encoding));
  writeElements(elements, encoding, { view: viewOf(bytes), bytes, offset: 0 });
  return success(bytes);
}

/** Tag, VR and length of an element whose value is written by other means. `lengthBytes` null: undefined length. */
export function encodeElementHead(
  element: {
    readonly tag: Tag;
    readonly vr: string;
    readonly lengthBytes: number | null;
  },
  encoding: ValueEncoding,
): Result<Uint8Array<ArrayBuffer>, ValueTooLong> {
  const { tag, vr } = element;
  const length = element.lengthBytes ?? 0xffffffff;
  if (length > maxLengthOf(tag, vr, encoding)) return failed(tooLongFor(tag));
  const bytes = new Uint8Array(headLength(tag, vr, encoding));
  const output = { view: viewOf(bytes), bytes, offset: 0 };
  writeHead({ tag, vr, length }, encoding, output);
  return success(bytes);
}

/** Bytes being filled from the front. */
interface Output {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  offset: number;
}

function viewOf({ buffer }: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(buffer);
}

function isItemTag(tag: Tag): boolean {
  return tag >>> 16 === 0xfffe;
}

function isLongForm(tag: Tag, vr: string, encoding: ValueEncoding): boolean {
  return encoding.isExplicitVR && !isItemTag(tag) && hasLongForm(vr);
}

function headLength(tag: Tag, vr: string, encoding: ValueEncoding): number {
  return isLongForm(tag, vr, encoding) ? longHeadBytes : shortHeadBytes;
}

/** Only explicit VR has 16 bits for some lengths. */
function maxLengthOf(tag: Tag, vr: string, encoding: ValueEncoding): number {
  return encoding.isExplicitVR && !isItemTag(tag) && !hasLongForm(vr)
    ? maxShortLength
    : 0xffffffff;
}

function tooLongFor(tag: Tag): ValueTooLong {
  return { kind: "attributeTooLong", keyword: keywordOf(tag) || tagText(tag) };
}

/** The first element, in file order, whose value does not fit its length field. */
function firstTooLong(
  elements: readonly ElementToWrite[],
  encoding: ValueEncoding,
): ValueTooLong | null {
  for (const element of elements) {
    const { tag, vr, value } = element;
    if (!(value instanceof Uint8Array))
      for (const item of value) {
        const inside = firstTooLong(item, itemEncodingOf(vr, encoding));
        if (inside !== null) return inside;
      }
    if (valueLength(element, encoding) > maxLengthOf(tag, vr, encoding))
      return tooLongFor(tag);
  }
  return null;
}

/** Items below UN are implicit VR little endian whatever surrounds them (PS3.5 6.2.2). */
function itemEncodingOf(vr: string, encoding: ValueEncoding): ValueEncoding {
  return vr === "UN" ? valueEncodings.implicitLE : encoding;
}

function elementsLength(
  elements: readonly ElementToWrite[],
  encoding: ValueEncoding,
): number {
  let length = 0;
  for (const element of elements)
    length +=
      headLength(element.tag, element.vr, encoding) +
      valueLength(element, encoding);
  return length;
}

/** Values have even length (PS3.5 6.2). */
function valueLength(
  { vr, value }: ElementToWrite,
  encoding: ValueEncoding,
): number {
  if (value instanceof Uint8Array) return value.length + (value.length % 2);
  let length = 0;
  for (const item of value)
    length +=
      shortHeadBytes + elementsLength(item, itemEncodingOf(vr, encoding));
  return length;
}

function writeElements(
  elements: readonly ElementToWrite[],
  encoding: ValueEncoding,
  output: Output,
): void {
  for (const element of elements) {
    const { tag, vr, value } = element;
    const length = valueLength(element, encoding);
    writeHead({ tag, vr, length }, encoding, output);
    if (value instanceof Uint8Array) writeValue(value, vr, output);
    else writeItems(value, itemEncodingOf(vr, encoding), output);
  }
}

function writeItems(
  items: readonly (readonly ElementToWrite[])[],
  encoding: ValueEncoding,
  output: Output,
): void {
  for (const item of items) {
    const length = elementsLength(item, encoding);
    writeHead({ tag: tags.Item, vr: "", length }, encoding, output);
    writeElements(item, encoding, output);
  }
}

function writeHead(
  head: { readonly tag: Tag; readonly vr: string; readonly length: number },
  encoding: ValueEncoding,
  output: Output,
): void {
  const { tag, vr, length } = head;
  const { view, offset } = output;
  const littleEndian = !encoding.isBigEndian;
  view.setUint16(offset, tag >>> 16, littleEndian);
  view.setUint16(offset + 2, tag & 0xffff, littleEndian);
  if (encoding.isExplicitVR && !isItemTag(tag)) {
    view.setUint8(offset + 4, vr.charCodeAt(0));
    view.setUint8(offset + 5, vr.charCodeAt(1));
    if (hasLongForm(vr)) view.setUint32(offset + 8, length, littleEndian);
    else view.setUint16(offset + 6, length, littleEndian);
  } else {
    view.setUint32(offset + 4, length, littleEndian);
  }
  output.offset += headLength(tag, vr, encoding);
}

/** Longer values are copied in one call; for short ones the call takes longer than the bytes. */
const copiedByteByByte = 64;

/** Text is padded with a space, UIDs and binary values with a zero (PS3.5 6.2). */
function writeValue(value: Uint8Array, vr: string, output: Output): void {
  const { bytes, offset } = output;
  const { length } = value;
  if (length > copiedByteByByte) bytes.set(value, offset);
  else
    for (let at = 0; at < length; at += 1) bytes[offset + at] = value[at] ?? 0;
  output.offset += length;
  if (length % 2 === 0) return;
  bytes[output.offset] = spacePadded.has(vr) ? 0x20 : 0;
  output.offset += 1;
}

const spacePadded: ReadonlySet<string> = new Set(
  "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT".split(" "),
);

/** What file meta information says of the data set it stands before. */
export interface FileMeta {
  readonly mediaStorageSOPClassUID: string;
  readonly mediaStorageSOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly implementationClassUID: string;
  /** At most 16 characters. */
  readonly implementationVersionName: string;
}

/** The beginning of a file (PS3.10 7.1): a preamble of 128 zeros, the prefix, and file meta information, nothing else. */
export function encodeFileMeta(
  meta: FileMeta,
): Result<Uint8Array<ArrayBuffer>, ValueTooLong> {
  const version = Uint8Array.of(0, 1);
  const content = encodeElements(
    [
      { tag: tags.FileMetaInformationVersion, vr: "OB", value: version },
      uid(tags.MediaStorageSOPClassUID, meta.mediaStorageSOPClassUID),
      uid(tags.MediaStorageSOPInstanceUID, meta.mediaStorageSOPInstanceUID),
      uid(tags.TransferSyntaxUID, meta.transferSyntaxUID),
      uid(tags.ImplementationClassUID, meta.implementationClassUID),
      {
        tag: tags.ImplementationVersionName,
        vr: "SH",
        value: textValue(meta.implementationVersionName),
      },
    ],
    valueEncodings.explicitLE,
  );
  if (!content.ok) return content;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.value.length, true);
  const groupLength = encodeElements(
    [{ tag: tags.FileMetaInformationGroupLength, vr: "UL", value: length }],
    valueEncodings.explicitLE,
  );
  if (!groupLength.ok) return groupLength;
  return success(
    concatenate([
      new Uint8Array(128),
      textValue("DICM"),
      groupLength.value,
      content.value,
    ]),
  );
}

function uid(tag: Tag, value: string): ElementToWrite {
  return { tag, vr: "UI", value: textValue(value) };
}

/** All chunks in one array. */
export function concatenate(
  chunks: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const all = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
