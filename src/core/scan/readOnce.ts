// A file on a medium that seeks badly: no byte of it is read twice, whoever asks for it and how often.
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SourceFile } from "./fileTree.ts";

/** Least that is read at a time: looking here and there costs more than reading on. */
const leastReadBytes = 64 * 1024;
/** Most that is read at a time, and what a cancelled reading may still take. */
const chunkBytes = 1024 * 1024;

/** A stretch that was read. */
interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Keeps what was read in memory until it is closed or was handed on. */
export class ReadOnce implements SourceFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly #medium: SourceFile;
  /** In their order, none overlapping another. */
  #pieces: Piece[] = [];

  constructor(medium: SourceFile) {
    this.#medium = medium;
    this.sizeBytes = medium.sizeBytes;
    this.modifiedAtMs = medium.modifiedAtMs;
  }

  async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const end = Math.min(offset + length, this.sizeBytes);
    if (end <= offset) return success(new Uint8Array(0));
    const bytes = new Uint8Array(end - offset);
    for (let at = offset; at < end;) {
      const found = await this.#pieceAt(at, end);
      if (!found.ok) return found;
      const piece = found.value;
      // The file has become shorter.
      if (piece === null) return success(bytes.subarray(0, at - offset));
      const part = piece.bytes.subarray(at - piece.offset, end - piece.offset);
      bytes.set(part, at - offset);
      at += part.length;
    }
    return success(bytes);
  }

  /**
   * All its bytes from the beginning to the end, reading on where nobody has read yet; each is let go once it was given. Ends
   * with a failure: that of the medium, or `sourceChanged` for a file that has become shorter.
   */
  async *wholly(): AsyncGenerator<Result<Uint8Array, DiskFailure>> {
    for (let at = 0; at < this.sizeBytes;) {
      const end = Math.min(at + chunkBytes, this.sizeBytes);
      const found = await this.#pieceAt(at, end);
      const piece = found.ok ? found.value : null;
      if (piece === null) {
        yield found.ok ? failed({ kind: "sourceChanged" }) : found;
        return;
      }
      this.#pieces = this.#pieces.filter((each) => each !== piece);
      yield success(piece.bytes);
      at = piece.offset + piece.bytes.length;
    }
  }

  close(): Promise<void> {
    this.#pieces = [];
    return this.#medium.close();
  }

  /** What holds the byte at `at`, read now if need be, if possible up to `end`; null if the file does not reach so far any more. */
  async #pieceAt(
    at: number,
    end: number,
  ): Promise<Result<Piece | null, DiskFailure>> {
    const known = this.#pieces.find(
      ({ offset, bytes }) => offset <= at && at < offset + bytes.length,
    );
    if (known !== undefined) return success(known);
    const next = this.#pieces.find(({ offset }) => offset > at);
    const most = Math.min(
      Math.max(end - at, leastReadBytes),
      chunkBytes,
      (next?.offset ?? this.sizeBytes) - at,
    );
    const read = await this.#medium.read(at, most);
    if (!read.ok) return read;
    if (read.value.length === 0) return success(null);
    const piece = { offset: at, bytes: read.value };
    this.#pieces = [...this.#pieces, piece].sort((a, b) => a.offset - b.offset);
    return success(piece);
  }
}
