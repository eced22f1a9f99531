// A spooled file as a request body that proves, while it is being sent, that it is still the file that was verified.
import { createHash } from "node:crypto";
import { BodyReadError, type HttpBody } from "../ports/httpClient.ts";
import type {
  OpenSpooledFile,
  SpooledFile,
  SpoolReader,
} from "../ports/spool.ts";
import { blockBytes, type BlockPool } from "./blockPool.ts";

/** Handed over at a time: small enough for the stall watchdog to see a slow line move. */
const chunkBytes = 64 * 1024;

/**
 * The body of one PUT. The last block is held back until the hash of the whole is right, so a damaged file never reaches the
 * storage complete: the stream throws `spoolDamaged` instead.
 *
 * Its block may be used for another file only when two things are over: the stream, which reads into it, and the exchange,
 * which may still be sending from it after the stream has ended.
 */
export class SpoolBody implements HttpBody {
  readonly sizeBytes: number;
  readonly #spool: SpoolReader;
  readonly #file: SpooledFile;
  readonly #blocks: BlockPool;
  readonly #unusedBlocks: Uint8Array<ArrayBuffer>[] = [];
  #isExchangeOver = false;

  constructor(spool: SpoolReader, file: SpooledFile, blocks: BlockPool) {
    this.#spool = spool;
    this.#file = file;
    this.#blocks = blocks;
    this.sizeBytes = file.sizeBytes;
  }

  /** To be called once the exchange has its outcome. */
  exchangeEnded(): void {
    this.#isExchangeOver = true;
    for (const block of this.#unusedBlocks.splice(0))
      this.#blocks.release(block);
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const opened = await this.#spool.open(this.#file);
    if (!opened.ok) throw new BodyReadError(opened.failure);
    const block = this.#blocks.acquire();
    try {
      yield* verifiedChunks(opened.value, this.#file, block);
    } finally {
      await opened.value.close();
      if (this.#isExchangeOver) this.#blocks.release(block);
      else this.#unusedBlocks.push(block);
    }
  }
}

async function* verifiedChunks(
  source: OpenSpooledFile,
  file: SpooledFile,
  block: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for (let offset = 0; offset < file.sizeBytes; offset += blockBytes) {
    const length = Math.min(blockBytes, file.sizeBytes - offset);
    const part = block.subarray(0, length);
    const read = await source.readInto(part, offset);
    if (!read.ok) throw new BodyReadError(read.failure);
    hash.update(part);
    const isLast = offset + length === file.sizeBytes;
    if (
      read.value !== length ||
      (isLast && hash.digest("hex") !== file.sha256Hex)
    )
      throw new BodyReadError({ kind: "spoolDamaged" });
    for (let start = 0; start < length; start += chunkBytes)
      yield part.subarray(start, start + chunkBytes);
  }
}
