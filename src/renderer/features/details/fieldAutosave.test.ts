// Typing is sent once it stops, nothing typed is lost, and stored values do not overwrite what is being typed.
import { describe, expect, it } from "vitest";
import { FieldAutosave } from "./fieldAutosave.ts";

interface Fields {
  readonly title: string;
  readonly age: string;
}

class FakeTimers {
  #next = 1;
  readonly #pending = new Map<number, () => void>();

  readonly start = (callback: () => void): number => {
    const handle = this.#next;
    this.#next += 1;
    this.#pending.set(handle, callback);
    return handle;
  };

  readonly stop = (handle: number): void => {
    this.#pending.delete(handle);
  };

  get count(): number {
    return this.#pending.size;
  }

  elapse(): void {
    for (const [handle, callback] of [...this.#pending]) {
      this.#pending.delete(handle);
      callback();
    }
  }
}

const stored: Fields = { title: "", age: "" };

function setUp() {
  const timers = new FakeTimers();
  const sent: Partial<Fields>[] = [];
  const answers: ((wentWell: boolean) => void)[] = [];
  const autosave = new FieldAutosave<Fields>(
    stored,
    (fields) => {
      sent.push(fields);
      return new Promise((resolve) => answers.push(resolve));
    },
    { timers, delayMs: 400 },
  );
  const answer = async (wentWell = true) => {
    answers.shift()?.(wentWell);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { autosave, timers, sent, answer };
}

describe("autosave", () => {
  it("sends one edit for a run of typing", () => {
    const { autosave, timers, sent } = setUp();
    autosave.change("title", "A");
    autosave.change("title", "Ap");
    autosave.change("age", "35 years");
    expect(timers.count).toBe(1);
    timers.elapse();
    expect(sent).toEqual([{ title: "Ap", age: "35 years" }]);
  });

  it("sends at once when asked, and only once", () => {
    const { autosave, timers, sent } = setUp();
    autosave.change("title", "A");
    void autosave.flush();
    timers.elapse();
    void autosave.flush();
    expect(sent).toEqual([{ title: "A" }]);
  });

  it("does not put a stored value under typing hands", async () => {
    const { autosave, answer } = setUp();
    autosave.change("title", "A");
    const whileWaiting = autosave.adopt({ title: "old", age: "" });
    void autosave.flush();
    const onItsWay = autosave.adopt({ title: "A", age: "" });
    autosave.change("title", "Ab");
    await answer();
    const typedOn = autosave.adopt({ title: "A", age: "" });
    expect([whileWaiting, onItsWay, typedOn]).toEqual([{}, {}, {}]);
  });

  it("shows what undo or another hand changed", () => {
    const { autosave } = setUp();
    autosave.change("title", "A");
    expect(autosave.adopt({ title: "", age: "40 years" })).toEqual({
      age: "40 years",
    });
  });

  it("shows undo of a value that was sent before", async () => {
    const { autosave, answer } = setUp();
    autosave.change("title", "A");
    void autosave.flush();
    await answer();
    const own = autosave.adopt({ title: "A", age: "" });
    const undone = autosave.adopt({ title: "", age: "" });
    expect(own).toEqual({ title: "A" });
    expect(undone).toEqual({ title: "" });
  });

  it("sends nothing for a field that shows what is stored", () => {
    const { autosave, timers, sent } = setUp();
    autosave.adopt({ title: "B", age: "" });
    autosave.change("title", "B");
    timers.elapse();
    expect(sent).toEqual([]);
  });

  it("sends typing back to the old value, even before the snapshot has come", async () => {
    const { autosave, timers, sent, answer } = setUp();
    autosave.change("title", "A");
    void autosave.flush();
    await answer();
    autosave.change("title", "");
    timers.elapse();
    expect(sent).toEqual([{ title: "A" }, { title: "" }]);
  });

  it("keeps what could not be sent, under what was typed since", async () => {
    const { autosave, sent, answer } = setUp();
    autosave.change("title", "A");
    autosave.change("age", "1 year");
    void autosave.flush();
    autosave.change("title", "Ab");
    await answer(false);
    void autosave.flush();
    expect(sent[1]).toEqual({ title: "Ab", age: "1 year" });
  });

  it("withdraws a value that became invalid before it was sent", () => {
    const { autosave, timers, sent } = setUp();
    autosave.change("title", "A");
    autosave.change("age", "1 year");
    autosave.withdraw("title");
    timers.elapse();
    expect(sent).toEqual([{ age: "1 year" }]);
  });
});
