// RLE Lossless (PS3.5 annex G): byte planes, each packed by PackBits, behind a header of sixteen words.
import { isSubsampled, type FrameLayout } from "../frameLayout.ts";

const headerBytes = 64;
const maxSegments = 15;

/**
 * The frame as uncompressed little endian bytes, samples of a pixel next to each other. Null if the header does not fit
 * the layout or a segment does not fill its plane.
 */
export function decodeRle(
  bytes: Uint8Array,
  layout: FrameLayout,
): Uint8Array | null {
  const segments = segmentsOf(bytes);
  // Two pixels sharing chroma cannot be told from the standard's planes; nobody writes it.
  if (segments === null || isSubsampled(layout)) return null;
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  const sampleBytes = Math.ceil(bitsAllocated / 8);
  if (segments.length !== samplesPerPixel * sampleBytes) return null;
  const planeBytes =
    bitsAllocated === 1 ? Math.ceil((rows * columns) / 8) : rows * columns;
  // Nothing is allocated for what cannot be there: two bytes give 128 at the most.
  if (planeBytes * segments.length > bytes.length * 64) return null;
  const frame = new Uint8Array(planeBytes * segments.length);
  const isWhole = segments.every((segment, index) => {
    // Segments go sample by sample, the most significant byte of each first (G.2).
    const sample = Math.floor(index / sampleBytes);
    const byte = sampleBytes - 1 - (index % sampleBytes);
    return unpackInto(frame, segment, {
      first: sample * sampleBytes + byte,
      step: segments.length,
      count: planeBytes,
    });
  });
  return isWhole ? frame : null;
}

/** The segments the header points to (G.5); null if it makes no sense. */
function segmentsOf(bytes: Uint8Array): readonly Uint8Array[] | null {
  if (bytes.length < headerBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count < 1 || count > maxSegments) return null;
  const starts = Array.from({ length: count }, (_, index) =>
    view.getUint32(4 + index * 4, true),
  );
  const ends = [...starts.slice(1), bytes.length];
  const isInOrder = starts.every(
    (start, index) => start >= headerBytes && start <= (ends[index] ?? 0),
  );
  return isInOrder
    ? starts.map((start, index) => bytes.subarray(start, ends[index]))
    : null;
}

/** PackBits (G.3.2) into every `step`th byte. False if the segment ends before `count` bytes; more are left out, as padding. */
function unpackInto(
  frame: Uint8Array,
  segment: Uint8Array,
  plane: {
    readonly first: number;
    readonly step: number;
    readonly count: number;
  },
): boolean {
  const { first, step } = plane;
  const end = first + plane.count * step;
  let to = first;
  let from = 0;
  while (to < end) {
    const code = segment[from];
    if (code === undefined) return false;
    from += 1;
    if (code === 128) continue;
    if (code < 128) {
      const literals = Math.min(code + 1, (end - to) / step);
      if (from + literals > segment.length) return false;
      for (let index = 0; index < literals; index += 1, to += step)
        frame[to] = segment[from + index] ?? 0;
      from += code + 1;
    } else {
      const value = segment[from];
      if (value === undefined) return false;
      from += 1;
      const runEnd = Math.min(to + (257 - code) * step, end);
      for (; to < runEnd; to += step) frame[to] = value;
    }
  }
  return true;
}
