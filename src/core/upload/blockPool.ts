// Blocks of memory for files on their way, used again and again: fresh memory for every block costs more than reading into it.

/** Read at a time: most slices in one go. */
export const blockBytes = 512 * 1024;

/** Hands out blocks. One that is never released is collected like any other memory. */
export class BlockPool {
  readonly #free: Uint8Array[] = [];
  readonly #mostKept: number;

  /** Keeps at most `mostKept` blocks that nobody uses. */
  constructor(mostKept: number) {
    this.#mostKept = mostKept;
  }

  acquire(): Uint8Array {
    // Shared, so that a thread can read into it while it stays here.
    return (
      this.#free.pop() ?? new Uint8Array(new SharedArrayBuffer(blockBytes))
    );
  }

  /** The block must not be read or written by anyone any more. */
  release(block: Uint8Array): void {
    if (this.#free.length < this.#mostKept) this.#free.push(block);
  }
}
