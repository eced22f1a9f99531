// A spooled file as a request body that proves, while it is being sent, that it is still the file that was verified.
import { BodyReadError, type HttpBody } from "../ports/httpClient.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type {
  HashedBlock,
  HashingRead,
  SpooledFile,
  SpoolReader,
} from "../ports/spool.ts";
import type { Bandwidth } from "./bandwidth.ts";
import { blockBytes, type BlockPool } from "./blockPool.ts";

/** Handed over at a time: small enough for the stall watchdog to see a slow line move. */
const chunkBytes = 64 * 1024;
/** From here a line is fast: four PUTs then each move a whole block eight times in a second, and many small chunks are only more work. */
const fastBytesPerSecond = 16 * 1024 * 1024;

/** Given once for each file: without a reason at hand, an error with a stack trace would be made for it. */
const exchangeIsOver = "The exchange is over";

/** What a body is made with. */
export interface SpoolBodyDeps {
  readonly spool: SpoolReader;
  readonly blocks: BlockPool;
  /** Null: it goes nowhere. */
  readonly bandwidth: Bandwidth | null;
  /** MD5 as well, for a storage that answers with it. */
  readonly computesMd5: boolean;
  /** What the line is seen to bear, of all PUTs together; null if that is not known. Asked for every block. */
  readonly bytesPerSecond: () => number | null;
}

/** A reading whose first block is on its way. */
interface BegunRead {
  readonly read: HashingRead;
  readonly block: Uint8Array;
  readonly first: Promise<Result<HashedBlock, DiskFailure>>;
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
  #isProved = false;
  readonly #unusedBlocks: Uint8Array[] = [];
  /** Ends the waits for a turn; made by the first. */
  #waits: AbortController | null = null;
  #isExchangeOver = false;
  #ahead: BegunRead | null = null;

  constructor(file: SpooledFile, deps: SpoolBodyDeps) {
    this.#file = file;
    this.#deps = deps;
    this.sizeBytes = file.sizeBytes;
  }

  /** Of the last stream that came to its end; null if it was not asked for. */
  get md5Hex(): string | null {
    return this.#md5Hex;
  }

  /** True once the last stream was proved to its end: what was stored before that is not this file. */
  get isProved(): boolean {
    return this.#isProved;
  }

  /** To be called once the exchange has its outcome. */
  exchangeEnded(): void {
    this.#isExchangeOver = true;
    this.#waits?.abort(exchangeIsOver);
    for (const block of this.#unusedBlocks.splice(0))
      this.#deps.blocks.release(block);
  }

  /** Begins to read for the next stream, which then need not wait for the disk. Without a stream, `discard` has to follow. */
  readAhead(): void {
    this.#ahead ??= this.#begin();
  }

  /** Gives back what was read ahead and not used. */
  async discard(): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead === null) return;
    await Promise.allSettled([ahead.first]);
    await ahead.read.close();
    this.#deps.blocks.release(ahead.block);
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const begun = this.#ahead ?? this.#begin();
    this.#ahead = null;
    this.#isProved = false;
    try {
      for (let offset = 0; offset < this.sizeBytes;) {
        const bytes = await this.#nextBlock(begun, offset);
        offset += bytes;
        // Asked for each chunk: a limit may begin at any moment.
        for (let start = 0; start < bytes;) {
          const end = Math.min(start + this.#chunkBytes(), bytes);
          const chunk = begun.block.subarray(start, end);
          start = end;
          const turn = this.#turn(chunk.byteLength);
          if (turn !== null) await turn;
          yield chunk;
        }
      }
    } finally {
      await Promise.allSettled([begun.first]);
      await begun.read.close();
      if (this.#isExchangeOver) this.#deps.blocks.release(begun.block);
      else this.#unusedBlocks.push(begun.block);
    }
  }

  /** Null: so many bytes may go at once. */
  #turn(bytes: number): Promise<void> | null {
    return (
      this.#deps.bandwidth?.take(bytes, () => this.#untilExchangeEnds()) ?? null
    );
  }

  #untilExchangeEnds(): AbortSignal {
    this.#waits ??= new AbortController();
    if (this.#isExchangeOver) this.#waits.abort(exchangeIsOver);
    return this.#waits.signal;
  }

  #begin(): BegunRead {
    const { spool, blocks, computesMd5 } = this.#deps;
    const read = spool.readHashing(this.#file, { withMd5: computesMd5 });
    const block = blocks.acquire();
    const first = read.next(block);
    // A bug is met by the stream, or by nobody.
    first.catch(() => undefined);
    return { read, block, first };
  }

  #chunkBytes(): number {
    const rate = this.#deps.bytesPerSecond() ?? 0;
    const bytes = rate < fastBytesPerSecond ? chunkBytes : blockBytes;
    return this.#deps.bandwidth?.portionBytes(bytes) ?? bytes;
  }

  /** Fills the block with what follows `offset`, and answers how much that is once it is proved as far as it can be. */
  async #nextBlock(
    { read, block, first }: BegunRead,
    offset: number,
  ): Promise<number> {
    const filled = await (offset === 0 ? first : read.next(block));
    if (!filled.ok) throw new BodyReadError(filled.failure);
    const { bytes, digests } = filled.value;
    const isLast = offset + bytes === this.sizeBytes;
    if (
      isLast !== (digests !== null) ||
      (digests !== null && digests.sha256Hex !== this.#file.sha256Hex)
    )
      throw new BodyReadError({ kind: "spoolDamaged" });
    this.#md5Hex = digests?.md5Hex ?? null;
    this.#isProved = digests !== null;
    return bytes;
  }
}
