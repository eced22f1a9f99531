// What the desktop is to show of work in progress, worked out from the list of cases; pure.
import type { CaseId } from "../../shared/identifiers.ts";
import { failureWords } from "../../shared/messages/failureWords.ts";
import { countOf, formatPercent } from "../../shared/messages/quantities.ts";
import { sendWaitTitle } from "../../shared/messages/sendWaitTitle.ts";
import type { SendWait } from "../../shared/sendWait.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";
import { satOutAwakeMs, type Wakefulness } from "./stayAwake.ts";

/** Task bar, tray and power of this moment. */
export interface Activity {
  /** `fraction` from 0 to 1. */
  readonly bar: {
    readonly mode: "none" | "normal" | "paused" | "error";
    readonly fraction: number;
  };
  /** Whether the computer must not fall asleep. */
  readonly wakefulness: Wakefulness;
  readonly canPause: boolean;
  readonly canResume: boolean;
  /** Cases that wait for the user. */
  readonly attention: number;
  /** A case of this run is paused or stopped: without a window the tray is the only way back to it. */
  readonly isToBeContinued: boolean;
  /** One line for the tray. */
  readonly words: string;
}

function fractionOf(stage: CaseStage): number | null {
  return stage.kind === "uploading" || stage.kind === "paused"
    ? stage.fraction
    : stage.kind === "queued"
      ? 0
      : null;
}

/** What a case waits for that would go on by itself; null for any other. */
function waitTitle(stage: CaseStage): string | null {
  if (stage.kind === "uploading")
    return stage.waitsFor === undefined ? null : sendWaitTitle(stage.waitsFor);
  return stage.kind === "needsAttention" && stage.signIn !== undefined
    ? failureWords(stage.signIn).title
    : null;
}

/** `1 case waits: No network`, once for each thing that is waited for. */
function waitWords(cases: readonly CaseSummary[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { stage } of cases) {
    const title = waitTitle(stage);
    if (title !== null) counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(
    ([title, count]) =>
      `${countOf(count, "case")} ${count === 1 ? "waits" : "wait"}: ${title}`,
  );
}

/** Of a case on its way. */
function wakefulnessIn(
  waitsFor: SendWait | undefined,
  nowMs: number,
): Wakefulness {
  if (waitsFor === undefined) return "needed";
  if (waitsFor.kind === "network") return "aWhile";
  return waitsFor.untilMs - nowMs <= satOutAwakeMs ? "needed" : "none";
}

/** What the lists of cases do not say of this moment. */
export interface Circumstances {
  /** Cases that were on their way since the app started. */
  readonly sentInThisRun: ReadonlySet<CaseId>;
  readonly nowMs: number;
  /** A proxy waits for name and password, and with it whatever goes through it. */
  readonly isProxyAsking: boolean;
}

/** `sentInThisRun`: a case that needed attention when the app started does not colour the task bar for ever. */
export function activityOf(
  cases: readonly CaseSummary[],
  { sentInThisRun, nowMs, isProxyAsking }: Circumstances,
): Activity {
  const count = (kind: CaseStage["kind"]) =>
    cases.filter(({ stage }) => stage.kind === kind).length;
  const fractions = cases.flatMap(({ stage }) => fractionOf(stage) ?? []);
  const waits = cases.flatMap(({ stage }) =>
    stage.kind === "uploading" ? [stage.waitsFor] : [],
  );
  const sending = waits.filter((wait) => wait === undefined).length;
  const queued = count("queued");
  const paused = count("paused");
  const stopped = cases.filter(
    ({ caseId, stage }) =>
      stage.kind === "needsAttention" && sentInThisRun.has(caseId),
  );
  const unexplained = stopped.filter(
    ({ stage }) => waitTitle(stage) === null,
  ).length;
  const isPausedHere = cases.some(
    ({ caseId, stage }) => stage.kind === "paused" && sentInThisRun.has(caseId),
  );
  const fraction =
    fractions.length === 0
      ? 0
      : fractions.reduce((sum, each) => sum + each, 0) / fractions.length;
  const isOnTheWay = waits.length + queued > 0;
  const isResting = sending === 0 && waits.length > 0;
  const needs = waits.map((wait) => wakefulnessIn(wait, nowMs));
  // Nobody may be there to answer it, for hours.
  const needed = isProxyAsking ? "aWhile" : "needed";
  const parts = [
    ...(isProxyAsking ? ["the proxy asks for a sign-in"] : []),
    ...(sending > 0
      ? [`sending ${countOf(sending, "case")}, ${formatPercent(fraction)}`]
      : []),
    ...waitWords(cases),
    ...(isResting ? [`${formatPercent(fraction)} sent`] : []),
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(paused > 0 ? [`${paused} paused`] : []),
    ...(unexplained > 0
      ? [
          `${unexplained} ${unexplained === 1 ? "needs" : "need"} your attention`,
        ]
      : []),
  ];
  return {
    bar:
      stopped.length > 0
        ? { mode: "error", fraction: isOnTheWay ? fraction : 1 }
        : isOnTheWay && !isResting
          ? { mode: "normal", fraction }
          : isResting || paused > 0
            ? { mode: "paused", fraction }
            : { mode: "none", fraction: 0 },
    wakefulness: needs.includes("needed")
      ? needed
      : needs.includes("aWhile")
        ? "aWhile"
        : "none",
    canPause: isOnTheWay,
    canResume: paused > 0,
    attention: stopped.length,
    isToBeContinued: stopped.length > 0 || isPausedHere,
    words: parts.length === 0 ? "nothing to send" : parts.join(", "),
  };
}
