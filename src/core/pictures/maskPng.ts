// Paints masks into the stored samples of a PNG, whatever their depth, and leaves all others as they are.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { MaskedRows } from "../masks/maskRuns.ts";
import { joined, u16be, u8 } from "./integers.ts";
import {
  pngChunkParts,
  pngChunks,
  pngHeader,
  pngSignature,
  samplesPerPixel,
  type PngHeader,
} from "./pngChunks.ts";
import { pngImageData } from "./pngImageData.ts";
import { packedRows, plainRows, setSample, type PngRow } from "./pngSamples.ts";
import { overWhite } from "./rgbFrame.ts";

/** The same file with black under the masks, and all of its chunks. */
export function maskPng(
  bytes: Uint8Array,
  masked: MaskedRows,
): Result<Uint8Array, PictureProblem> {
  const parsed = pngChunks(bytes);
  if (!parsed.ok) return parsed;
  const chunks = parsed.value;
  const dataOf = (type: string) =>
    chunks.find((chunk) => chunk.type === type)?.data ?? new Uint8Array();
  const header = pngHeader(dataOf("IHDR"));
  if (header === null) return failed("damaged");
  const imageData = pngImageData(header, chunks);
  if (!imageData.ok) return imageData;
  const rows = plainRows(header, imageData.value.rows);
  if (rows === null) return failed("damaged");
  const black = blackPixel(header, dataOf("PLTE"), dataOf("tRNS"));
  for (const row of rows) paint(header, row, masked, black);
  const first = chunks.findIndex(({ type }) => type === "IDAT");
  const packed = { type: "IDAT", data: packedRows(rows) };
  return success(
    joined([
      Uint8Array.from(pngSignature),
      ...chunks
        .map((chunk, index) => (index === first ? packed : chunk))
        .filter((chunk) => chunk === packed || chunk.type !== "IDAT")
        .flatMap(pngChunkParts),
    ]),
  );
}

function paint(
  header: PngHeader,
  { pass, y, row }: PngRow,
  masked: MaskedRows,
  black: readonly number[],
): void {
  const samples = samplesPerPixel(header);
  const runs = masked[pass.firstY + y * pass.stepY] ?? [];
  for (const { from, to } of runs)
    for (let x = 0; x < pass.columns; x += 1) {
      const column = pass.firstX + x * pass.stepX;
      if (column < from || column >= to) continue;
      black.forEach((value, sample) => {
        setSample(row, x * samples + sample, value, header.bitDepth);
      });
    }
}

/** Samples of an opaque black pixel, or of the darkest that there is. */
function blackPixel(
  header: PngHeader,
  palette: Uint8Array,
  transparency: Uint8Array,
): readonly number[] {
  const { colourType, bitDepth } = header;
  const most = 2 ** bitDepth - 1;
  switch (colourType) {
    case 3:
      return [darkestIndex(palette, transparency)];
    case 4:
      return [0, most];
    case 6:
      return [0, 0, 0, most];
    case 0:
      return isSeeThrough(transparency, 1) ? [1] : [0];
    case 2:
      return isSeeThrough(transparency, 3) ? [0, 0, 1] : [0, 0, 0];
  }
}

/** True if black is the one colour that is not drawn (11.3.1.1): then the next one is taken. */
function isSeeThrough(transparency: Uint8Array, samples: number): boolean {
  return (
    transparency.length === samples * 2 &&
    Array.from({ length: samples }, (_, sample) => sample * 2).every(
      (at) => u16be(transparency, at) === 0,
    )
  );
}

function darkestIndex(palette: Uint8Array, transparency: Uint8Array): number {
  let darkest = 0;
  let leastLight = Infinity;
  for (let index = 0; index * 3 < palette.length; index += 1) {
    const alpha = transparency[index] ?? 255;
    const [red, green, blue] = [0, 1, 2].map((part) =>
      overWhite(u8(palette, index * 3 + part), alpha),
    ) as [number, number, number];
    const light = 0.299 * red + 0.587 * green + 0.114 * blue;
    if (light >= leastLight) continue;
    darkest = index;
    leastLight = light;
  }
  return darkest;
}
