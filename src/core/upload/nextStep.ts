// What to do next, from the state alone: the same after a kill as before it.
import type { NonIdempotentCall } from "../../shared/failure.ts";
import type { UploadState } from "./uploadState.ts";

/** One step of sending. Steps come in this order; each is complete before the next. */
export type UploadStep =
  | { readonly kind: "createCase" }
  | { readonly kind: "createStudy"; readonly studyIndex: number }
  | { readonly kind: "sendImages" }
  | { readonly kind: "attachStack"; readonly stackIndex: number }
  | { readonly kind: "markFinished" }
  | { readonly kind: "followProcessing" }
  /** An intent without a receipt: the effect may have happened. `index` of the study or stack; 0 for the case. */
  | {
      readonly kind: "resolveDoubt";
      readonly call: NonIdempotentCall;
      readonly index: number;
    }
  | { readonly kind: "complete" };

/** What the state does not tell. */
export interface StepConditions {
  /** Images stored and not to be asked for again. */
  readonly areImagesSent: boolean;
  /** Marking as finished is switched off, or failed and waits for the user. */
  readonly skipsFinish: boolean;
}

/** The next step. An effect in doubt comes before everything that builds on it. */
export function nextStep(
  state: UploadState,
  conditions: StepConditions,
): UploadStep {
  if (state.isCancelled) return { kind: "complete" };
  if (state.remoteCase.kind === "notCreated") return { kind: "createCase" };
  if (state.remoteCase.kind === "intended")
    return { kind: "resolveDoubt", call: "createCase", index: 0 };
  const studyIndex = state.studies.findIndex(
    (study) => study.kind !== "created",
  );
  if (studyIndex >= 0)
    return state.studies[studyIndex]?.kind === "intended"
      ? { kind: "resolveDoubt", call: "createStudy", index: studyIndex }
      : { kind: "createStudy", studyIndex };
  return nextStackStep(state, conditions);
}

function nextStackStep(
  state: UploadState,
  conditions: StepConditions,
): UploadStep {
  const doubtful = state.stacks.findIndex(
    (stack) => stack.attach.kind === "intended",
  );
  if (doubtful >= 0)
    return { kind: "resolveDoubt", call: "attachStack", index: doubtful };
  const stackIndex = state.stacks.findIndex(
    (stack) => stack.attach.kind === "notAttached",
  );
  if (stackIndex >= 0)
    return conditions.areImagesSent
      ? { kind: "attachStack", stackIndex }
      : { kind: "sendImages" };
  if (state.finishedAtMs === null && !conditions.skipsFinish)
    return { kind: "markFinished" };
  const isFollowed = state.stacks.some(
    ({ attach }) =>
      attach.kind === "attached" &&
      attach.jobId !== null &&
      attach.processing === "unknown",
  );
  return isFollowed ? { kind: "followProcessing" } : { kind: "complete" };
}
