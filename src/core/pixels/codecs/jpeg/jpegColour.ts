// What a JPEG codestream says of its own colours, by the marks encoders leave.
import type { DecodedCodestream } from "../codestream.ts";
import type { JpegFrame } from "./jpegFrame.ts";

/** Application segments that tell of colour. */
export interface ColourMarks {
  /** A JFIF segment: three components are YCbCr. */
  readonly jfif: boolean;
  /** The transform of an Adobe segment: 0 none, 1 YCbCr; null without one. */
  readonly adobeTransform: number | null;
}

/**
 * Colour of three components; null where the codestream has no mark of it and Photometric Interpretation decides. The
 * marks come first, because headers are often rewritten without the pixels. Lossless images are never transformed
 * (PS3.5 8.2.1), whatever their marks.
 */
export function colourOf(
  frame: JpegFrame,
  marks: ColourMarks,
): DecodedCodestream["colour"] {
  if (frame.components.length !== 3 || frame.process === "lossless")
    return null;
  if (marks.adobeTransform === 0) return "RGB";
  if (marks.adobeTransform === 1) return "YBR_FULL";
  if (marks.jfif) return "YBR_FULL";
  const ids = String.fromCharCode(...frame.components.map(({ id }) => id));
  if (ids === "RGB") return "RGB";
  // Only chroma is ever coded with fewer samples.
  const isSubsampled = frame.components.some(
    ({ columns, rows }) => columns !== frame.columns || rows !== frame.rows,
  );
  return isSubsampled ? "YBR_FULL" : null;
}
