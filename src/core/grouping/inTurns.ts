// Long work in steps, so that it does not hold up the thread it runs on.

/** Takes the steps of a generator, waiting for `nextTurn` after each. */
export async function inTurns<Value>(
  steps: Generator<undefined, Value>,
  nextTurn: () => Promise<void>,
): Promise<Value> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
