// Failures to be shown in the window: each once, however often it happens.
import type { Failure } from "../../shared/failure.ts";

/** A list that grows by what is new. A full disk would otherwise add to it with every keystroke. */
export class FailureList {
  #failures: readonly Failure[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): readonly Failure[] {
    return this.#failures;
  }

  add(...failures: readonly Failure[]): void {
    for (const failure of failures) {
      const text = JSON.stringify(failure);
      if (this.#failures.some((known) => JSON.stringify(known) === text))
        continue;
      this.#failures = [...this.#failures, failure];
      this.#onChange();
    }
  }
}
