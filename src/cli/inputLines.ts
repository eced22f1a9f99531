// Lines of standard input, one at a time: a key or a consent that must not stand among the arguments.

/** Reads lines as they are asked for. */
export class InputLines {
  readonly #chunks: AsyncIterator<Uint8Array | string> | null;
  readonly #decoder = new TextDecoder();
  #rest = "";

  constructor(input: AsyncIterable<Uint8Array | string> | undefined) {
    this.#chunks = input?.[Symbol.asyncIterator]() ?? null;
  }

  /** The next line without its end; null when there is none. */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return line.replace(/\r$/, "");
      }
      const chunk = await this.#chunks?.next();
      if (chunk === undefined || chunk.done === true) {
        const last = this.#rest;
        this.#rest = "";
        return last === "" ? null : last;
      }
      this.#rest +=
        typeof chunk.value === "string"
          ? chunk.value
          : this.#decoder.decode(chunk.value, { stream: true });
    }
  }

  /** Lets the process end although its input does not. */
  async close(): Promise<void> {
    await this.#chunks?.return?.();
  }
}
