// Reads the top-level elements of file meta or of a data set, loading more of the file as they need it.
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomElement, Tag, ValueEncoding } from "./dataSet.ts";
import { undefinedLength, type ElementHead } from "./elementHead.ts";
import { ElementParser, type ParseStop } from "./elementParser.ts";
import * as tags from "./generated/tags.ts";
import type { GrowingBytes, HeadFailure } from "./headBytes.ts";

/** A value of this size or more that is not a sequence is passed over without reading it. */
const skippedValueBytes = 1024 * 1024;

/** Top-level elements in file order, and what ended them. */
export interface ElementRun {
  readonly elements: DicomElement[];
  /** Where the next thing begins: data set, Pixel Data, padding, or the end of the file. */
  readonly endOffset: number;
  readonly pixelData: ElementHead | null;
}

/** Where a run starts and how it is written. */
interface RunStart {
  readonly offset: number;
  readonly encoding: ValueEncoding;
  /** File meta ends with group 0002, a data set with Pixel Data or the file. */
  readonly isFileMeta: boolean;
}

/** Reads elements until their end; fails if the file ends or makes no sense before that. */
export async function readRun(
  file: { readonly head: GrowingBytes; readonly fileSize: number },
  start: RunStart,
): Promise<Result<ElementRun, HeadFailure>> {
  const { head, fileSize } = file;
  const { encoding, isFileMeta } = start;
  const parser = new ElementParser(head.bytes, fileSize);
  const run = { end: fileSize, encoding };
  const elements: DicomElement[] = [];
  let pixelData: ElementHead | null = null;
  let offset = start.offset;
  while (offset < fileSize) {
    if (isFileMeta && endsFileMeta(head.bytes, offset)) break;
    const elementHead = parser.readHead(offset, fileSize, encoding);
    if (elementHead !== null) {
      if (isPixelData(elementHead.tag)) {
        pixelData = elementHead;
        break;
      }
      // Zeros after the last element are padding.
      if (elementHead.tag === 0) break;
      if (isIdleDelimiter(elementHead)) {
        offset = elementHead.valueOffset;
        continue;
      }
      const skipped = skippedElement(offset, elementHead, fileSize);
      if (skipped !== null && skipped.endOffset > head.bytes.length) {
        const moved = await head.skipTo(skipped.endOffset);
        if (!moved.ok) return moved;
        parser.setBytes(head.bytes);
        elements.push(skipped);
        offset = skipped.endOffset;
        continue;
      }
      const element = parser.readElement(offset, elementHead, run);
      if (element !== null) {
        elements.push(element);
        offset = element.endOffset;
        continue;
      }
    }
    if (parser.stop?.kind !== "needBytes") {
      if (isZeroPadding(head.bytes, offset, fileSize)) break;
      return failed(damageOf(parser.stop));
    }
    const grown = await head.growTo(parser.stop.until);
    if (!grown.ok) return grown;
    parser.setBytes(head.bytes);
  }
  return success({ elements, endOffset: offset, pixelData });
}

function damageOf(stop: ParseStop | null): HeadFailure {
  return stop?.kind === "damaged"
    ? stop
    : { kind: "damaged", problem: "badStructure" };
}

function endsFileMeta(bytes: Uint8Array, offset: number): boolean {
  return (
    offset + 2 <= bytes.length &&
    (bytes[offset] !== 0x02 || bytes[offset + 1] !== 0x00)
  );
}

function isPixelData(tag: Tag): boolean {
  return (
    tag === tags.PixelData ||
    tag === tags.FloatPixelData ||
    tag === tags.DoubleFloatPixelData
  );
}

/** A delimiter with nothing to end, as some writers leave behind. */
function isIdleDelimiter(head: ElementHead): boolean {
  return head.tag >>> 16 === 0xfffe && head.length === 0;
}

function skippedElement(
  startOffset: number,
  head: ElementHead,
  fileSize: number,
): DicomElement | null {
  const { tag, vr, valueOffset, length } = head;
  const endOffset = valueOffset + length;
  if (length === undefinedLength || length < skippedValueBytes || vr === "SQ")
    return null;
  if (endOffset > fileSize) return null;
  return {
    tag,
    vr,
    startOffset,
    valueOffset,
    valueLength: length,
    endOffset,
    hasUndefinedLength: false,
    isValueLoaded: false,
    ...(head.isMisencoded ? { isMisencoded: true } : {}),
  };
}

/** A rest too short for an element, all zeros. */
function isZeroPadding(
  bytes: Uint8Array,
  offset: number,
  fileSize: number,
): boolean {
  return (
    fileSize - offset < 8 &&
    bytes.subarray(offset, fileSize).every((byte) => byte === 0)
  );
}
