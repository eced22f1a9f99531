// Samples of H.264 and H.265 films (ISO/IEC 14496-15): of their NAL units those stay that make the picture which is seen.
//
// Left out are messages, filler, delimiters, what the standards leave to others, and pictures beside the one that is
// seen: further views, layers and alpha.
import { bytesOfU32be, joined, u8 } from "./integers.ts";
import type { PicturePart, SampleCleaner } from "./picturePlan.ts";
import { shownSei } from "./seiMessages.ts";

export type NalCoding = "avc" | "hevc";

/** What becomes of a unit. `bare` ones are a head and nothing else. */
type Treatment = "kept" | "bare" | "messages" | "dropped";

interface NalRules {
  readonly headBytes: number;
  readonly treatment: (unit: Uint8Array) => Treatment;
}

const rules: Readonly<Record<NalCoding, NalRules>> = {
  avc: { headBytes: 1, treatment: avcTreatment },
  hevc: { headBytes: 2, treatment: hevcTreatment },
};

/** H.264 table 7-1: slices and their partitions, messages, parameter sets, ends of sequence and stream. */
function avcTreatment(unit: Uint8Array): Treatment {
  const type = u8(unit, 0) & 0x1f;
  if (type === 6) return "messages";
  if (type === 10 || type === 11) return "bare";
  return (type >= 1 && type <= 5) || type === 7 || type === 8
    ? "kept"
    : "dropped";
}

/** H.265 table 7-1, of the base layer: slices, parameter sets, ends of sequence and stream, messages before a picture. */
function hevcTreatment(unit: Uint8Array): Treatment {
  const type = u8(unit, 0) >> 1;
  const layer = (u8(unit, 0) & 1) * 32 + (u8(unit, 1) >> 3);
  if (layer !== 0) return "dropped";
  if (type === 39) return "messages";
  if (type === 36 || type === 37) return "bare";
  const isSlice = type <= 9 || (type >= 16 && type <= 21);
  return isSlice || (type >= 32 && type <= 34) ? "kept" : "dropped";
}

/**
 * Takes samples apart into units of a length in `lengthBytes` bytes. Null, which refuses the film: units that do not fill
 * the sample, a head that is none, an end that holds something, a sample without a picture.
 */
export function nalSampleCleaner(
  coding: NalCoding,
  lengthBytes: number,
): SampleCleaner {
  const { headBytes, treatment } = rules[coding];
  return (sample) => {
    const parts: PicturePart[] = [];
    let at = 0;
    while (at < sample.length) {
      const start = at + lengthBytes;
      const end = start + lengthAt(sample, at, lengthBytes);
      if (end > sample.length) return null;
      const unit = sample.subarray(start, end);
      const treated = unit.length === 0 ? "dropped" : treatment(unit);
      // The first bit of a head is 0.
      if (u8(unit, 0) >= 0x80) return null;
      if (treated === "bare" && unit.length !== headBytes) return null;
      if (treated === "messages")
        parts.push(...messageParts(unit, headBytes, lengthBytes));
      else if (treated !== "dropped") {
        if (unit.length < headBytes) return null;
        parts.push({ kind: "copied", offset: at, length: end - at });
      }
      at = end;
    }
    return parts.some(({ kind }) => kind === "copied") || at === 0
      ? parts
      : null;
  };
}

/** A number of 1 to 4 bytes; past the end of the sample if there is not even that. */
function lengthAt(sample: Uint8Array, at: number, lengthBytes: number): number {
  let length = 0;
  for (let index = 0; index < lengthBytes; index += 1)
    length = length * 256 + u8(sample, at + index);
  return length;
}

function messageParts(
  unit: Uint8Array,
  headBytes: number,
  lengthBytes: number,
): readonly PicturePart[] {
  const shown = shownSei(unit.subarray(headBytes));
  if (shown === null) return [];
  const length = bytesOfU32be(headBytes + shown.length).subarray(
    4 - lengthBytes,
  );
  const bytes = joined([length, unit.subarray(0, headBytes), shown]);
  return [{ kind: "bytes", bytes }];
}
