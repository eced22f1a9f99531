// How a case and its stage are said in the list.
import { assertNever } from "../../../shared/assertNever.ts";
import {
  countOf,
  formatCount,
  formatPercent,
} from "../../../shared/messages/quantities.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { sendWaitTitle } from "../../../shared/messages/sendWaitTitle.ts";
import type { SendWait, UploadingStage } from "../../../shared/sendWait.ts";
import type { CaseStage, CaseSummary } from "../../../shared/snapshot.ts";

/** The title, or words for a case that has none yet. */
export function caseTitle(summary: { readonly title: string }): string {
  return summary.title.trim() === "" ? "Untitled case" : summary.title.trim();
}

export interface StageView {
  readonly words: string;
  readonly tone: "quiet" | "accent" | "good" | "warn";
  /** Null where there is no progress to show. */
  readonly fraction: number | null;
  readonly isBusy: boolean;
}

/** Words, tone and progress of a stage. */
export function stageView(stage: CaseStage): StageView {
  const still = { fraction: null, isBusy: false } as const;
  switch (stage.kind) {
    case "draft":
      return { words: "Draft", tone: "quiet", ...still };
    case "scanning":
      return {
        words: `Reading, ${formatCount(stage.found)} found`,
        tone: "accent",
        fraction: null,
        isBusy: true,
      };
    case "preparing":
      return {
        words: `Preparing ${formatPercent(stage.fraction)}`,
        tone: "accent",
        fraction: stage.fraction,
        isBusy: true,
      };
    case "queued":
      return { words: "Queued", tone: "accent", ...still };
    case "uploading":
      return uploadingView(stage);
    case "paused":
      return {
        words: `Paused at ${formatPercent(stage.fraction)}`,
        tone: "quiet",
        fraction: stage.fraction,
        isBusy: false,
      };
    case "cancelled":
      return { words: "Cancelled", tone: "quiet", ...still };
    case "needsAttention":
      return {
        words:
          stage.signIn === undefined
            ? "Needs attention"
            : failureWords(stage.signIn).title,
        tone: "warn",
        ...still,
      };
    case "sent":
      return { words: "Sent, site is processing", tone: "good", ...still };
    case "done":
      return { words: "Done", tone: "good", ...still };
    default:
      return assertNever(stage, "case stage");
  }
}

function uploadingView({ fraction, waitsFor }: UploadingStage): StageView {
  const percent = formatPercent(fraction);
  if (waitsFor === undefined)
    return {
      words: `Uploading ${percent}`,
      tone: "accent",
      fraction,
      isBusy: true,
    };
  return {
    words: `${sendWaitTitle(waitsFor)} · ${percent}\u00a0sent`,
    // Only a sign-in is up to the user.
    tone: isSignIn(waitsFor) ? "warn" : "quiet",
    fraction,
    isBusy: false,
  };
}

function isSignIn(wait: SendWait): boolean {
  return wait.kind === "network" && wait.gap === "captivePortal";
}

/** True while sending is under way or waits to go on: such a case cannot be forgotten. */
export function isUploading(stage: CaseStage): boolean {
  return (
    stage.kind === "uploading" ||
    stage.kind === "paused" ||
    stage.kind === "queued"
  );
}

/** `2 stacks, 140 images · CT, MR`, or what there is instead. */
export function caseContents(summary: CaseSummary): string {
  if (summary.imageCount === 0) return "No images selected";
  const counts = `${countOf(summary.stackCount, "stack")}, ${countOf(summary.imageCount, "image")}`;
  return summary.modalities.length === 0
    ? counts
    : `${counts} · ${summary.modalities.join(", ")}`;
}
