// Lets one job at a time have what cannot be shared, in the order in which they came.

/** One after the other; a job that fails holds nobody up. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a job when all before it have ended. */
  take<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#last.then(job);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
