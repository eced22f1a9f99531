// Which case is being sent now: one at a time, first come first served, the others keep their place.

/** What the queue must know of a case. */
export interface Queueable {
  /** Shown while it waits. */
  isQueued: boolean;
}

/** A queue of cases to be sent. `run` starts one; `isBusy` tells whether it is still moving. */
export class SendQueue<T extends Queueable> {
  readonly #run: (entry: T) => void;
  readonly #isBusy: (entry: T) => boolean;
  #current: T | null = null;
  #waiting: T[] = [];

  constructor(run: (entry: T) => void, isBusy: (entry: T) => boolean) {
    this.#run = run;
    this.#isBusy = isBusy;
  }

  /** Queues a case; one that is queued or running already keeps its place. */
  add(entry: T): void {
    if (this.#current === entry || this.#waiting.includes(entry)) return;
    this.#waiting.push(entry);
    entry.isQueued = true;
    this.advance();
  }

  /** Takes a case out of the line. The running one is not touched. */
  remove(entry: T): void {
    if (!this.#waiting.includes(entry)) return;
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    entry.isQueued = false;
  }

  /** Looks whether the next may start; to be called whenever a case changed. */
  advance(): void {
    if (this.#current !== null) {
      if (this.#isBusy(this.#current)) return;
      this.#current = null;
    }
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#current = next;
    // First run, then tell: telling comes back here and must find it busy.
    this.#run(next);
    next.isQueued = false;
  }
}
