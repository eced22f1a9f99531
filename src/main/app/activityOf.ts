// What the desktop is to show of work in progress, worked out from the list of cases; pure.
import type { CaseId } from "../../shared/identifiers.ts";
import { countOf, formatPercent } from "../../shared/messages/quantities.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";

/** Task bar, tray and power of this moment. */
export interface Activity {
  /** `fraction` from 0 to 1. */
  readonly bar: {
    readonly mode: "none" | "normal" | "paused" | "error";
    readonly fraction: number;
  };
  /** Bytes are on the wire: the computer must not fall asleep. */
  readonly isSending: boolean;
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

/** `sentInThisRun`: a case that needed attention when the app started does not colour the task bar for ever. */
export function activityOf(
  cases: readonly CaseSummary[],
  sentInThisRun: ReadonlySet<CaseId>,
): Activity {
  const count = (kind: CaseStage["kind"]) =>
    cases.filter(({ stage }) => stage.kind === kind).length;
  const fractions = cases.flatMap(({ stage }) => fractionOf(stage) ?? []);
  const uploading = count("uploading");
  const waiting = count("queued");
  const paused = count("paused");
  const stopped = cases.filter(
    ({ caseId, stage }) =>
      stage.kind === "needsAttention" && sentInThisRun.has(caseId),
  ).length;
  const isPausedHere = cases.some(
    ({ caseId, stage }) => stage.kind === "paused" && sentInThisRun.has(caseId),
  );
  const fraction =
    fractions.length === 0
      ? 0
      : fractions.reduce((sum, each) => sum + each, 0) / fractions.length;
  const isMoving = uploading + waiting > 0;
  const parts = [
    ...(uploading > 0
      ? [`sending ${countOf(uploading, "case")}, ${formatPercent(fraction)}`]
      : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(paused > 0 ? [`${paused} paused`] : []),
    ...(stopped > 0
      ? [`${stopped} ${stopped === 1 ? "needs" : "need"} your attention`]
      : []),
  ];
  return {
    bar:
      stopped > 0
        ? { mode: "error", fraction: isMoving ? fraction : 1 }
        : isMoving
          ? { mode: "normal", fraction }
          : paused > 0
            ? { mode: "paused", fraction }
            : { mode: "none", fraction: 0 },
    isSending: uploading > 0,
    canPause: isMoving,
    canResume: paused > 0,
    attention: stopped,
    isToBeContinued: stopped > 0 || isPausedHere,
    words: parts.length === 0 ? "nothing to send" : parts.join(", "),
  };
}
