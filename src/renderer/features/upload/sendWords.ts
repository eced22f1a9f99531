// Phases and stacks of a transfer in words.
import { assertNever } from "../../../shared/assertNever.ts";
import {
  formatBytes,
  formatCount,
  formatRate,
  formatTimeLeft,
} from "../../../shared/messages/quantities.ts";
import type {
  SendPhase,
  SendProgress,
  StackSendState,
  StackSendView,
} from "../../../shared/snapshot.ts";

/** Phases in their order. */
export const sendPhases: readonly SendPhase[] = [
  "creatingCase",
  "addingStudies",
  "sendingImages",
  "attachingStacks",
  "finishing",
  "processing",
];

/** A phase as a step of the list. */
export function phaseName(phase: SendPhase): string {
  switch (phase) {
    case "creatingCase":
      return "Make the draft";
    case "addingStudies":
      return "Add studies";
    case "sendingImages":
      return "Send images";
    case "attachingStacks":
      return "Attach stacks";
    case "finishing":
      return "Finish";
    case "processing":
      return "Site processes";
    default:
      return assertNever(phase, "phase");
  }
}

/** `312 of 480 images · 120 MB of 240 MB`: of a transfer that rests. */
export function arrivedWords(progress: SendProgress): string {
  return arrivedParts(progress).join(" · ");
}

/** `312 of 480 images · 120 MB of 240 MB · 4.1 MB/s · 2 min left`: of one that moves. */
export function progressWords(progress: SendProgress): string {
  const parts = arrivedParts(progress);
  if (progress.bytesPerSecond !== null && progress.bytesPerSecond > 0)
    parts.push(formatRate(progress.bytesPerSecond));
  if (progress.secondsLeft !== null)
    parts.push(`${formatTimeLeft(progress.secondsLeft)} left`);
  return parts.join(" · ");
}

function arrivedParts(progress: SendProgress): string[] {
  return [
    `${formatCount(progress.sentImages)} of ${formatCount(progress.totalImages)} images`,
    `${formatBytes(progress.sentBytes)} of ${formatBytes(progress.totalBytes)}`,
  ];
}

/** Share of the bytes that have arrived, 0 to 1. */
export function sentFraction(progress: SendProgress): number {
  return progress.totalBytes === 0
    ? 0
    : Math.min(1, progress.sentBytes / progress.totalBytes);
}

/** Where a stack stands: words, tone and its own progress. */
export function stackSendWords(stack: StackSendView): {
  readonly words: string;
  readonly tone: "quiet" | "accent" | "good" | "warn";
  readonly fraction: number;
} {
  const { state } = stack;
  switch (state.kind) {
    case "waiting":
      return { words: "Waiting", tone: "quiet", fraction: 0 };
    case "sending":
      return {
        words: `${formatCount(state.storedImages)} of ${formatCount(stack.imageCount)}`,
        tone: "accent",
        fraction:
          stack.imageCount === 0 ? 0 : state.storedImages / stack.imageCount,
      };
    case "stored":
      return { words: "All images arrived", tone: "accent", fraction: 1 };
    case "attached":
      return { words: "In the draft", tone: "good", fraction: 1 };
    case "processing":
      return {
        words: `Site is processing${siteStatus(state)}`,
        tone: "accent",
        fraction: 1,
      };
    case "processed":
      return { words: "Visible on the site", tone: "good", fraction: 1 };
    case "processingFailed":
      return { words: "Site could not process it", tone: "warn", fraction: 1 };
    default:
      return assertNever(state, "stack state");
  }
}

function siteStatus(
  state: StackSendState & { readonly kind: "processing" },
): string {
  const { siteStatus } = state;
  const saysNoMore =
    siteStatus === "" || siteStatus === "pending-dicom-processing";
  return saysNoMore ? "" : ` (${siteStatus})`;
}
