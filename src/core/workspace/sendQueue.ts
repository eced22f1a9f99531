// Which cases are being sent now: a few at a time, first come first served unless the user orders them otherwise.

/** What the queue must know of a case. */
export interface Queueable {
  /** Shown while it waits. */
  isQueued: boolean;
  /** 1 for the one that starts next. */
  queuePlace: number;
}

/** Cases whose bytes are on the wire at the same time. They share one line, so more would only make each slower. */
const mostAtOnce = 2;

/**
 * A queue of cases to be sent. `run` starts one; `isBusy` tells whether it is still moving: one that waits for its next try,
 * or for an answer, gives way to the next.
 */
export class SendQueue<T extends Queueable> {
  readonly #run: (entry: T) => void;
  readonly #isBusy: (entry: T) => boolean;
  readonly #started = new Set<T>();
  #waiting: T[] = [];

  constructor(run: (entry: T) => void, isBusy: (entry: T) => boolean) {
    this.#run = run;
    this.#isBusy = isBusy;
  }

  /** Queues a case; one that waits or moves already keeps its place. */
  add(entry: T): void {
    const isMoving = this.#started.has(entry) && this.#isBusy(entry);
    if (isMoving || this.#waiting.includes(entry)) return;
    this.#waiting.push(entry);
    entry.isQueued = true;
    this.#tellPlaces();
    this.advance();
  }

  /** Takes a case out of the line. A running one is not touched. */
  remove(entry: T): void {
    if (!this.#waiting.includes(entry)) return;
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    entry.isQueued = false;
    this.#tellPlaces();
  }

  /** Gives a waiting case another place: 0 is the next to start, and beyond the end is the last. */
  move(entry: T, toIndex: number): void {
    if (!this.#waiting.includes(entry)) return;
    const others = this.#waiting.filter((other) => other !== entry);
    this.#waiting = others.toSpliced(toIndex, 0, entry);
    this.#tellPlaces();
  }

  /** Those that move, then those that wait in their order. */
  get entries(): readonly T[] {
    return [...this.#started, ...this.#waiting];
  }

  #tellPlaces(): void {
    // Telling comes back here: the places are those of this moment.
    for (const [index, entry] of [...this.#waiting].entries())
      entry.queuePlace = index + 1;
  }

  /** Looks whether the next may start; to be called whenever a case changed. */
  advance(): void {
    for (const entry of this.#started)
      if (!this.#isBusy(entry)) this.#started.delete(entry);
    while (this.#started.size < mostAtOnce) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#started.add(next);
      // First run, then tell: telling comes back here and must find it busy.
      this.#run(next);
      next.isQueued = false;
      this.#tellPlaces();
    }
  }
}
