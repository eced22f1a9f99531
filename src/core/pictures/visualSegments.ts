// Samples of MPEG-4 films (ISO/IEC 14496-2 annex of start codes, 6.2.1): of their segments those stay that make the picture.
import { latin1, startsWith, u8 } from "./integers.ts";
import type { PicturePart, SampleCleaner } from "./picturePlan.ts";

/** Second half of start codes: objects and their layers, sequence, its end, group, object, plane. */
const end = 0xb1;
const userData = 0xb2;
const keptCodes: ReadonlySet<number> = new Set([0xb0, end, 0xb3, 0xb5, 0xb6]);
const lastLayer = 0x2f;

const startCode = [0, 0, 1];
const startCodeBytes = 4;

/** Encoders sign their films; decoders round as they do, and work around their faults. */
const signature =
  /^(Lavc\d[\d.b]{1,12}|XviD\d{4}C?|DivX\d{3,4}[Bb]\d{3,5}p?)\0*$/;

interface Segment {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Null, which refuses the film: bytes before the first segment, an end that holds something. */
export const cleanVisualSample: SampleCleaner = (sample) => {
  const segments = segmentsOf(sample);
  if (segments === null || !segments.every(isWhole)) return null;
  return segments.filter(isKept).map(({ start, bytes }): PicturePart => ({
    kind: "copied",
    offset: start,
    length: bytes.length,
  }));
};

/** True if nothing would be left out of these headers of a film. */
export function areVisualHeaders(bytes: Uint8Array): boolean {
  const segments = segmentsOf(bytes);
  return segments?.every((each) => isWhole(each) && isKept(each)) === true;
}

function isKept({ bytes }: Segment): boolean {
  const code = u8(bytes, 3);
  return code === userData
    ? signature.test(latin1(bytes, startCodeBytes, bytes.length))
    : code <= lastLayer || keptCodes.has(code);
}

function isWhole({ bytes }: Segment): boolean {
  return u8(bytes, 3) !== end || bytes.length === startCodeBytes;
}

function segmentsOf(sample: Uint8Array): readonly Segment[] | null {
  const starts: number[] = [];
  for (let at = 0; at + startCodeBytes <= sample.length; at += 1)
    if (sample[at] === 0 && startsWith(sample, startCode, at)) starts.push(at);
  if (sample.length > 0 && starts[0] !== 0) return null;
  return starts.map((start, index) => ({
    start,
    bytes: sample.subarray(start, starts[index + 1]),
  }));
}
