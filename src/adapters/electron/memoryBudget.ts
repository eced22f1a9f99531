// Memory that bodies may take while they are held whole: first come, first served.

interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/** Invariants: 1. what is held stays within the limit, or is a single body; 2. nobody overtakes who waits. */
export class MemoryBudget {
  readonly #limitBytes: number;
  #heldBytes = 0;
  #line: readonly Waiting[] = [];

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Waits for room, and answers how to give it back (once); null as soon as the signal aborts, wherever in the line. */
  acquire(bytes: number, signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#line = this.#line.filter((other) => other !== waiting);
        resolve(null);
        // It may have been the one for whom there was no room.
        this.#admit();
      };
      const waiting = {
        bytes,
        enter: () => {
          signal.removeEventListener("abort", giveUp);
          this.#heldBytes += bytes;
          resolve(() => {
            this.#heldBytes -= bytes;
            this.#admit();
          });
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#line = [...this.#line, waiting];
      this.#admit();
    });
  }

  /** In order, as far as they fit. */
  #admit(): void {
    for (;;) {
      const [first, ...others] = this.#line;
      if (first === undefined || !this.#hasRoomFor(first.bytes)) return;
      this.#line = others;
      first.enter();
    }
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#heldBytes === 0 || this.#heldBytes + bytes <= this.#limitBytes;
  }
}
