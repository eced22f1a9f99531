// The image data of a PNG: inflated, and the exact extent of the compressed stream, after which something could hide.
import { inflateSync } from "node:zlib";
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { joined } from "./integers.ts";
import { pngDataBytes, type PngChunk, type PngHeader } from "./pngChunks.ts";

/** Inflated image data are at most this: 13,000 by 13,000 pixels of three bytes. */
const mostDataBytes = 512 * 1024 * 1024;

export interface PngImageData {
  /** The zlib stream, cut at its end. */
  readonly packed: Uint8Array;
  /** Filtered rows. */
  readonly rows: Uint8Array;
}

/** Inflates the IDAT chunks. `damaged` unless they hold exactly the rows that the header announces. */
export function pngImageData(
  header: PngHeader,
  chunks: readonly PngChunk[],
): Result<PngImageData, PictureProblem> {
  const expected = pngDataBytes(header);
  if (expected > mostDataBytes) return failed("tooLarge");
  const packed = joined(
    chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data),
  );
  try {
    const { buffer, engine } = inflateWithInfo(packed, expected + 1);
    if (buffer.length !== expected) return failed("damaged");
    return success({
      packed: packed.subarray(0, engine.bytesWritten),
      rows: buffer,
    });
  } catch {
    return failed("damaged");
  }
}

/** With `info` the answer also tells how much of the input was used; the type declarations know only the plain form. */
function inflateWithInfo(packed: Uint8Array, maxOutputLength: number) {
  return inflateSync(packed, {
    info: true,
    maxOutputLength,
  }) as unknown as {
    readonly buffer: Uint8Array;
    readonly engine: { readonly bytesWritten: number };
  };
}
