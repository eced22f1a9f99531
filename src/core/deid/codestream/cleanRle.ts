// Takes what no decoder reads out of RLE frames (PS3.5 annex G): bytes between and behind segments, and unused places of the header.
import type { RefusalReason } from "../../../shared/failure.ts";
import { success, type Result } from "../../../shared/result.ts";
import { StreamCleaner, type CleanedStream } from "./cleanedStream.ts";
import type { CodestreamReader } from "./codestreamReader.ts";

const headerBytes = 64;
const maxSegments = 15;

/** The frame with its slack blanked; null where segments are not as the header says or do not hold `segmentPixels` bytes each. */
export async function cleanRle(
  reader: CodestreamReader,
  segmentPixels: number,
): Promise<Result<CleanedStream | null, RefusalReason>> {
  const cleaner = new StreamCleaner();
  const header = await reader.bytes(0, headerBytes);
  if (!header.ok) return header;
  const offsets = segmentOffsets(header.value);
  if (offsets === null) return success(null);
  keepHeader(cleaner, header.value.slice(), offsets.length);
  let contentEnd = headerBytes;
  for (const [index, offset] of offsets.entries()) {
    const limit = offsets[index + 1] ?? reader.lengthBytes;
    const end = await segmentEnd(
      reader,
      { start: offset, end: limit },
      segmentPixels,
    );
    if (!end.ok) return end;
    if (end.value === null) return success(null);
    cleaner.keepSamples(offset, end.value);
    contentEnd = end.value;
    const isLast = index === offsets.length - 1;
    if (isLast || end.value === limit) continue;
    const slack = await isBlank(reader, end.value, limit);
    if (!slack.ok) return slack;
    if (slack.value) cleaner.keep(end.value, limit);
    else cleaner.replace(new Uint8Array(limit - end.value));
  }
  const rest = await reader.bytes(contentEnd, 2);
  return rest.ok
    ? success(cleaner.finish(contentEnd, reader.lengthBytes, rest.value))
    : rest;
}

/** Offsets of all segments, the first right behind the header; null for any other header. */
function segmentOffsets(header: Uint8Array): readonly number[] | null {
  if (header.byteLength < headerBytes) return null;
  const view = new DataView(header.buffer, header.byteOffset, headerBytes);
  const count = view.getUint32(0, true);
  if (count < 1 || count > maxSegments) return null;
  const offsets = Array.from({ length: count }, (_, index) =>
    view.getUint32(4 + index * 4, true),
  );
  const isAscending = offsets.every(
    (offset, index) => index === 0 || offset > (offsets[index - 1] ?? 0),
  );
  return offsets[0] === headerBytes && isAscending ? offsets : null;
}

function keepHeader(
  cleaner: StreamCleaner,
  header: Uint8Array,
  segments: number,
): void {
  const used = 4 + segments * 4;
  if (header.subarray(used).every((byte) => byte === 0))
    cleaner.keep(0, headerBytes);
  else cleaner.replace(header.fill(0, used));
}

/** Where the run lengths of a segment have given all its bytes (PS3.5 G.3.1); null if they give more, or end before. */
async function segmentEnd(
  reader: CodestreamReader,
  segment: { readonly start: number; readonly end: number },
  pixels: number,
): Promise<Result<number | null, RefusalReason>> {
  let { start: offset } = segment;
  let decoded = 0;
  while (decoded < pixels) {
    const read = await reader.bytes(offset, windowStep);
    if (!read.ok) return read;
    const bytes = read.value;
    if (bytes.byteLength === 0) return success(null);
    let at = 0;
    while (decoded < pixels && at < bytes.byteLength) {
      const control = bytes[at] ?? 0;
      // 128 stands for nothing; above it one byte is repeated, below it bytes follow as they are.
      if (control < 128) decoded += control + 1;
      else if (control > 128) decoded += 257 - control;
      at += control < 128 ? control + 2 : control > 128 ? 2 : 1;
    }
    offset += at;
    if (offset > segment.end) return success(null);
  }
  return success(decoded === pixels ? offset : null);
}

const windowStep = 64 * 1024;

/** True if there are only zeros from `start` to `end`. */
async function isBlank(
  reader: CodestreamReader,
  start: number,
  end: number,
): Promise<Result<boolean, RefusalReason>> {
  for (let offset = start; offset < end; offset += windowStep) {
    const read = await reader.bytes(offset, Math.min(windowStep, end - offset));
    if (!read.ok) return read;
    if (read.value.some((byte) => byte !== 0)) return success(false);
  }
  return success(true);
}
