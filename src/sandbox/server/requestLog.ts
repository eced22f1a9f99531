// What was asked and how it ended, for tests: never a body, a query, a token or a header's value other than User-Agent.

/** How many requests are remembered; the oldest go first. */
const capacity = 20_000;

/** One request. */
export interface RequestLogEntry {
  readonly number: number;
  readonly listener: "site" | "storage";
  /** Null when no route matched. */
  readonly route: string | null;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly atMs: number;
  /** How long the request was under way; null while it is. */
  readonly durationMs: number | null;
  /** Null while it is under way, or when the connection was destroyed without an answer. */
  readonly status: number | null;
  readonly hadAuthorization: boolean;
  readonly userAgent: string;
  /** Of the request, as announced; null without such a header. */
  readonly contentLength: number | null;
  /** Kinds of the faults that struck it. */
  readonly faults: readonly string[];
}

type Opening = Omit<RequestLogEntry, "number" | "durationMs" | "status">;

/** The log, in memory only. */
export class RequestLog {
  #lastNumber = 0;
  readonly #entries = new Map<number, RequestLogEntry>();

  /** Notes that a request began; answers its number. */
  begin(opening: Opening): number {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    this.#entries.set(number, {
      ...opening,
      number,
      durationMs: null,
      status: null,
    });
    this.#entries.delete(number - capacity);
    return number;
  }

  /** Notes how it ended; null for a destroyed connection. */
  end(number: number, status: number | null, nowMs: number): void {
    const entry = this.#entries.get(number);
    if (entry === undefined) return;
    this.#entries.set(number, {
      ...entry,
      status,
      durationMs: nowMs - entry.atMs,
    });
  }

  /** Entries, oldest first. */
  entries(): readonly RequestLogEntry[] {
    return [...this.#entries.values()];
  }

  clear(): void {
    this.#entries.clear();
  }
}
