// Undo and redo over immutable values, bounded.

/** A value with its past and future. */
export interface EditHistory<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** Steps that can be undone; older ones are forgotten. */
const maxSteps = 200;

/** A history without past. */
export function newHistory<T>(present: T): EditHistory<T> {
  return { past: [], present, future: [] };
}

/** Goes on to a new value; what was undone before can no longer be redone. */
export function record<T>(history: EditHistory<T>, next: T): EditHistory<T> {
  return {
    past: [...history.past, history.present].slice(-maxSteps),
    present: next,
    future: [],
  };
}

/** One step back, or the same history if there is none. */
export function undo<T>(history: EditHistory<T>): EditHistory<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
  };
}

/** One step forward again, or the same history if there is none. */
export function redo<T>(history: EditHistory<T>): EditHistory<T> {
  const next = history.future[0];
  if (next === undefined) return history;
  return {
    past: [...history.past, history.present],
    present: next,
    future: history.future.slice(1),
  };
}
