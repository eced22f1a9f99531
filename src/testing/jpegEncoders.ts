// Encodes tiny grey pictures as JPEG for tests: lossless samples of up to 16 bits, and one flat block of 12 bits.
import { concatenate } from "../core/dicom/writeDataSet.ts";
import { segment } from "./codestreams.ts";

/** Every category 0 to 16 by a code of five bits, which is its own number; for DC (0) and AC (1). */
function fiveBitTable(tableClass: number): Uint8Array {
  return segment(
    0xffc4,
    Uint8Array.of(
      tableClass << 4,
      ...Array.from({ length: 16 }, (_, index) => (index === 4 ? 17 : 0)),
      ...Array.from({ length: 17 }, (_, category) => category),
    ),
  );
}

const code = (category: number) => category.toString(2).padStart(5, "0");

/** A difference as its category's code and its bits (T.81 F.1.2.1, H.1.2.2), modulo 2 to the power of 16. */
function difference(value: number): string {
  const signed = (value << 16) >> 16;
  if (signed === 0) return code(0);
  // Category 16 stands for one number only, and has no bits.
  if (signed === -32768) return code(16);
  const category = 32 - Math.clz32(Math.abs(signed));
  const bits = signed > 0 ? signed : signed + 2 ** category - 1;
  return code(category) + bits.toString(2).padStart(category, "0");
}

/** Bits as bytes, filled up with ones; a zero behind each FF. */
function entropyCoded(bits: string): Uint8Array {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  const bytes = (padded.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  return Uint8Array.from(
    bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])),
  );
}

/** Lossless (process 14, first-order prediction) samples of 16 bits in rows of `columns`. */
export function losslessJpeg(
  samples: readonly number[],
  columns: number,
): Uint8Array {
  const rows = samples.length / columns;
  const bits = samples.map((sample, at) => {
    const predictor = at % columns === 0 ? at - columns : at - 1;
    return difference(sample - (samples[predictor] ?? 0x8000));
  });
  return concatenate([
    Uint8Array.of(0xff, 0xd8),
    segment(0xffc3, Uint8Array.of(16, 0, rows, 0, columns, 1, 1, 0x11, 0)),
    fiveBitTable(0),
    segment(0xffda, Uint8Array.of(1, 1, 0, 1, 0, 0)),
    entropyCoded(bits.join("")),
    Uint8Array.of(0xff, 0xd9),
  ]);
}

/** Extended (process 4): 4 x 4 samples of 12 bits that are all `value`. */
export function flatExtendedJpeg(value: number): Uint8Array {
  // With steps of 8 the DC coefficient is the distance from the middle grey.
  const eights = new Uint8Array(65).fill(8, 1);
  return concatenate([
    Uint8Array.of(0xff, 0xd8),
    segment(0xffdb, eights),
    fiveBitTable(0),
    fiveBitTable(1),
    segment(0xffc1, Uint8Array.of(12, 0, 4, 0, 4, 1, 1, 0x11, 0)),
    segment(0xffda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    entropyCoded(difference(value - 2048) + code(0)),
    Uint8Array.of(0xff, 0xd9),
  ]);
}
