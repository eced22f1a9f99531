// Carries out one step of sending.
import { assertNever } from "../../shared/assertNever.ts";
import { success } from "../../shared/result.ts";
import { addStudy, attachWholeStack } from "./addStudiesAndStacks.ts";
import { bindDraftOwner } from "./bindAccount.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { createRemoteCase } from "./createRemoteCase.ts";
import { findLostCase } from "./findLostCase.ts";
import { followProcessing } from "./followProcessing.ts";
import type { UploadStep } from "./nextStep.ts";
import { sendImages } from "./sendImages.ts";
import type { StepContext, StepResult } from "./stepContext.ts";
import { filesToSend } from "./uploadState.ts";

/** A step that there is something to do for. */
export type OpenStep = Exclude<UploadStep, { kind: "complete" }>;

/** Does it and records what happened. `nextCheck`: see `followProcessing`. */
export async function runStep(
  context: StepContext,
  step: OpenStep,
  nextCheck: () => AbortSignal,
  signal: AbortSignal,
): Promise<StepResult> {
  const { state } = context.recorder;
  // Following what was sent changes nothing on the site.
  const bound =
    step.kind === "followProcessing"
      ? success(null)
      : await bindDraftOwner(context, signal);
  if (!bound.ok) return bound;
  switch (step.kind) {
    case "createCase": {
      const { target } = state.plan;
      return target.kind === "newCase"
        ? createRemoteCase(context, target.payload, signal)
        : success(null);
    }
    case "createStudy":
      return addStudy(context, step.studyIndex, signal);
    case "sendImages":
      return sendImages(context, untrustedFiles(context), signal);
    case "attachStack":
      return attachWholeStack(context, step.stackIndex, signal);
    case "markFinished":
      return markFinished(context, signal);
    case "followProcessing":
      return followProcessing(context, nextCheck, signal);
    case "resolveDoubt":
      return resolveDoubt(context, step, signal);
    default:
      return assertNever(step, "upload step");
  }
}

/** A clock that is put right by so little makes no receipt doubtful. */
const toleratedLeadMs = 60_000;

/** Files the storage is not known to hold, as of now. */
export function untrustedFiles({ recorder, clock, engine }: StepContext) {
  const nowMs = clock.nowMs();
  return filesToSend(recorder.state, {
    sinceMs: nowMs - engine.storedTrustMs,
    untilMs: nowMs + toleratedLeadMs,
  });
}

/** A failure does not stop the case: all is sent, and the draft only stays open for uploads. */
async function markFinished(
  { client, clock, retrier, recorder }: StepContext,
  signal: AbortSignal,
): Promise<StepResult> {
  const { remoteCase } = recorder.state;
  if (remoteCase.kind !== "created") return success(null);
  const marked = await retrier.run(
    (s) => client().markUploadFinished(remoteCase.remoteCaseId, s),
    signal,
  );
  if (marked.ok)
    return recorder.receipt({ kind: "finished", atMs: clock.nowMs() });
  const verdict = classifyFailure(marked.failure, { kind: "repeatable" });
  return verdict.kind === "cancelled"
    ? marked
    : success({ kind: "finishFailed", failure: marked.failure });
}

/** The list of cases can tell of a lost case; of studies and stacks only the user can. */
function resolveDoubt(
  context: StepContext,
  step: Extract<UploadStep, { kind: "resolveDoubt" }>,
  signal: AbortSignal,
): Promise<StepResult> {
  const { remoteCase, plan } = context.recorder.state;
  if (
    step.call === "createCase" &&
    remoteCase.kind === "intended" &&
    plan.target.kind === "newCase"
  ) {
    const { title } = plan.target.payload;
    return findLostCase(
      context,
      { title, intendedAtMs: remoteCase.atMs },
      signal,
    );
  }
  const doubt = { call: step.call, index: step.index, candidates: [] };
  return Promise.resolve(success({ kind: "asking", doubt }));
}
