// A preview as a PNG file, for whoever has no window to look into.
import { deflateSync } from "node:zlib";
import { pngChunkParts, pngSignature } from "../core/pictures/pngChunks.ts";
import type { PreviewImage } from "../shared/preview.ts";

/** Eight bits, red, green, blue and opacity. */
export function previewPng({ width, height, pixels }: PreviewImage): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rowBytes = width * 4;
  const rows = Buffer.alloc(height * (rowBytes + 1));
  for (let row = 0; row < height; row++)
    rows.set(
      pixels.subarray(row * rowBytes, (row + 1) * rowBytes),
      row * (rowBytes + 1) + 1,
    );
  return Buffer.concat([
    Buffer.from(pngSignature),
    ...pngChunkParts({ type: "IHDR", data: header }),
    ...pngChunkParts({ type: "IDAT", data: deflateSync(rows) }),
    ...pngChunkParts({ type: "IEND", data: new Uint8Array() }),
  ]);
}
