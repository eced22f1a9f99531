// A cache bounded by bytes that forgets what was not used for longest.

/** Keeps values whose sizes together never exceed `capacityBytes`; a value larger than that is not kept at all. */
export class ByteLru<Value> {
  readonly #capacityBytes: number;
  readonly #sizeOf: (value: Value) => number;
  /** A Map keeps insertion order: the first entry is the one unused for longest. */
  readonly #entries = new Map<string, Value>();
  #heldBytes = 0;

  constructor(capacityBytes: number, sizeOf: (value: Value) => number) {
    this.#capacityBytes = capacityBytes;
    this.#sizeOf = sizeOf;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The value, which counts as used now; undefined if absent. */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: Value): void {
    this.delete(key);
    const sizeBytes = this.#sizeOf(value);
    if (sizeBytes > this.#capacityBytes) return;
    this.#entries.set(key, value);
    this.#heldBytes += sizeBytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#heldBytes <= this.#capacityBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#heldBytes -= this.#sizeOf(value);
  }
}
