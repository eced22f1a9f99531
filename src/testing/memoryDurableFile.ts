// A durable file in memory that can refuse on cue.
import type { DurableFile } from "../core/ports/durableFile.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** The DurableFile port without a disk. `readFailure` and `writeFailure` are answered for as long as they are set. */
export class MemoryDurableFile implements DurableFile {
  content: Uint8Array | null;
  readonly keptAside: Uint8Array[] = [];
  readFailure: DiskFailure | null = null;
  writeFailure: DiskFailure | null = null;
  isOwnersOnly = true;
  writes = 0;

  constructor(content: string | Uint8Array | null = null) {
    this.content = typeof content === "string" ? Buffer.from(content) : content;
  }

  /** The content as text; empty if there is no file. */
  get text(): string {
    return this.content === null
      ? ""
      : Buffer.from(this.content).toString("utf8");
  }

  async read(): Promise<Result<Uint8Array | null, DiskFailure>> {
    await Promise.resolve();
    return this.readFailure === null
      ? success(this.content)
      : failed(this.readFailure);
  }

  write(content: Uint8Array): Promise<Result<null, DiskFailure>> {
    return this.#change(() => {
      this.content = Uint8Array.from(content);
      this.writes += 1;
    });
  }

  remove(): Promise<Result<null, DiskFailure>> {
    return this.#change(() => {
      this.content = null;
    });
  }

  keepAside(): Promise<Result<null, DiskFailure>> {
    return this.#change(() => {
      if (this.content !== null) this.keptAside.push(this.content);
      this.content = null;
    });
  }

  isPrivate(): Promise<Result<boolean, DiskFailure>> {
    return Promise.resolve(success(this.isOwnersOnly));
  }

  /** One tick late, as a disk is, so that wrong orders show. */
  async #change(change: () => void): Promise<Result<null, DiskFailure>> {
    await Promise.resolve();
    if (this.writeFailure !== null) return failed(this.writeFailure);
    change();
    return success(null);
  }
}
