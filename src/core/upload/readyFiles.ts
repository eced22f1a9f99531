// The files that are sent next, being read before their turn comes.
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { GrantedFile, PresignQueue } from "./presignQueue.ts";
import type { ReadyFile } from "./storeFile.ts";

/**
 * Most files that are read ahead. They are asked for several at a time, so that the thread that reads is woken for a few
 * files and not for each: on small slices that costs as much as reading them.
 */
export const mostReadAhead = 8;

type Taken = Result<ReadyFile | null, Failure>;

/** Invariants: 1. files come in the order of the queue; 2. never more than `mostReadAhead` of them wait here. */
export class ReadyFiles {
  readonly #queue: Pick<PresignQueue, "take">;
  readonly #read: (granted: GrantedFile) => ReadyFile;
  #ahead: Promise<Taken>[] = [];

  /** `read` begins to read a file. */
  constructor(
    queue: Pick<PresignQueue, "take">,
    read: (granted: GrantedFile) => ReadyFile,
  ) {
    this.#queue = queue;
    this.#read = read;
  }

  /** The next one, which either `storeFile` or `body.discard` has to follow; null when none is left. One call at a time. */
  async next(): Promise<Taken> {
    if (this.#ahead.length <= mostReadAhead / 2)
      while (this.#ahead.length < mostReadAhead) this.#begin();
    return this.#ahead.shift() ?? success(null);
  }

  /** Gives back what was read and is not sent. */
  async discard(): Promise<void> {
    for (const taken of await Promise.allSettled(this.#ahead.splice(0)))
      if (taken.status === "fulfilled" && taken.value.ok)
        await taken.value.value?.body?.discard();
  }

  #begin(): void {
    const taken = this.#take();
    // A bug is met by who asks for this file, or by nobody.
    taken.catch(() => undefined);
    this.#ahead.push(taken);
  }

  async #take(): Promise<Taken> {
    const granted = await this.#queue.take();
    if (!granted.ok) return granted;
    return success(granted.value === null ? null : this.#read(granted.value));
  }
}
