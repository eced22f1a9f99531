// Keeps the files that were rendered last, so that scrolling back and forth, zooming and windowing read each of them once.
import type { FileSource } from "../core/model/fileSource.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Larger files are read piece by piece, and not kept. */
const mostFileBytes = 8 * 1024 * 1024;
/** What is kept altogether, in each thread. */
const mostBytes = 48 * 1024 * 1024;

type Open = (source: FileSource) => Promise<Result<ByteSource, DiskFailure>>;

/**
 * Files that were opened lately. A file that was deleted or ejected in the meantime can be looked at for as long as it is
 * kept; preparing it looks again.
 */
export class RecentFiles {
  readonly #open: Open;
  /** Oldest first, as a Map keeps them. */
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(open: Open) {
    this.#open = open;
  }

  /** The file, from memory if it is there. Small ones are read whole, in one go. */
  async open(source: FileSource): Promise<Result<ByteSource, DiskFailure>> {
    const key = keyOf(source);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      // The youngest again.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return success(new KeptSource(kept));
    }
    const opened = await this.#open(source);
    if (!opened.ok || opened.value.sizeBytes > mostFileBytes) return opened;
    const { sizeBytes } = opened.value;
    const read = await opened.value.read(0, sizeBytes);
    // A copy: what a source gives may be its own until it is closed.
    const bytes = read.ok ? Uint8Array.from(read.value) : null;
    await opened.value.close();
    if (!read.ok) return read;
    if (bytes?.byteLength !== sizeBytes)
      return failed({ kind: "sourceChanged" });
    this.#keep(key, bytes);
    return success(new KeptSource(bytes));
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#kept.set(key, bytes);
    this.#keptBytes += bytes.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#keptBytes <= mostBytes) return;
      this.#kept.delete(oldest);
      this.#keptBytes -= byteLength;
    }
  }
}

function keyOf(source: FileSource): string {
  const { sizeBytes, modifiedAtMs } =
    source.kind === "file" ? source : source.container;
  return `${sizeBytes} ${modifiedAtMs} ${source.path}`;
}

class KeptSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.sizeBytes = bytes.byteLength;
  }

  /** A copy, since the array is the caller's to keep and to change. */
  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    return Promise.resolve(success(this.#bytes.slice(offset, offset + length)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
