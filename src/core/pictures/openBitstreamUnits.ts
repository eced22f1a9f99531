// Samples of AV1 films (AV1 in ISOBMFF 2.4): of their open bitstream units those stay that make the picture.
import { u8, variableSize } from "./integers.ts";
import type { PicturePart, SampleCleaner } from "./picturePlan.ts";

/** Sequence header, frame header, tiles, frame (AV1 6.2.2); not metadata, padding, repetitions and what is reserved. */
const keptTypes: ReadonlySet<number> = new Set([1, 3, 4, 6]);

/** Null, which refuses the film: units that do not fill the sample, a head that is none, a sample without a picture. */
export const cleanAv1Sample: SampleCleaner = (sample) => {
  const parts: PicturePart[] = [];
  let at = 0;
  while (at < sample.length) {
    const head = u8(sample, at);
    const end = unitEnd(sample, at);
    // The first bit of a head is 0.
    if (head >= 0x80 || end === null || end > sample.length) return null;
    if (keptTypes.has((head >> 3) & 0x0f))
      parts.push({ kind: "copied", offset: at, length: end - at });
    at = end;
  }
  return parts.length > 0 || at === 0 ? parts : null;
};

/** A unit without a size goes up to the end. */
function unitEnd(sample: Uint8Array, start: number): number | null {
  const head = u8(sample, start);
  if ((head & 0x02) === 0) return sample.length;
  const headBytes = (head & 0x04) === 0 ? 1 : 2;
  const size = variableSize(sample, start + headBytes, { isBigEndian: false });
  return size === null ? null : size.end + size.value;
}
