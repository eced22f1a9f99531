// Kills at every moment of a kind until the command is done before it comes, a few at a time.
import type { Kill } from "./killHook.ts";
import { killRun, type KillOutcome } from "./killRun.ts";

/** Sum of all kills. */
export interface KillMatrix {
  readonly kills: number;
  readonly bytesAgain: number;
  readonly failures: readonly KillOutcome[];
}

/** Every command waits two seconds for the storage to settle, so more at a time than there are processors. */
const atOnce = 5;

export async function runKillMatrix(
  kills: Iterable<Kill>,
): Promise<KillMatrix> {
  const moments = kills[Symbol.iterator]();
  const outcomes: KillOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = moments.next(); next.done !== true; next = moments.next()) {
      outcomes.push(await killRun(next.value));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const killed = outcomes.filter(({ wasKilled }) => wasKilled);
  return {
    kills: killed.length,
    bytesAgain: killed.reduce((sum, { bytesAgain }) => sum + bytesAgain, 0),
    failures: outcomes.filter(({ problems }) => problems.length > 0),
  };
}

/** Every moment of every journal write and request up to `most` of each; what comes after the end kills nobody. */
export function everyKill(most: number): readonly Kill[] {
  return Array.from({ length: most }, (_, index) => index + 1).flatMap(
    (nth): Kill[] => [
      { at: "journal", nth, moment: "before" },
      { at: "journal", nth, moment: "torn" },
      { at: "journal", nth, moment: "after" },
      { at: "request", nth, moment: "before" },
      { at: "request", nth, moment: "midBody" },
      { at: "request", nth, moment: "answer" },
    ],
  );
}
