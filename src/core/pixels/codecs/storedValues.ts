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

function storedValues(
  decoded: DecodedCodestream,
  form: {
    readonly bitsStored: number;
    readonly lowestBit: number;
    readonly isSigned: boolean;
  },
): Samples {
  const { samples } = decoded;
  const { bitsStored, lowestBit, isSigned } = form;
  const stored = emptySamples(samples.length, bitsStored, isSigned);
  const up = Math.max(0, 32 - bitsStored - lowestBit);
  const down = 32 - bitsStored;
  if (isSigned)
    for (let index = 0; index < stored.length; index += 1)
      stored[index] = ((samples[index] ?? 0) << up) >> down;
  else
    for (let index = 0; index < stored.length; index += 1)
      stored[index] = ((samples[index] ?? 0) << up) >>> down;
  return stored;
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
