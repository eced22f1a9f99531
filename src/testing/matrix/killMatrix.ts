// Kills at every moment that an undisturbed case has, a few at a time.
import type { Kill } from "./killHook.ts";
import { killRun, undisturbedRun, type KillOutcome } from "./killRun.ts";

/** Sum of all kills. */
export interface KillMatrix {
  readonly kills: number;
  /** Moments that never came. */
  readonly missed: readonly Kill[];
  readonly bytesAgain: number;
  readonly failures: readonly KillOutcome[];
}

/** Every command waits two seconds for the storage to settle, so more at a time than there are processors. */
const atOnce = 5;

export async function runKillMatrix(
  kills: readonly Kill[],
): Promise<KillMatrix> {
  const waiting = [...kills];
  const outcomes: KillOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await killRun(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const killed = outcomes.filter(({ wasKilled }) => wasKilled);
  return {
    kills: killed.length,
    missed: outcomes
      .filter(({ wasKilled }) => !wasKilled)
      .map(({ kill }) => kill),
    bytesAgain: killed.reduce((sum, { bytesAgain }) => sum + bytesAgain, 0),
    failures: outcomes.filter(({ problems }) => problems.length > 0),
  };
}

/** What an undisturbed case writes and asks, and with it every moment at which it can be killed. */
export interface KillMoments {
  readonly journalLines: number;
  readonly requests: number;
  readonly kills: readonly Kill[];
  /** One line and one request more than there are: these kill nobody, or something was overlooked. */
  readonly beyond: readonly Kill[];
}

/** Sends one case and counts: the lines from its journal, the requests from the site's own log. */
export async function momentsOfOneCase(): Promise<KillMoments> {
  const { journalLines, requests, answers } = await undisturbedRun();
  return {
    journalLines,
    requests,
    kills: [
      ...upTo(journalLines).flatMap(killsAtLine),
      ...upTo(requests).flatMap(killsWhileAsking),
      ...upTo(answers).map((nth): Kill => ({
        at: "request",
        nth,
        moment: "answer",
      })),
    ],
    beyond: [
      { at: "journal", nth: journalLines + 1, moment: "before" },
      { at: "request", nth: requests + 1, moment: "before" },
    ],
  };
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}

function killsAtLine(nth: number): readonly Kill[] {
  return (["before", "torn", "after"] as const).map((moment) => ({
    at: "journal",
    nth,
    moment,
  }));
}

function killsWhileAsking(nth: number): readonly Kill[] {
  return (["before", "midBody"] as const).map((moment) => ({
    at: "request",
    nth,
    moment,
  }));
}
