// A spooled file as a request body that proves, while it is being sent, that it is still the file that was verified.
import { createHash } from "node:crypto";
import { BodyReadError, type HttpBody } from "../ports/httpClient.ts";
import type { SpooledFile, SpoolReader } from "../ports/spool.ts";

/** Read at a time; four files are in flight, so at most a mebibyte is held. */
const blockBytes = 256 * 1024;
/** Handed over at a time: small enough for the stall watchdog to see a slow line move. */
const chunkBytes = 64 * 1024;

/**
 * Each stream opens the file anew. The last block is held back until the hash of the whole is right, so a damaged file
 * never reaches the storage complete: the stream throws `spoolDamaged` instead.
 */
export function spoolBody(spool: SpoolReader, file: SpooledFile): HttpBody {
  return {
    sizeBytes: file.sizeBytes,
    stream: () => verifiedChunks(spool, file),
  };
}

async function* verifiedChunks(
  spool: SpoolReader,
  file: SpooledFile,
): AsyncGenerator<Uint8Array> {
  const opened = await spool.open(file);
  if (!opened.ok) throw new BodyReadError(opened.failure);
  const source = opened.value;
  const hash = createHash("sha256");
  try {
    for (let offset = 0; offset < file.sizeBytes; offset += blockBytes) {
      const length = Math.min(blockBytes, file.sizeBytes - offset);
      const read = await source.read(offset, length);
      if (!read.ok) throw new BodyReadError(read.failure);
      const block = read.value;
      hash.update(block);
      const isLast = offset + length === file.sizeBytes;
      if (
        block.byteLength !== length ||
        (isLast && hash.digest("hex") !== file.sha256Hex)
      )
        throw new BodyReadError({ kind: "spoolDamaged" });
      for (let start = 0; start < length; start += chunkBytes)
        yield block.subarray(start, start + chunkBytes);
    }
  } finally {
    await source.close();
  }
}
