// The bytes of a file as far as they were read: grows on demand, and can leave out a large value in the middle.
import type { DiskFailure, HeaderProblem } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";

/** First read of a file: holds the whole header of nearly every image. */
const firstReadBytes = 64 * 1024;
/** Most that is kept of one header. */
const maxLoadedBytes = 64 * 1024 * 1024;
/** Furthest a header may reach, left-out values included. */
const maxSpanBytes = 512 * 1024 * 1024;

/** Why more bytes could not be had. */
export type HeadFailure =
  | { readonly kind: "damaged"; readonly problem: HeaderProblem }
  | { readonly kind: "unreadable"; readonly code: string };

/** Bytes that can be asked for more. */
export interface GrowingBytes {
  readonly bytes: Uint8Array;
  /** Loads at least up to `until`. */
  growTo(until: number): Promise<Result<null, HeadFailure>>;
  /** Leaves out everything from the end of what is loaded up to `offset`, and loads on from there. */
  skipTo(offset: number): Promise<Result<null, HeadFailure>>;
}

/**
 * The beginning of a file. `bytes` always starts at offset 0 and ends where reading ended; a value that was left out is
 * zeros there, which cost address space but no memory, because nothing ever touches them.
 */
export class HeadBytes implements GrowingBytes {
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #source: ByteSource;
  /** Loaded ranges [start, end) in order; the last one is still growing. */
  readonly #ranges: { start: number; end: number }[] = [{ start: 0, end: 0 }];

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Reads the first stretch of the file. */
  async loadFirst(): Promise<Result<null, HeadFailure>> {
    const wanted = this.#source.firstLookBytes ?? firstReadBytes;
    const length = Math.min(wanted, this.#source.sizeBytes);
    const read = await this.#source.read(0, length);
    if (!read.ok) return failed(unreadable(read.failure));
    this.#bytes = read.value;
    this.#ranges[0] = { start: 0, end: read.value.length };
    return success(null);
  }

  /** Loads ahead: at least as far again as was loaded already. */
  async growTo(until: number): Promise<Result<null, HeadFailure>> {
    const last = this.#ranges.at(-1);
    if (last === undefined) return failed(tooLarge);
    const goal = Math.min(
      this.#source.sizeBytes,
      Math.max(
        until + firstReadBytes,
        last.end + Math.max(firstReadBytes, last.end - last.start),
      ),
    );
    const loaded = this.#ranges.reduce((sum, r) => sum + r.end - r.start, 0);
    if (loaded + goal - last.end > maxLoadedBytes || goal > maxSpanBytes)
      return failed(tooLarge);
    const read = await this.#source.read(last.end, goal - last.end);
    if (!read.ok) return failed(unreadable(read.failure));
    if (last.end + read.value.length < until)
      return failed({ kind: "damaged", problem: "truncated" });
    const grown = new Uint8Array(last.end + read.value.length);
    for (const range of this.#ranges)
      grown.set(this.#bytes.subarray(range.start, range.end), range.start);
    grown.set(read.value, last.end);
    last.end += read.value.length;
    this.#bytes = grown;
    return success(null);
  }

  async skipTo(offset: number): Promise<Result<null, HeadFailure>> {
    this.#ranges.push({ start: offset, end: offset });
    return await this.growTo(offset);
  }
}

const tooLarge: HeadFailure = { kind: "damaged", problem: "tooLarge" };

/** A failed read as the failure of a header. */
export function unreadable(failure: DiskFailure): HeadFailure {
  if (failure.kind === "unpackFailed")
    return { kind: "damaged", problem: "unpackFailed" };
  return {
    kind: "unreadable",
    code: failure.kind === "unreadable" ? failure.code : failure.kind,
  };
}
