// Writes data elements and file meta information as bytes (PS3.5 section 7, PS3.10 7.1). Pure; the reverse of elementParser.ts.
import { failed, success, type Result } from "../../shared/result.ts";
import type { Tag, ValueEncoding } from "./dataSet.ts";
import { keywordOf, tagText } from "./dictionary.ts";
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
  const chunks: Uint8Array[] = [];
  for (const element of elements) {
    const value = valueBytes(element, encoding);
    if (!value.ok) return value;
    const { tag, vr } = element;
    const lengthBytes = value.value.length;
    const head = encodeElementHead({ tag, vr, lengthBytes }, encoding);
    if (!head.ok) return head;
    chunks.push(head.value, value.value);
  }
  return success(concatenate(chunks));
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
  const isItem = tag >>> 16 === 0xfffe;
  const isExplicit = encoding.isExplicitVR && !isItem;
  const isLong = isExplicit && hasLongForm(vr);
  if (isExplicit && !isLong && length > maxShortLength)
    return failed({
      kind: "attributeTooLong",
      keyword: keywordOf(tag) || tagText(tag),
    });
  const head = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(head.buffer);
  const littleEndian = !encoding.isBigEndian;
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (isExplicit) {
    head[4] = vr.charCodeAt(0);
    head[5] = vr.charCodeAt(1);
    if (isLong) view.setUint32(8, length, littleEndian);
    else view.setUint16(6, length, littleEndian);
  } else {
    view.setUint32(4, length, littleEndian);
  }
  return success(head);
}

function valueBytes(
  element: ElementToWrite,
  encoding: ValueEncoding,
): Result<Uint8Array, ValueTooLong> {
  if (element.value instanceof Uint8Array)
    return success(padded(element.value, element.vr));
  // Items below UN are implicit VR little endian whatever surrounds them (PS3.5 6.2.2).
  const itemEncoding =
    element.vr === "UN" ? valueEncodings.implicitLE : encoding;
  const chunks: Uint8Array[] = [];
  for (const item of element.value) {
    const content = encodeElements(item, itemEncoding);
    if (!content.ok) return content;
    const lengthBytes = content.value.length;
    const head = encodeElementHead(
      { tag: tags.Item, vr: "", lengthBytes },
      itemEncoding,
    );
    if (!head.ok) return head;
    chunks.push(head.value, content.value);
  }
  return success(concatenate(chunks));
}

/** Values have even length: text is padded with a space, UIDs and binary values with a zero (PS3.5 6.2). */
function padded(value: Uint8Array, vr: string): Uint8Array {
  if (value.length % 2 === 0) return value;
  const even = new Uint8Array(value.length + 1);
  even.set(value);
  even[value.length] = isSpacePadded(vr) ? 0x20 : 0;
  return even;
}

function isSpacePadded(vr: string): boolean {
  return "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT".includes(vr);
}

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
