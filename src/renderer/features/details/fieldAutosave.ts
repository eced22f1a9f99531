// Sends typed fields a moment after typing stops, and decides when a stored value may replace what is on the screen.

/** Timers as a port, so that tests need not wait. */
export interface Timers {
  readonly start: (callback: () => void, delayMs: number) => number;
  readonly stop: (handle: number) => void;
}

/**
 * Gathers changed fields and sends them together. While a field waits or is on its way, its stored value is old and must
 * not be put back under the user's hands.
 */
export class FieldAutosave<Fields extends object> {
  readonly #send: (fields: Partial<Fields>) => Promise<boolean>;
  readonly #timers: Timers;
  readonly #delayMs: number;
  /** The last snapshot, and what is known to be stored: ahead of it by what was sent since. */
  #snapshot: Fields;
  #known: Fields;
  #waiting = new Map<keyof Fields, Fields[keyof Fields]>();
  #timer: number | null = null;
  readonly #onTheirWay = new Map<keyof Fields, number>();

  constructor(
    stored: Fields,
    send: (fields: Partial<Fields>) => Promise<boolean>,
    timing: { readonly timers: Timers; readonly delayMs: number },
  ) {
    this.#snapshot = stored;
    this.#known = stored;
    this.#send = send;
    this.#timers = timing.timers;
    this.#delayMs = timing.delayMs;
  }

  /** Takes over a valid value of one field. */
  change<Name extends keyof Fields>(name: Name, value: Fields[Name]): void {
    if (value === this.#known[name] && !this.#onTheirWay.has(name)) {
      this.withdraw(name);
      return;
    }
    this.#waiting.set(name, value);
    this.#stopTimer();
    this.#timer = this.#timers.start(() => {
      void this.flush();
    }, this.#delayMs);
  }

  /** The field holds nothing to store: what waited is outdated. */
  withdraw(name: keyof Fields): void {
    this.#waiting.delete(name);
  }

  /** Sends what waits, now. */
  async flush(): Promise<void> {
    this.#stopTimer();
    const sent = this.#waiting;
    if (sent.size === 0) return;
    this.#waiting = new Map();
    const fields = fieldsOf<Fields>(sent);
    this.#count(sent.keys(), 1);
    const wentWell = await this.#send(fields);
    this.#count(sent.keys(), -1);
    if (wentWell) this.#known = { ...this.#known, ...fields };
    // Kept for the next flush, unless something newer was typed meanwhile.
    else this.#waiting = new Map([...sent, ...this.#waiting]);
  }

  /** A snapshot has come: the fields whose stored value changed by another hand (undo, say) and are to be shown. */
  adopt(snapshot: Fields): Partial<Fields> {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    const changed = new Map(
      (Object.keys(snapshot) as (keyof Fields)[])
        .filter(
          (name) =>
            before[name] !== snapshot[name] &&
            !this.#waiting.has(name) &&
            !this.#onTheirWay.has(name),
        )
        .map((name) => [name, snapshot[name]] as const),
    );
    const fields = fieldsOf<Fields>(changed);
    this.#known = { ...this.#known, ...fields };
    return fields;
  }

  #count(names: Iterable<keyof Fields>, by: 1 | -1): void {
    for (const name of names) {
      const count = (this.#onTheirWay.get(name) ?? 0) + by;
      if (count === 0) this.#onTheirWay.delete(name);
      else this.#onTheirWay.set(name, count);
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.#timers.stop(this.#timer);
    this.#timer = null;
  }
}

function fieldsOf<Fields extends object>(
  entries: ReadonlyMap<keyof Fields, Fields[keyof Fields]>,
): Partial<Fields> {
  // Object.fromEntries forgets which names it was given.
  return Object.fromEntries(entries) as Partial<Fields>;
}
