// Reads one frame's codestream as if its fragments were one piece, a window at a time.
import type { RefusalReason } from "../../../shared/failure.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { unreadable, type ByteRange } from "../../pixels/encapsulatedItems.ts";
import type { ByteSource } from "../../ports/byteSource.ts";

/** More than the longest marker segment. */
const windowBytes = 128 * 1024;
const nothing = new Uint8Array(0);

/** The bytes of a frame, at offsets from its own beginning. */
export class CodestreamReader {
  readonly lengthBytes: number;
  readonly #source: ByteSource;
  readonly #fragments: readonly ByteRange[];
  #window: Uint8Array = nothing;
  #windowOffset = 0;

  constructor(source: ByteSource, fragments: readonly ByteRange[]) {
    this.#source = source;
    this.#fragments = fragments;
    this.lengthBytes = fragments.reduce((sum, { length }) => sum + length, 0);
  }

  /** Up to `length` bytes, at most a window (128 KiB); fewer at the end. Valid until the next call. */
  async bytes(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>> {
    const wanted = Math.max(
      0,
      Math.min(length, windowBytes, this.lengthBytes - offset),
    );
    const isInWindow =
      offset >= this.#windowOffset &&
      offset + wanted <= this.#windowOffset + this.#window.byteLength;
    if (!isInWindow) {
      const loaded = await this.#load(offset);
      if (!loaded.ok) return loaded;
    }
    const start = offset - this.#windowOffset;
    return success(this.#window.subarray(start, start + wanted));
  }

  /** Where the bytes from `start` up to `end` lie in the file. */
  places(start: number, end: number): readonly ByteRange[] {
    const places: ByteRange[] = [];
    let before = 0;
    for (const { offset, length } of this.#fragments) {
      const from = Math.max(start - before, 0);
      const to = Math.min(end - before, length);
      if (from < to) places.push({ offset: offset + from, length: to - from });
      before += length;
    }
    return places;
  }

  async #load(offset: number): Promise<Result<null, RefusalReason>> {
    const end = Math.min(offset + windowBytes, this.lengthBytes);
    const chunks: Uint8Array[] = [];
    for (const place of this.places(offset, end)) {
      const read = await this.#source.read(place.offset, place.length);
      if (!read.ok) return failed(unreadable(read.failure));
      if (read.value.byteLength < place.length)
        return failed({ kind: "sourceChanged" });
      chunks.push(read.value);
    }
    const [only = nothing] = chunks;
    this.#window = chunks.length <= 1 ? only : Buffer.concat(chunks);
    this.#windowOffset = offset;
    return success(null);
  }
}
