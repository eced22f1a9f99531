// A spooled file as a request body that proves, while it is being sent, that it is still the file that was verified.
import { createHash } from "node:crypto";
import { BodyReadError, type HttpBody } from "../ports/httpClient.ts";
import type {
  OpenSpooledFile,
  SpooledFile,
  SpoolReader,
} from "../ports/spool.ts";
import type { Bandwidth } from "./bandwidth.ts";
import { blockBytes, type BlockPool } from "./blockPool.ts";

/** Handed over at a time: small enough for the stall watchdog to see a slow line move. */
const chunkBytes = 64 * 1024;

/** What a body is made with. */
export interface SpoolBodyDeps {
  readonly spool: SpoolReader;
  readonly blocks: BlockPool;
  /** Null: it goes nowhere. */
  readonly bandwidth: Bandwidth | null;
  /** MD5 as well, for a storage that answers with it. */
  readonly computesMd5: boolean;
}

/**
 * The body of one PUT. The last block is held back until the hash of the whole is right, so a damaged file never reaches the
 * storage complete: the stream throws `spoolDamaged` instead.
 *
 * Its block may be used for another file only when two things are over: the stream, which reads into it, and the exchange,
 * which may still be sending from it after the stream has ended.
 */
export class SpoolBody implements HttpBody {
  readonly sizeBytes: number;
  readonly #deps: SpoolBodyDeps;
  readonly #file: SpooledFile;
  #md5Hex: string | null = null;
  readonly #unusedBlocks: Uint8Array<ArrayBuffer>[] = [];
  #isExchangeOver = false;

  constructor(file: SpooledFile, deps: SpoolBodyDeps) {
    this.#file = file;
    this.#deps = deps;
    this.sizeBytes = file.sizeBytes;
  }

  /** Of the last stream that came to its end; null if it was not asked for. */
  get md5Hex(): string | null {
    return this.#md5Hex;
  }

  /** To be called once the exchange has its outcome. */
  exchangeEnded(): void {
    this.#isExchangeOver = true;
    for (const block of this.#unusedBlocks.splice(0))
      this.#deps.blocks.release(block);
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const { spool, blocks } = this.#deps;
    const opened = await spool.open(this.#file);
    if (!opened.ok) throw new BodyReadError(opened.failure);
    const block = blocks.acquire();
    try {
      yield* this.#verifiedChunks(opened.value, block);
    } finally {
      await opened.value.close();
      if (this.#isExchangeOver) blocks.release(block);
      else this.#unusedBlocks.push(block);
    }
  }

  async *#verifiedChunks(
    source: OpenSpooledFile,
    block: Uint8Array<ArrayBuffer>,
  ): AsyncGenerator<Uint8Array> {
    const file = this.#file;
    const { bandwidth, computesMd5 } = this.#deps;
    const hash = createHash("sha256");
    const md5 = computesMd5 ? createHash("md5") : null;
    for (let offset = 0; offset < file.sizeBytes; offset += blockBytes) {
      const length = Math.min(blockBytes, file.sizeBytes - offset);
      const part = block.subarray(0, length);
      const read = await source.readInto(part, offset);
      if (!read.ok) throw new BodyReadError(read.failure);
      hash.update(part);
      md5?.update(part);
      const isLast = offset + length === file.sizeBytes;
      if (
        read.value !== length ||
        (isLast && hash.digest("hex") !== file.sha256Hex)
      )
        throw new BodyReadError({ kind: "spoolDamaged" });
      if (isLast) this.#md5Hex = md5?.digest("hex") ?? null;
      for (let start = 0; start < length; start += chunkBytes) {
        const chunk = part.subarray(start, start + chunkBytes);
        const turn = bandwidth?.take(chunk.byteLength);
        if (turn != null) await turn;
        yield chunk;
      }
    }
  }
}
