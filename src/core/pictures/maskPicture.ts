// Paints masks over a still picture. The result is a PNG, so that nothing beside the masks is changed by compression.
import type { MaskShape } from "../../shared/mask.ts";
import type {
  PictureFormat,
  PictureProblem,
} from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { withRGB } from "../deid/decodedPixels.ts";
import { isEmpty, maskedRows, type MaskedRows } from "../masks/maskRuns.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { cleanPng } from "./cleanPng.ts";
import { decodePicture } from "./decodePicture.ts";
import { bytesOfU32be, joined } from "./integers.ts";
import { maskPng } from "./maskPng.ts";
import { pngChunkParts, pngSignature, type PngHeader } from "./pngChunks.ts";
import { packedRows } from "./pngSamples.ts";

/** A picture with masks on it. */
export interface MaskedPicture {
  /** The clean PNG, in parts. */
  readonly parts: readonly Uint8Array[];
  readonly rows: MaskedRows;
  /** As it is shown without masks: RGB of eight bits. */
  readonly unpainted: DecodedFrame;
}

/** Paints the shapes, which lie on the picture as it is shown. Null if they do not touch it. */
export function maskPicture(
  bytes: Uint8Array,
  format: PictureFormat,
  shapes: readonly MaskShape[],
): Result<MaskedPicture | null, PictureProblem> {
  const unpainted = shownPixels(bytes, format);
  if (unpainted === null) return failed("cannotBeMasked");
  const rows = maskedRows(shapes, unpainted);
  if (isEmpty(rows)) return success(null);
  // A PNG keeps its depth; the others have no more than eight bits to keep.
  const png = format === "png" ? bytes : encodedPng(unpainted);
  const painted = maskPng(png, rows);
  const clean = painted.ok ? cleanPng(painted.value) : painted;
  return clean.ok ? success({ parts: clean.value, rows, unpainted }) : clean;
}

/** True if a written picture is black under its masks, or as dark as its palette goes, and as it was beside them. */
export function isJustMasked(
  written: Uint8Array,
  { rows, unpainted }: MaskedPicture,
): boolean {
  const found = shownPixels(written, "png");
  if (found?.rows !== rows.length || found.columns !== unpainted.columns)
    return false;
  const expected = unpainted.samples.slice();
  const [first] = rows.flatMap((runs, row) =>
    runs.map(({ from }) => (row * found.columns + from) * 3),
  );
  const black = found.samples.slice(first, (first ?? 0) + 3);
  rows.forEach((runs, row) => {
    for (const { from, to } of runs)
      for (let column = from; column < to; column += 1)
        expected.set(black, (row * found.columns + column) * 3);
  });
  return found.samples.every((sample, index) => sample === expected[index]);
}

function shownPixels(
  bytes: Uint8Array,
  format: PictureFormat,
): DecodedFrame | null {
  const decoded = decodePicture(bytes, format);
  return decoded === null ? null : withRGB(decoded);
}

/** An RGB frame as a PNG. */
function encodedPng({ rows, columns, samples }: DecodedFrame): Uint8Array {
  const header: PngHeader = {
    rows,
    columns,
    bitDepth: 8,
    colourType: 2,
    isInterlaced: false,
  };
  const pass = { firstX: 0, firstY: 0, stepX: 1, stepY: 1, columns, rows };
  const bytes = Uint8Array.from(samples);
  const data = packedRows(
    Array.from({ length: rows }, (_, y) => ({
      pass,
      y,
      row: bytes.subarray(y * columns * 3, (y + 1) * columns * 3),
    })),
  );
  return joined([
    Uint8Array.from(pngSignature),
    ...pngChunkParts({ type: "IHDR", data: headerData(header) }),
    ...pngChunkParts({ type: "IDAT", data }),
    ...pngChunkParts({ type: "IEND", data: new Uint8Array() }),
  ]);
}

function headerData(header: PngHeader): Uint8Array {
  const { columns, rows, bitDepth, colourType } = header;
  return joined([
    bytesOfU32be(columns, rows),
    Uint8Array.of(bitDepth, colourType, 0, 0, 0),
  ]);
}
