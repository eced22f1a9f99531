// Puts a decoded codestream under the header of its data set: which bits count, their sign, and the name of the colours.
import type { DecodedFrame, Samples } from "../decodedFrame.ts";
import type { FrameLayout } from "../frameLayout.ts";
import type { DecodedCodestream } from "./codestream.ts";

/**
 * The frame a codestream stands for. Where header and codestream disagree on sign, the header is right: encoders that
 * know no sign keep the bit pattern (PS3.5 8.2.4). More bits than the header has room for are kept all the same.
 */
export function frameOfCodestream(
  decoded: DecodedCodestream,
  layout: FrameLayout,
): DecodedFrame {
  const { rows, columns, isSigned } = layout;
  const isWider = decoded.precision > layout.bitsAllocated;
  const bitsStored = isWider ? decoded.precision : layout.bitsStored;
  // Pixels that lie in the upper bits were compressed with the lower ones where the codestream is that wide.
  const lowestBit =
    decoded.precision > layout.highBit ? layout.highBit + 1 - bitsStored : 0;
  return {
    rows,
    columns,
    samplesPerPixel: decoded.components,
    photometricInterpretation: photometricInterpretationOf(decoded, layout),
    bitsStored,
    isSigned,
    samples: storedValues(decoded, {
      bitsStored,
      lowestBit: Math.max(0, lowestBit),
      isSigned,
    }),
  };
}

/** Which bits of a decoded sample are its value. */
interface StoredForm {
  readonly bitsStored: number;
  readonly lowestBit: number;
  readonly isSigned: boolean;
}

function storedValues(decoded: DecodedCodestream, form: StoredForm): Samples {
  const { samples } = decoded;
  const { bitsStored, lowestBit, isSigned } = form;
  const stored = emptySamples(samples.length, bitsStored, isSigned);
  const up = Math.max(0, 32 - bitsStored - lowestBit);
  const down = 32 - bitsStored;
  const within = overshootOf(decoded, form);
  for (let index = 0; index < stored.length; index += 1) {
    const sample = within?.(samples[index] ?? 0) ?? samples[index] ?? 0;
    stored[index] = isSigned ? (sample << up) >> down : (sample << up) >>> down;
  }
  return stored;
}

/**
 * Lossy coding overshoots near edges: what lies a little beyond the range of the stored bits is its brightest or darkest
 * value, and would be the opposite if bits were cut off. What lies far beyond was kept in the upper bits on purpose. Null
 * where samples cannot overshoot.
 */
function overshootOf(
  { precision, isLossy, isSigned: isCodedSigned }: DecodedCodestream,
  { bitsStored, lowestBit, isSigned }: StoredForm,
): ((sample: number) => number) | null {
  if (!isLossy || precision <= bitsStored || lowestBit > 0) return null;
  if (isCodedSigned !== isSigned) return null;
  const range = 2 ** bitsStored;
  const least = isSigned ? -range / 2 : 0;
  const most = least + range - 1;
  const tolerance = range / 8;
  return (sample) =>
    sample < least - tolerance || sample > most + tolerance
      ? sample
      : Math.min(most, Math.max(least, sample));
}

function emptySamples(
  count: number,
  bits: number,
  isSigned: boolean,
): Exclude<Samples, Float32Array | Float64Array> {
  if (bits <= 8) return isSigned ? new Int8Array(count) : new Uint8Array(count);
  if (bits <= 16)
    return isSigned ? new Int16Array(count) : new Uint16Array(count);
  return isSigned ? new Int32Array(count) : new Uint32Array(count);
}

/** Colours as they are after decoding: chroma at full size, and transforms of JPEG 2000 undone. */
function photometricInterpretationOf(
  decoded: DecodedCodestream,
  layout: FrameLayout,
): string {
  const { photometricInterpretation } = layout;
  if (decoded.components !== 3) return photometricInterpretation;
  if (decoded.colour !== null) return decoded.colour;
  switch (photometricInterpretation) {
    case "YBR_FULL_422":
      return "YBR_FULL";
    // Names of transforms that are part of the codestream (PS3.3 C.7.6.3.1.2), and are undone with it.
    case "YBR_ICT":
    case "YBR_RCT":
      return "RGB";
    default:
      return photometricInterpretation;
  }
}
