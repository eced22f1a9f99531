// The log file: JSON lines, bounded in size, and closed to anything that could be a name, a number of a patient, a path or a token.
import { appendFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "../core/ports/clock.ts";
import type { Log } from "../core/ports/log.ts";

export interface RedactingLogOptions {
  readonly path: string;
  /** A file that would grow past this is set aside as `path.1`, the one before as `path.2`, and so on. */
  readonly maxBytes: number;
  /** Older files kept beside the current one. */
  readonly keptFiles: number;
  readonly clock: Clock;
}

/** A log that can be waited for. */
export interface RedactingLog extends Log {
  /** Resolves when everything written so far is in the file, or was given up because the disk refused. */
  flush(): Promise<void>;
  /** Lets `remove` delete the files while nothing is being written; the next line begins a new file. */
  whileQuiet<T>(remove: () => Promise<T>): Promise<T>;
}

type Fact = number | boolean | string | null;

/** Lines that may wait for a slow disk; more are dropped and counted. */
const maxWaitingLines = 1_000;

/** A log to a file. Writing never fails and never waits: a log that cannot be kept must not stop the work. */
export function createRedactingLog(options: RedactingLogOptions): RedactingLog {
  return new FileLog(options);
}

class FileLog implements RedactingLog {
  readonly #options: RedactingLogOptions;
  #waiting: string[] = [];
  #dropped = 0;
  #draining: Promise<void> | null = null;
  /** Null until the file was looked at. */
  #sizeBytes: number | null = null;

  constructor(options: RedactingLogOptions) {
    this.#options = options;
  }

  write(
    level: "info" | "warning" | "error",
    event: string,
    facts: Readonly<Record<string, Fact>> = {},
  ): void {
    if (this.#waiting.length >= maxWaitingLines) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(this.#lineOf(level, event, facts));
    this.#draining ??= this.#drain();
  }

  async flush(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  async whileQuiet<T>(remove: () => Promise<T>): Promise<T> {
    await this.flush();
    // In a later turn: a line written by `remove` itself must find the log busy.
    const removing = Promise.resolve().then(remove);
    // Lines that come meanwhile wait for their turn.
    this.#draining = removing.then(
      () => this.#drain(),
      () => this.#drain(),
    );
    this.#sizeBytes = null;
    return removing;
  }

  #lineOf(
    level: string,
    event: string,
    facts: Readonly<Record<string, Fact>>,
  ): string {
    const entries = Object.entries(facts).map(([name, value]) => [
      redacted(name),
      typeof value === "string" ? redacted(value) : value,
    ]);
    return `${JSON.stringify({
      time: new Date(this.#options.clock.nowMs()).toISOString(),
      level,
      event: redacted(event),
      ...(entries.length === 0
        ? {}
        : { facts: Object.fromEntries(entries) as unknown }),
    })}\n`;
  }

  async #drain(): Promise<void> {
    // Let a burst gather, so that it goes out in one write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      if (this.#dropped > 0) {
        const count = this.#dropped;
        this.#dropped = 0;
        lines.push(this.#lineOf("warning", "log.dropped", { count }));
      }
      try {
        await this.#append(lines.join(""));
      } catch {
        this.#sizeBytes = null;
      }
    }
    // In the same turn as the last look: a line that comes a moment later starts over instead of waiting for the next.
    this.#draining = null;
  }

  async #append(text: string): Promise<void> {
    const { path, maxBytes } = this.#options;
    const addedBytes = Buffer.byteLength(text);
    this.#sizeBytes ??= await this.#readSize();
    if (this.#sizeBytes > 0 && this.#sizeBytes + addedBytes > maxBytes) {
      await this.#rotate();
      this.#sizeBytes = 0;
    }
    await appendFile(path, text, { mode: 0o600 });
    this.#sizeBytes += addedBytes;
  }

  async #readSize(): Promise<number> {
    const { path } = this.#options;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  async #rotate(): Promise<void> {
    const { path, keptFiles } = this.#options;
    const nameOf = (age: number) =>
      age === 0 ? path : `${path}.${String(age)}`;
    await rm(nameOf(keptFiles), { force: true });
    for (let age = keptFiles - 1; age >= 0; age -= 1)
      await rename(nameOf(age), nameOf(age + 1)).catch(() => undefined);
  }
}

const maxWordLength = 48;

/**
 * Words as code writes them: dotted camel case ("account.signedIn"), errno and library codes, error class names, version
 * numbers, and the random ids of cases. Names with capitals, numbers of patients, UIDs, paths and tokens are none of these.
 */
const safeForms: readonly RegExp[] = [
  /^[a-z][A-Za-z]*(?:[.-][a-z][A-Za-z]*)*$/,
  /^(?:E[A-Z0-9]{2,15}|(?:ERR|UND_ERR|CERT|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)_[A-Z0-9_]+)$/,
  /^(?:[A-Z][A-Za-z]*)?Error$/,
  /^\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
];

function redacted(text: string): string {
  return text.length <= maxWordLength &&
    safeForms.some((form) => form.test(text))
    ? text
    : "(redacted)";
}
