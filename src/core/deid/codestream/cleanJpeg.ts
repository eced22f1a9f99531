// Takes texts and thumbnails out of JPEG and JPEG-LS codestreams (ITU-T T.81 annex B, T.87 annex C) without touching entropy-coded data.
import { JpegScans } from "../../pictures/jpegScans.ts";
import type { RefusalReason } from "../../../shared/failure.ts";
import { success, type Result } from "../../../shared/result.ts";
import { StreamCleaner, type CleanedStream } from "./cleanedStream.ts";
import type { CodestreamReader } from "./codestreamReader.ts";
import { jpegCode, JpegParts } from "./jpegParts.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const COM = 0xfe;
const APP0 = 0xe0;
const APP8 = 0xe8;
const APP14 = 0xee;
const APP15 = 0xef;
const TEM = 0x01;

/** A marker: its code, where its FF stands, and where what follows its code begins. */
interface Marker {
  readonly code: number;
  readonly offset: number;
  readonly end: number;
}

/**
 * The codestream without COM and APPn segments and without anything behind its end, or behind the picture of a scan. What says how colour is coded stays:
 * JFIF (without its thumbnail), Adobe, and the colour transform of JPEG-LS, each once. Null if it is not put together as JPEG
 * is, or if it has a segment that decoding does not take.
 */
export async function cleanJpeg(
  reader: CodestreamReader,
): Promise<Result<CleanedStream | null, RefusalReason>> {
  const cleaner = new StreamCleaner();
  const start = await reader.bytes(0, 2);
  if (!start.ok) return start;
  if (start.value[0] !== 0xff || start.value[1] !== SOI) return success(null);
  cleaner.keep(0, 2);
  const parts = new JpegParts();
  const scans = new JpegScans();
  const colour = new Set<number>();
  let offset = 2;
  for (;;) {
    const found = await markerAt(reader, offset);
    if (!found.ok) return found;
    const marker = found.value;
    if (marker === null) return success(null);
    const { code } = marker;
    if (code === EOI) {
      cleaner.keep(marker.offset, marker.end);
      const rest = await reader.bytes(marker.end, 2);
      if (!rest.ok) return rest;
      if (parts.frame === null || !parts.isComplete) return success(null);
      cleaner.notePrecision(parts.frame.precision);
      cleaner.noteSize(parts.frame.size);
      return success(
        cleaner.finish(marker.end, reader.lengthBytes, rest.value),
      );
    }
    if (isStandalone(code)) {
      cleaner.keep(marker.offset, marker.end);
      offset = marker.end;
      continue;
    }
    const segment = await segmentOf(reader, marker);
    if (!segment.ok) return segment;
    if (segment.value === null) return success(null);
    offset = segment.value.end;
    const { parameters } = segment.value;
    if (isText(code)) cleanText(cleaner, marker, segment.value, colour);
    else if (parts.take(code, parameters)) cleaner.keep(marker.offset, offset);
    else return success(null);
    scans.take(code, parameters);
    if (code !== jpegCode.scan) continue;
    const data = await entropyCodedData(reader, offset, parts.isJpegLS);
    if (!data.ok) return data;
    if (data.value === null) return success(null);
    const pictureBytes = scans.endOfScan(parameters, data.value);
    if (pictureBytes === null) return success(null);
    cleaner.keepSamples(offset, offset + pictureBytes);
    if (holdsAnything(data.value.subarray(pictureBytes))) cleaner.drop();
    offset += data.value.byteLength;
  }
}

/** The marker at `offset`, past fill bytes (T.81 B.1.1.2), which are not kept. */
async function markerAt(
  reader: CodestreamReader,
  offset: number,
): Promise<Result<Marker | null, RefusalReason>> {
  for (let at = offset; ; at += 1) {
    const read = await reader.bytes(at, 2);
    if (!read.ok) return read;
    const [first, code] = read.value;
    if (first !== 0xff || code === undefined) return success(null);
    if (code !== 0xff) return success({ code, offset: at, end: at + 2 });
  }
}

function isStandalone(code: number): boolean {
  return code === TEM || (code >= 0xd0 && code <= 0xd7);
}

/** A marker segment: its end, and its parameters. */
interface Segment {
  readonly end: number;
  readonly parameters: Uint8Array;
}

/** Null for a segment that ends outside the stream. */
async function segmentOf(
  reader: CodestreamReader,
  marker: Marker,
): Promise<Result<Segment | null, RefusalReason>> {
  const head = await reader.bytes(marker.end, 2);
  if (!head.ok) return head;
  const [high, low] = head.value;
  if (high === undefined || low === undefined) return success(null);
  const length = high * 256 + low;
  const end = marker.end + length;
  if (length < 2 || end > reader.lengthBytes) return success(null);
  const read = await reader.bytes(marker.end + 2, length - 2);
  return read.ok ? success({ end, parameters: read.value.slice() }) : read;
}

/** COM and APPn. */
function isText(code: number): boolean {
  return code === COM || (code >= APP0 && code <= APP15);
}

/** Keeps of a segment what defines colour, unless one before it did: `colour` has their codes. */
function cleanText(
  cleaner: StreamCleaner,
  marker: Marker,
  { end, parameters }: Segment,
  colour: Set<number>,
): void {
  const { code } = marker;
  const kept = colour.has(code) ? null : keptParameters(code, parameters);
  if (kept === null) {
    cleaner.drop();
    return;
  }
  colour.add(code);
  const length = 2 + kept.byteLength;
  const isWhole =
    end === marker.end + length &&
    kept.every((byte, index) => byte === parameters[index]);
  if (isWhole) cleaner.keep(marker.offset, end);
  else cleaner.replace(Uint8Array.of(0xff, code, 0, length, ...kept));
}

/** What stays of an application segment: fields of fixed size that define colour; null for nothing. */
function keptParameters(
  code: number,
  parameters: Uint8Array,
): Uint8Array | null {
  const begins = (text: string) =>
    Buffer.from(parameters.subarray(0, text.length)).toString("latin1") ===
    text;
  if (code === APP0 && begins("JFIF\0") && parameters.byteLength >= 14) {
    const fields = parameters.slice(0, 14);
    // Width and height of the thumbnail that is cut off.
    fields.fill(0, 12);
    return fields;
  }
  if (code === APP14 && begins("Adobe") && parameters.byteLength >= 12)
    return parameters.slice(0, 12);
  // CharLS undoes the colour transform that Hewlett-Packard's segment names.
  if (code === APP8 && begins("mrfx") && parameters.byteLength >= 5)
    return parameters.slice(0, 5);
  return null;
}

const scanStepBytes = 64 * 1024;

/** Zeros and fill bytes say nothing. */
function holdsAnything(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte !== 0 && byte !== 0xff);
}

/** The entropy-coded data that start at `offset`, up to the next marker that is no restart. Null if there is none. */
async function entropyCodedData(
  reader: CodestreamReader,
  offset: number,
  isJpegLS: boolean,
): Promise<Result<Uint8Array | null, RefusalReason>> {
  const chunks: Uint8Array[] = [];
  let at = offset;
  while (at + 1 < reader.lengthBytes) {
    const read = await reader.bytes(at, scanStepBytes);
    if (!read.ok) return read;
    const chunk = read.value;
    let found = chunk.indexOf(0xff);
    while (found !== -1 && found + 1 < chunk.byteLength) {
      const next = chunk[found + 1] ?? 0;
      const isData = isJpegLS ? next < 0x80 : next === 0;
      const isRestart = next >= 0xd0 && next <= 0xd7;
      // A fill byte: the marker is further on.
      if (!isData && !isRestart && next !== 0xff) {
        chunks.push(chunk.subarray(0, found));
        return success(Buffer.concat(chunks));
      }
      found = chunk.indexOf(0xff, found + (next === 0xff ? 1 : 2));
    }
    // A lone FF at the end of the chunk begins the next one.
    const taken = found === -1 ? chunk.byteLength : found;
    chunks.push(chunk.slice(0, taken));
    at += taken;
  }
  return success(null);
}
