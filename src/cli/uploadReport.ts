// What `casedrop upload` prints: for people, or as one JSON document.
import { assertNever } from "../shared/assertNever.ts";
import type { Failure } from "../shared/failure.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { leftOutWords } from "../shared/messages/leftOutWords.ts";
import type {
  SendAccount,
  StackSendState,
  StackSendView,
  UploadView,
} from "../shared/snapshot.ts";
import { remedyLines } from "./uploadRemedies.ts";

/** How a job ended. */
export interface UploadOutcome {
  readonly status: "sent" | "stopped" | "interrupted" | "inDoubt" | "cancelled";
  readonly caseUrl: string | null;
  readonly account: SendAccount;
  readonly sentImages: number;
  /** In the order of the case; none before the case was begun. */
  readonly stacks: readonly StackSendView[];
  readonly failure: Failure | null;
  /** The draft is complete, but could not be marked as finished. */
  readonly finishFailure: Failure | null;
  /** The case as the engine sees it, for a call in doubt. */
  readonly view: UploadView;
}

/** Outcome of a view at rest. */
export function outcomeOf(
  view: UploadView,
  account: SendAccount,
): UploadOutcome {
  const stacks = "progress" in view ? view.progress.stacks : [];
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
        sentImages: 0,
      };
    default:
      return assertNever(view, "upload view");
  }
}

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
    leftOut: account.leftOut,
    leftOutByReason: account.leftOutByReason,
    images: { sent: outcome.sentImages, planned: account.uploadedImages },
    stacks: outcome.stacks.map(({ label, imageCount, state }) => ({
      label,
      imageCount,
      state: state.kind,
    })),
    failure,
    finishFailure,
    candidates: view.kind === "inDoubt" ? view.candidates : [],
  };
}

/** The same for people. */
export function uploadText(outcome: UploadOutcome): string {
  const document = uploadDocument(outcome);
  const lines = [
    headline(outcome),
    document.caseId === null
      ? null
      : `Case ${document.caseId}: ${outcome.caseUrl ?? ""}`,
    `Files: ${document.found} found, ${document.sent} sent, ${document.leftOut} left out`,
    ...outcome.account.leftOutByReason.map(
      ({ reason, count }) => `  ${count}: ${leftOutWords(reason).title}`,
    ),
    `Images: ${document.images.sent} of ${document.images.planned} on the site`,
    ...(outcome.status === "sent" ? outcome.stacks.map(stackLine) : []),
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
