// Kills at every moment that an undisturbed case has, a few at a time.
import { journalVersion } from "../../core/upload/journalEntry.ts";
import type { FaultableRoute } from "../../sandbox/faults/faultScript.ts";
import type { ChangeKill, Kill } from "./killHook.ts";
import {
  changesOfOneRun,
  killRun,
  undisturbedRun,
  type KillOutcome,
  type Stay,
} from "./killRun.ts";

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
  stay: Stay = "untilSent",
): Promise<KillMatrix> {
  const waiting = [...kills];
  const outcomes: KillOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await outcomeOf(next, stay));
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

/** A run that does not come to its end is a failure of this one kill, and says nothing of the others. */
async function outcomeOf(kill: Kill, stay: Stay): Promise<KillOutcome> {
  try {
    return await killRun(kill, stay);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kill, wasKilled: true, problems: [problem], bytesAgain: 0 };
  }
}

/** What an undisturbed case writes and asks, and with it every moment at which it can be killed. */
export interface KillMoments {
  readonly journalLines: number;
  readonly requests: number;
  readonly kills: readonly Kill[];
  /** Those of them where the site has acted and the command has not heard: the answers that nobody may ask for again blindly. */
  readonly unheard: readonly Kill[];
  /** More lines and requests than there are: these kill nobody, or something was overlooked. */
  readonly beyond: readonly Kill[];
}

/** The command ends while it still asks how the two stacks are processed: it may come to an answer and a line more of each. */
const mostAtItsEnd = 5;

/** Sends one case and counts: the lines from its journal, the requests from the site's own log. */
export async function momentsOfOneCase(): Promise<KillMoments> {
  const run = await undisturbedRun("untilSent");
  const [journalLines, requests] = [run.lines.length, run.routes.length];
  // The last questions are about the processing, and nobody waits for their answers.
  const answers = numbered(run.routes).filter(({ of }) => of !== "jobStatus");
  return {
    journalLines,
    requests,
    kills: [
      ...upTo(journalLines).flatMap(killsAtLine),
      ...upTo(requests).flatMap(killsWhileAsking),
      ...answers.map(killAtAnswer),
    ],
    unheard: answers
      .filter(({ of }) => actingRoutes.has(of ?? ""))
      .map(killAtAnswer),
    beyond: [
      { at: "journal", nth: journalLines + mostAtItsEnd, moment: "before" },
      { at: "request", nth: requests + mostAtItsEnd, moment: "before" },
    ],
  };
}

/** Every moment of a command that stays until the site has processed what it sent: its questions, their answers, and the lines of what came of each stack. */
export async function momentsOfProcessing(): Promise<readonly Kill[]> {
  const { lines, routes } = await undisturbedRun("untilProcessed");
  const outcomes = numbered(lines).filter(({ of }) => of === "stackProcessed");
  const questions = numbered(routes).filter(({ of }) => of === "jobStatus");
  return [
    ...outcomes.flatMap(({ nth }) => killsAtLine(nth)),
    ...questions.flatMap(({ nth }) => killsWhileAsking(nth)),
    ...questions.map(killAtAnswer),
  ];
}

function numbered<T>(
  items: readonly T[],
): readonly { readonly nth: number; readonly of: T }[] {
  return items.map((of, index) => ({ nth: index + 1, of }));
}

/** What must not be done twice, and the pair of tokens, of which the site keeps only the last. */
const actingRoutes: ReadonlySet<string> = new Set<FaultableRoute>([
  "token",
  "createCase",
  "createStudy",
  "attachStack",
]);

function killAtAnswer({ nth }: { readonly nth: number }): Kill {
  return { at: "request", nth, moment: "answer" };
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

/** Every change of the disk in one case, whole and torn; and those at the beginning of a run that finds a journal of an older version. */
export async function changesOfOneCase(): Promise<readonly ChangeKill[]> {
  const { changes, writes } = await changesOfOneRun();
  const ofCase = [
    ...upTo(changes).map((nth): ChangeKill => changeKill(nth, false)),
    ...upTo(writes).map((nth): ChangeKill => changeKill(nth, true)),
  ];
  const versions = [1, journalVersion - 1];
  return [
    ...ofCase,
    ...versions.flatMap((version) => [
      ...upTo(changesAtOpening).map((nth) => ({
        ...changeKill(nth, false),
        journalVersion: version,
      })),
      ...upTo(writesAtOpening).map((nth) => ({
        ...changeKill(nth, true),
        journalVersion: version,
      })),
    ]),
  ];
}

/** Locks, the journal anew, the first lines. */
const changesAtOpening = 20;
const writesAtOpening = 6;

function changeKill(nth: number, isTorn: boolean): ChangeKill {
  return { at: "disk", nth, isTorn };
}
