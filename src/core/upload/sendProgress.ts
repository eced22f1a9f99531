// The numbers of a transfer as the window shows them; pure.
import { assertNever } from "../../shared/assertNever.ts";
import type {
  SendPhase,
  SendProgress,
  StackSendState,
} from "../../shared/snapshot.ts";
import { secondsLeft } from "./transferRate.ts";
import type { StackState, UploadState } from "./uploadState.ts";

/** What the journal does not tell. */
export interface LiveNumbers {
  readonly inFlightBytes: number;
  readonly bytesPerSecond: number | null;
  readonly siteStatuses: ReadonlyMap<string, string>;
  /** False: the site is not told when all is sent (contract section 13). */
  readonly marksFinished: boolean;
  /** Address of a case on the site. */
  readonly caseUrlOf: (remoteCaseId: number) => string;
}

/** Progress of one case. */
export function sendProgress(
  state: UploadState,
  live: LiveNumbers,
): SendProgress {
  const sentBytes = Math.min(
    state.totalBytes,
    state.storedBytes + live.inFlightBytes,
  );
  const phase = phaseOf(state, live);
  const rate = phase === "sendingImages" ? live.bytesPerSecond : null;
  return {
    phase,
    sentBytes,
    totalBytes: state.totalBytes,
    sentImages: state.stacks.reduce((sum, stack) => sum + stack.storedCount, 0),
    totalImages: state.stacks.reduce(
      (sum, stack) => sum + stack.images.length,
      0,
    ),
    bytesPerSecond: rate,
    // When every byte has arrived, the steps that follow take a time nobody knows.
    secondsLeft:
      phase === "sendingImages"
        ? secondsLeft(rate, state.totalBytes - sentBytes)
        : null,
    stacks: state.stacks.map((stack) => ({
      stackId: stack.plan.stackId,
      label: stack.plan.label,
      imageCount: stack.images.length,
      sizeBytes: stack.plan.images.reduce(
        (sum, file) => sum + file.sizeBytes,
        0,
      ),
      state: stackSendState(stack, live.siteStatuses),
    })),
    caseUrl: remoteCaseUrl(state, live.caseUrlOf),
  };
}

/** Address of the draft on the site; null until it exists. */
function remoteCaseUrl(
  { remoteCase }: UploadState,
  caseUrlOf: LiveNumbers["caseUrlOf"],
): string | null {
  return remoteCase.kind === "created"
    ? caseUrlOf(remoteCase.remoteCaseId)
    : null;
}

function phaseOf(
  state: UploadState,
  { marksFinished }: Pick<LiveNumbers, "marksFinished">,
): SendPhase {
  if (state.remoteCase.kind !== "created") return "creatingCase";
  if (state.studies.some((study) => study.kind !== "created"))
    return "addingStudies";
  const open = state.stacks.filter((stack) => stack.attach.kind !== "attached");
  if (open.some(isBeingSent)) return "sendingImages";
  if (open.length > 0) return "attachingStacks";
  const isFinishing = state.finishedAtMs === null && marksFinished;
  return isFinishing ? "finishing" : "processing";
}

/** Pictures are on their way until their stack is there. */
function isBeingSent({ attach, plan, storedCount, images }: StackState) {
  const isOpen = attach.kind === "notAttached" || plan.picture !== undefined;
  return isOpen && storedCount < images.length;
}

function stackSendState(
  stack: StackState,
  siteStatuses: ReadonlyMap<string, string>,
): StackSendState {
  const { attach, plan } = stack;
  switch (attach.kind) {
    case "attached":
      if (attach.processing === "processed") return { kind: "processed" };
      if (attach.processing === "failed") return { kind: "processingFailed" };
      if (plan.picture !== undefined)
        return { kind: "attached", isFinal: true };
      return processingState(siteStatuses.get(plan.stackId));
    case "intended":
      return plan.picture === undefined
        ? { kind: "stored" }
        : { kind: "sending", storedImages: 0 };
    case "notAttached":
      if (stack.storedCount === stack.images.length) return { kind: "stored" };
      return stack.storedCount === 0
        ? { kind: "waiting" }
        : { kind: "sending", storedImages: stack.storedCount };
    default:
      return assertNever(attach, "attach state");
  }
}

function processingState(siteStatus: string | undefined): StackSendState {
  return siteStatus === undefined
    ? { kind: "attached" }
    : { kind: "processing", siteStatus };
}
