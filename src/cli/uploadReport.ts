// What `casedrop upload` prints: for people, or as one JSON document.
import { stacksOf } from "../core/workspace/sendingLife.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { Failure } from "../shared/failure.ts";
import { cancelledWords } from "../shared/messages/cancelledWords.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { leftOutWords } from "../shared/messages/leftOutWords.ts";
import { hasFailedStack, isProcessingAwaited } from "../shared/sentWhole.ts";
import type {
  SendAccount,
  StackSendState,
  StackSendView,
  UploadView,
} from "../shared/snapshot.ts";
import type { SentStudies } from "../core/ports/caseSender.ts";
import { existingStudyName } from "../shared/messages/studyWords.ts";
import { countOf } from "../shared/messages/quantities.ts";
import { remedyLines } from "./uploadRemedies.ts";

/** How a job ended. */
export interface UploadOutcome {
  readonly status: "sent" | "stopped" | "interrupted" | "inDoubt" | "cancelled";
  readonly caseUrl: string | null;
  readonly account: SendAccount;
  readonly sentImages: number;
  /** In the order of the case; none before the case was begun. */
  readonly stacks: readonly StackSendView[];
  /** Studies of the draft that exist as far as is known: made by this job, or added to. */
  readonly studies: SentStudies["studies"];
  readonly failure: Failure | null;
  /** The draft is complete, but could not be marked as finished. */
  readonly finishFailure: Failure | null;
  /** The case as the engine sees it, for a call in doubt. */
  readonly view: UploadView;
}

/** Outcome of a view at rest, but for the studies, which no view tells. */
export function outcomeOf(
  view: UploadView,
  account: SendAccount,
): Omit<UploadOutcome, "studies"> {
  const stacks = stacksOf(view);
  const nothing = { account, stacks, failure: null, finishFailure: null, view };
  switch (view.kind) {
    case "notStarted":
    case "queued":
      return {
        ...nothing,
        status: "interrupted",
        caseUrl: null,
        sentImages: 0,
      };
    case "running":
    case "done":
      return {
        ...nothing,
        status: "sent",
        caseUrl: view.progress.caseUrl,
        sentImages: view.progress.sentImages,
        finishFailure: view.kind === "done" ? view.finishFailure : null,
      };
    case "paused":
      return {
        ...nothing,
        status: "interrupted",
        caseUrl: view.progress.caseUrl,
        sentImages: view.progress.sentImages,
      };
    case "stopped":
      return {
        ...nothing,
        status: "stopped",
        caseUrl: view.progress.caseUrl,
        sentImages: view.progress.sentImages,
        failure: view.failure,
      };
    case "inDoubt":
      return {
        ...nothing,
        status: "inDoubt",
        caseUrl: view.progress.caseUrl,
        sentImages: view.progress.sentImages,
        failure: { kind: "inDoubt", call: view.call },
      };
    case "cancelled":
      return {
        ...nothing,
        status: "cancelled",
        caseUrl: view.caseUrl,
        sentImages: imagesOf(view.stacks),
      };
    default:
      return assertNever(view, "upload view");
  }
}

function imagesOf(stacks: readonly StackSendView[]): number {
  return stacks.reduce((sum, { imageCount }) => sum + imageCount, 0);
}

/** True once the site has said of every stack that it is processed, of pictures that they arrived; and of none that it failed. */
export function isConfirmed({ status, view }: UploadOutcome): boolean {
  return (
    status === "sent" &&
    "progress" in view &&
    !isProcessingAwaited(view.progress) &&
    !hasFailedStack(view.progress)
  );
}

/** For who waited and was not told. */
export const unconfirmedWords =
  "All of it is on the site, but the site has not said that it has processed every stack. The same command asks again, and sends nothing twice; a stack of which the site never says so is to be looked at in the draft.";

/** The id at the end of the case's address. */
function caseIdOf(caseUrl: string | null): number | null {
  const id = /\/(\d+)$/.exec(caseUrl ?? "")?.[1];
  return id === undefined ? null : Number(id);
}

/** The JSON document. Counts are of files; `sent` is 0 until all is on the site. */
export function uploadDocument(outcome: UploadOutcome) {
  const { status, caseUrl, account, failure, finishFailure, view } = outcome;
  return {
    status,
    caseId: caseIdOf(caseUrl),
    caseUrl,
    found: account.found,
    sent: status === "sent" ? account.uploaded : 0,
    confirmed: isConfirmed(outcome),
    leftOut: account.leftOut,
    leftOutByReason: account.leftOutByReason,
    images: { sent: outcome.sentImages, planned: account.uploadedImages },
    stacks: outcome.stacks.map(({ label, imageCount, state }) => ({
      label,
      imageCount,
      state: state.kind,
    })),
    studies: outcome.studies.map(({ remoteStudyId, name, stackCount }) => ({
      studyId: remoteStudyId,
      name,
      stackCount,
    })),
    failure,
    finishFailure,
    candidates: view.kind === "inDoubt" ? view.candidates : [],
    leftOnSite:
      view.kind === "cancelled"
        ? { ...view.left, words: cancelledWords(view) }
        : null,
  };
}

/** The same for people. */
export function uploadText(outcome: UploadOutcome): string {
  const document = uploadDocument(outcome);
  const lines = [
    headline(outcome),
    ...(document.leftOnSite?.words ?? []),
    document.caseId === null
      ? null
      : `Case ${document.caseId}: ${outcome.caseUrl ?? ""}`,
    `Files: ${document.found} found, ${document.sent} sent, ${document.leftOut} left out`,
    ...outcome.account.leftOutByReason.map(
      ({ reason, count }) => `  ${count}: ${leftOutWords(reason).title}`,
    ),
    // What is there of a cancelled case is said above.
    outcome.status === "cancelled"
      ? null
      : `Images: ${document.images.sent} of ${document.images.planned} on the site`,
    ...(outcome.status === "sent" ? outcome.stacks.map(stackLine) : []),
    ...outcome.studies.map(
      (study) =>
        `  ${existingStudyName(study)}: ${countOf(study.stackCount, "stack")} of this case`,
    ),
    ...failureLines(outcome.failure),
    ...failureLines(outcome.finishFailure),
    ...doubtLines(outcome.view),
    ...remedyLines(outcome.view),
  ];
  return `${lines.filter((line) => line !== null).join("\n")}\n`;
}

function stackLine(stack: StackSendView, index: number): string {
  const label = stack.label === "" ? "" : ` (${stack.label})`;
  return `  stack ${index + 1}${label}: ${stackStateWords(stack.state)}`;
}

/** What has become of one stack. */
export function stackStateWords(state: StackSendState): string {
  switch (state.kind) {
    case "waiting":
      return "waiting";
    case "sending":
      return "on its way";
    case "stored":
      return "arrived, not part of the draft yet";
    case "attached":
      return "sent, not processed by the site yet";
    case "processing":
      return "the site is processing it";
    case "processed":
      return "processed";
    case "processingFailed":
      return "the site could not process it; look at the draft";
    default:
      return assertNever(state, "stack state");
  }
}

/** Done is what the site has processed; until then it is sent. */
function headline({ status, stacks }: UploadOutcome): string {
  switch (status) {
    case "sent": {
      const kinds = new Set(stacks.map(({ state }) => state.kind));
      if (kinds.has("processingFailed"))
        return "Sent, but the site could not process all of it.";
      const isProcessed = kinds.size === 1 && kinds.has("processed");
      return isProcessed
        ? "Done: sent, and processed by the site. Check the system on the case page."
        : "Sent. The site shows the images once it has processed them. Check the system on the case page.";
    }
    case "stopped":
      return "Stopped. Nothing is lost: the same command goes on from here.";
    case "interrupted":
      return "Interrupted. The same command goes on from here.";
    case "inDoubt":
      return "The answer to one call was lost, so it is unknown whether it arrived. Look at the site, then run the same command with --answer.";
    case "cancelled":
      return "This case was cancelled.";
    default:
      return assertNever(status, "status");
  }
}

/** A failure in words, in one paragraph. */
export function failureLines(failure: Failure | null): readonly string[] {
  if (failure === null) return [];
  const { title, why, whatNext } = failureWords(failure);
  return [`${title}. ${why} ${whatNext}`];
}

function doubtLines(view: UploadView): readonly string[] {
  if (view.kind !== "inDoubt") return [];
  switch (view.call) {
    case "createCase":
      return [
        ...view.candidates.map(
          ({ remoteCaseId, url }) =>
            `  may be ${url}: --answer case:${remoteCaseId}`,
        ),
        "  there is no such draft: --answer send-again",
      ];
    case "createStudy":
      return [
        "  the study is there: --answer study:ID (the number after studies/ in its address)",
        "  it is not there: --answer send-again",
      ];
    case "attachStack":
      return [
        "  the stack is there, or is being processed: --answer arrived",
        "  it is not there: --answer send-again",
      ];
    default:
      return assertNever(view.call, "call");
  }
}
