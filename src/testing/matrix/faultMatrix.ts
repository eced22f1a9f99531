// Runs many fault scripts, a few at a time, and gathers what went wrong.
import { faultRun, type FaultRunOutcome } from "./faultRun.ts";
import type { Mixture } from "./scriptedMixtures.ts";

/** Sum of all runs. */
export interface FaultMatrix {
  readonly runs: number;
  readonly requests: number;
  readonly faultsStruck: number;
  readonly happened: number;
  readonly stops: number;
  /** Runs in which a promise was broken. */
  readonly failures: readonly FaultRunOutcome[];
}

/** Waits mostly, so more at a time than there are processors. */
const atOnce = 6;

export async function runFaultMatrix(
  mixtures: readonly Mixture[],
): Promise<FaultMatrix> {
  const waiting = [...mixtures];
  const outcomes: FaultRunOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await faultRun(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const sum = (numberOf: (outcome: FaultRunOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + numberOf(outcome), 0);
  return {
    runs: outcomes.length,
    requests: sum(({ requests }) => requests),
    faultsStruck: sum(({ faultsStruck }) => faultsStruck),
    happened: sum(({ happened }) => happened),
    stops: sum(({ stops }) => stops),
    failures: outcomes.filter(({ problems }) => problems.length > 0),
  };
}
