// What stays of a codestream whose texts are taken out: ranges of it, and the few bytes that take the place of others.

/** A run of the output. Offsets count from the beginning of the codestream. */
export type StreamPart =
  | { readonly kind: "copy"; readonly start: number; readonly end: number }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** A run of the codestream. */
export interface StreamRange {
  readonly start: number;
  readonly end: number;
}

/** What a codestream's header says it decodes to. */
export interface CodedSize {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

/** A codestream without anything but what decoding it takes. */
export interface CleanedStream {
  readonly parts: readonly StreamPart[];
  readonly lengthBytes: number;
  /** What stays and is not samples: markers, tables, parameters. */
  readonly headers: readonly StreamRange[];
  /** Segments and boxes taken out, cut or blanked, and bytes behind the end, which count as one. */
  readonly removedParts: number;
  /** Most bits a sample can have here; null where the codestream does not tell, and samples fill their cells. */
  readonly precision: number | null;
  /** Null where the codestream does not tell. */
  readonly size: CodedSize | null;
}

/** Collects the parts while a codestream is walked from its beginning to its end. */
export class StreamCleaner {
  readonly #parts: StreamPart[] = [];
  readonly #headers: StreamRange[] = [];
  #lengthBytes = 0;
  #removedParts = 0;
  #precision: number | null = null;
  #size: CodedSize | null = null;

  /** Keeps the bytes from `start` up to `end`, which say how samples are coded. */
  keep(start: number, end: number): void {
    if (end <= start) return;
    const last = this.#headers.at(-1);
    if (last?.end === start)
      this.#headers[this.#headers.length - 1] = { start: last.start, end };
    else this.#headers.push({ start, end });
    this.keepSamples(start, end);
  }

  /** Keeps coded samples. */
  keepSamples(start: number, end: number): void {
    if (end <= start) return;
    this.#lengthBytes += end - start;
    const last = this.#parts.at(-1);
    if (last?.kind === "copy" && last.end === start)
      this.#parts[this.#parts.length - 1] = { ...last, end };
    else this.#parts.push({ kind: "copy", start, end });
  }

  /** Counts a part that is not kept. */
  drop(): void {
    this.#removedParts += 1;
  }

  /** Puts other bytes where a part was. */
  replace(bytes: Uint8Array): void {
    this.#removedParts += 1;
    this.#lengthBytes += bytes.byteLength;
    this.#parts.push({ kind: "bytes", bytes });
  }

  /** Notes how many bits the samples of a component have. */
  notePrecision(bits: number): void {
    this.#precision = Math.max(this.#precision ?? 0, bits);
  }

  /** Notes what the codestream decodes to. */
  noteSize(size: CodedSize): void {
    this.#size = size;
  }

  /** `contentEnd` is where the codestream ends, `end` where its bytes do; one zero between them is padding. */
  finish(contentEnd: number, end: number, padding: Uint8Array): CleanedStream {
    const isPadding =
      end - contentEnd === padding.byteLength &&
      padding.byteLength <= 1 &&
      padding.every((byte) => byte === 0);
    return {
      parts: this.#parts,
      lengthBytes: this.#lengthBytes,
      headers: this.#headers,
      removedParts: this.#removedParts + (isPadding ? 0 : 1),
      precision: this.#precision,
      size: this.#size,
    };
  }
}
