// A PNG without anything but its pixels and what colours them.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  pngChunkParts,
  pngChunks,
  pngHeader,
  pngSignature,
  type PngChunk,
  type PngHeader,
} from "./pngChunks.ts";
import { pngImageData } from "./pngImageData.ts";

/** Chunks before the palette that say how colours are meant, with their only lengths (11.3.2). */
const colourSpaceLengths: Readonly<Record<string, number>> = {
  cHRM: 32,
  gAMA: 4,
  sRGB: 1,
};

/** Physical pixel size: two numbers and a unit (11.3.4.3). */
const physicalSizeLength = 9;

/**
 * Keeps IHDR, PLTE, IDAT, IEND, tRNS, gAMA, cHRM, sRGB, sBIT, bKGD and pHYs, each once and of its one length; text, time,
 * Exif, colour profiles, animation and private chunks go. Image data are cut at the end of their compressed stream.
 */
export function cleanPng(
  bytes: Uint8Array,
): Result<readonly Uint8Array[], PictureProblem> {
  const parsed = pngChunks(bytes);
  if (!parsed.ok) return parsed;
  const chunks = parsed.value;
  const first = chunks[0];
  const header = first?.type === "IHDR" ? pngHeader(first.data) : null;
  if (first === undefined || header === null) return failed("damaged");
  const imageData = pngImageData(header, chunks);
  if (!imageData.ok) return imageData;
  const kept: PngChunk[] = [];
  const seen = new Set<string>();
  for (const { type, data } of chunks) {
    if (!isKept(type, data, header)) {
      // A critical chunk nobody knows changes what the image is (5.4).
      if (isCritical(type) && type !== "PLTE") return failed("unsupported");
      continue;
    }
    if (seen.has(type) && type !== "IDAT") return failed("damaged");
    if (!seen.has(type))
      kept.push(
        type === "IDAT"
          ? { type, data: imageData.value.packed }
          : { type, data },
      );
    seen.add(type);
  }
  if (header.colourType === 3 && !seen.has("PLTE")) return failed("damaged");
  return success([
    Uint8Array.from(pngSignature),
    ...kept.flatMap(pngChunkParts),
  ]);
}

function isCritical(type: string): boolean {
  return /^[A-Z]/.test(type);
}

function isKept(type: string, data: Uint8Array, header: PngHeader): boolean {
  const { colourType } = header;
  switch (type) {
    case "IHDR":
    case "IDAT":
      return true;
    case "IEND":
      return data.length === 0;
    case "PLTE":
      // Beside a palette image it is a mere suggestion.
      return (
        colourType === 3 &&
        data.length > 0 &&
        data.length % 3 === 0 &&
        data.length <= 3 * 2 ** header.bitDepth
      );
    case "tRNS":
      if (colourType === 3)
        return data.length > 0 && data.length <= 2 ** header.bitDepth;
      return (
        (colourType === 0 && data.length === 2) ||
        (colourType === 2 && data.length === 6)
      );
    case "sBIT":
      return data.length === { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[colourType];
    case "bKGD":
      return data.length === { 0: 2, 2: 6, 3: 1, 4: 2, 6: 6 }[colourType];
    case "pHYs":
      return data.length === physicalSizeLength;
    default:
      return data.length === colourSpaceLengths[type];
  }
}
