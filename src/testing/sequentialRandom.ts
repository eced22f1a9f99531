// Randomness that counts: every test run gets the same bytes, and no two calls get equal ones.
import type { Random } from "../core/ports/random.ts";

/** The Random port without chance. */
export class SequentialRandom implements Random {
  #next = 0;

  fraction(): number {
    this.#next += 1;
    return (this.#next % 100) / 100;
  }

  bytes(length: number): Uint8Array {
    this.#next += 1;
    return new Uint8Array(length).fill(this.#next % 256);
  }
}
