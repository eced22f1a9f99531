// Progress of a scan with what is copied of slow media meanwhile: also between two files, since one may take minutes.
import type { ScanProgress } from "./scanFiles.ts";

/** Fewer bytes than this are not worth a report of their own. */
const leastBytes = 4 * 1024 * 1024;

/** Joins what the scan tells and what the copying tells. */
export class CopyProgress {
  readonly #onProgress: (progress: ScanProgress) => void;
  #scanned: ScanProgress | null = null;
  #copiedBytes = 0;
  #toldBytes = 0;

  constructor(onProgress: (progress: ScanProgress) => void) {
    this.#onProgress = onProgress;
  }

  readonly scanned = (progress: ScanProgress): void => {
    this.#scanned = progress;
    this.#tell();
  };

  /** So many bytes more; fewer, where a copy was thrown away. The first ones are told at once, and so is what is taken back. */
  readonly copied = (bytes: number): void => {
    this.#copiedBytes += bytes;
    const isFirst = this.#toldBytes === 0;
    if (
      isFirst ||
      bytes < 0 ||
      this.#copiedBytes - this.#toldBytes >= leastBytes
    )
      this.#tell();
  };

  #tell(): void {
    if (this.#scanned === null) return;
    const copiedBytes = this.#copiedBytes;
    this.#toldBytes = copiedBytes;
    this.#onProgress({
      ...this.#scanned,
      ...(copiedBytes > 0 && { copiedBytes }),
    });
  }
}
