// Takes texts and thumbnails out of JPEG and JPEG-LS codestreams (ITU-T T.81 annex B, T.87 annex C) without touching entropy-coded data.
import type { RefusalReason } from "../../../shared/failure.ts";
import { success, type Result } from "../../../shared/result.ts";
import { StreamCleaner, type CleanedStream } from "./cleanedStream.ts";
import type { CodestreamReader } from "./codestreamReader.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP8 = 0xe8;
const APP14 = 0xee;
const APP15 = 0xef;
/** Start of frame of JPEG-LS, whose entropy-coded data stuff bits instead of bytes. */
const SOF55 = 0xf7;
const TEM = 0x01;

/** A marker: its code, where its FF stands, and where what follows its code begins. */
interface Marker {
  readonly code: number;
  readonly offset: number;
  readonly end: number;
}

/**
 * The codestream without COM and APPn segments and without anything behind its end. What says how colour is coded stays:
 * JFIF (without its thumbnail), Adobe, and the colour transform of JPEG-LS. Null if it is not put together as JPEG is.
 */
export async function cleanJpeg(
  reader: CodestreamReader,
): Promise<Result<CleanedStream | null, RefusalReason>> {
  const cleaner = new StreamCleaner();
  const start = await reader.bytes(0, 2);
  if (!start.ok) return start;
  if (start.value[0] !== 0xff || start.value[1] !== SOI) return success(null);
  cleaner.keep(0, 2);
  let offset = 2;
  let isJpegLS = false;
  for (;;) {
    const found = await markerAt(reader, offset);
    if (!found.ok) return found;
    const marker = found.value;
    if (marker === null) return success(null);
    const { code } = marker;
    if (code === EOI) {
      cleaner.keep(marker.offset, marker.end);
      const rest = await reader.bytes(marker.end, 2);
      return rest.ok
        ? success(cleaner.finish(marker.end, reader.lengthBytes, rest.value))
        : rest;
    }
    if (isStandalone(code)) {
      cleaner.keep(marker.offset, marker.end);
      offset = marker.end;
      continue;
    }
    const segment = await segmentOf(reader, marker);
    if (!segment.ok) return segment;
    if (segment.value === null) return success(null);
    cleanSegment(cleaner, marker, segment.value);
    const [precision = 0] = segment.value.parameters;
    if (isStartOfFrame(code)) cleaner.notePrecision(precision);
    offset = segment.value.end;
    isJpegLS ||= code === SOF55;
    if (code !== SOS) continue;
    const scanEnd = await entropyCodedEnd(reader, offset, isJpegLS);
    if (!scanEnd.ok) return scanEnd;
    if (scanEnd.value === null) return success(null);
    cleaner.keepSamples(offset, scanEnd.value);
    offset = scanEnd.value;
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

/** A marker segment: its end, and the beginning of its parameters. */
interface Segment {
  readonly end: number;
  readonly parameters: Uint8Array;
}

/** Longest beginning of a segment that is looked at. */
const looked = 16;

/** Null for a code that no segment has, and for one that ends outside the stream. */
async function segmentOf(
  reader: CodestreamReader,
  marker: Marker,
): Promise<Result<Segment | null, RefusalReason>> {
  if (!isSegment(marker.code)) return success(null);
  const read = await reader.bytes(marker.end, 2 + looked);
  if (!read.ok) return read;
  const [high, low] = read.value;
  if (high === undefined || low === undefined) return success(null);
  const length = high * 256 + low;
  const end = marker.end + length;
  return success(
    length < 2 || end > reader.lengthBytes
      ? null
      : { end, parameters: read.value.slice(2, length) },
  );
}

/** SOFn, DHT, DAC, SOS, DQT, DNL, DRI, DHP, EXP, APPn, SOF55, LSE, COM. */
function isSegment(code: number): boolean {
  return (
    (code >= 0xc0 && code <= 0xcf && code !== 0xc8) ||
    (code >= SOS && code <= APP15) ||
    code === SOF55 ||
    code === 0xf8 ||
    code === COM
  );
}

/** Of JPEG (all of C0 to CF but DHT, JPG and DAC) and of JPEG-LS; each begins with its precision. */
function isStartOfFrame(code: number): boolean {
  return (
    (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) ||
    code === SOF55
  );
}

function cleanSegment(
  cleaner: StreamCleaner,
  marker: Marker,
  { end, parameters }: Segment,
): void {
  const { code } = marker;
  const isApplication = code >= APP0 && code <= APP15;
  if (code !== COM && !isApplication) {
    cleaner.keep(marker.offset, end);
    return;
  }
  const kept = keptParameters(code, parameters);
  if (kept === null) {
    cleaner.drop();
    return;
  }
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

/** Where the entropy-coded data that start at `offset` end: at the next marker that is no restart. Null if there is none. */
async function entropyCodedEnd(
  reader: CodestreamReader,
  offset: number,
  isJpegLS: boolean,
): Promise<Result<number | null, RefusalReason>> {
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
      if (!isData && !isRestart && next !== 0xff) return success(at + found);
      found = chunk.indexOf(0xff, found + (next === 0xff ? 1 : 2));
    }
    // A lone FF at the end of the chunk begins the next one.
    at += found === -1 ? chunk.byteLength : found;
  }
  return success(null);
}
