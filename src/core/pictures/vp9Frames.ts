// Samples of VP9 films (VP9 bitstream specification, annex B): frames, with an index where there are several.
import { u8 } from "./integers.ts";
import type { SampleCleaner } from "./picturePlan.ts";

/** A sample is taken whole; null, which refuses the film, where it holds more than its frames. */
export const cleanVp9Sample: SampleCleaner = (sample) => {
  const frames = framesOf(sample);
  return frames?.every(isFrame) === true
    ? [{ kind: "copied", offset: 0, length: sample.length }]
    : null;
};

/** Frames that fill the sample but for the index behind them; null if they do not. */
function framesOf(sample: Uint8Array): readonly Uint8Array[] | null {
  if (sample.length === 0) return [];
  const marker = u8(sample, sample.length - 1);
  const count = (marker & 7) + 1;
  const sizeBytes = ((marker >> 3) & 3) + 1;
  const indexAt = sample.length - 2 - count * sizeBytes;
  if (marker >> 5 !== 6 || sample[indexAt] !== marker) return [sample];
  const frames: Uint8Array[] = [];
  let at = 0;
  for (let frame = 0; frame < count; frame += 1) {
    let size = 0;
    for (let index = sizeBytes; index > 0; index -= 1)
      size = size * 256 + u8(sample, indexAt + frame * sizeBytes + index);
    frames.push(sample.subarray(at, Math.min(at + size, indexAt)));
    at += size;
  }
  return at === indexAt ? frames : null;
}

/** Begins with its marker; one that only shows an earlier frame has no more than that to say (6.2). */
function isFrame(frame: Uint8Array): boolean {
  const head = u8(frame, 0);
  const isThirdProfile = (head & 0x30) === 0x30;
  const showsEarlier = (head & (isThirdProfile ? 0x04 : 0x08)) !== 0;
  return (
    head >> 6 === 2 &&
    (!showsEarlier || frame.length === (isThirdProfile ? 2 : 1))
  );
}
