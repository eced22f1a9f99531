// A refusal by the site, looked into: is the draft still there, and still a draft? And the study that was to take a stack?
import type { Failure } from "../../shared/failure.ts";
import type { StudyAddress } from "../radiopaedia/stacks.ts";
import { ownCases } from "./ownCases.ts";
import { studyName } from "./sentStudies.ts";
import type { StepContext } from "./stepContext.ts";
import type { StackState } from "./uploadState.ts";

/**
 * `draftGone` if the list of the user's cases shows that the draft was deleted or is none any more (contract section 8: only
 * drafts take imaging, a missing id means deleted); otherwise the refusal as it was.
 */
export async function explainRefusal(
  context: StepContext,
  failure: Failure,
  signal: AbortSignal,
): Promise<Failure> {
  const explained = await lookInto(context, failure, signal);
  return explained === "draftIsThere" ? failure : explained;
}

/**
 * The same for a stack. `studyGone` if the draft is there, and the site says that there is no such study in it: one that was
 * there before this case, or that the case made and somebody deleted since.
 */
export async function explainStackRefusal(
  context: StepContext,
  failure: Failure,
  refused: { readonly stack: StackState; readonly address: StudyAddress },
  signal: AbortSignal,
): Promise<Failure> {
  const explained = await lookInto(context, failure, signal);
  if (explained !== "draftIsThere") return explained;
  const { stack, address } = refused;
  const study = context.recorder.state.plan.studies[stack.studyIndex];
  const isUnknown =
    failure.kind === "refused" && [404, 410].includes(failure.status);
  if (!isUnknown || study === undefined) return failure;
  const { remoteStudyId } = address;
  const name = studyName(study, remoteStudyId);
  return {
    kind: "studyGone",
    studyKey: study.studyKey,
    study: { remoteStudyId, name },
  };
}

/** The failure, better known or not; or that the draft is not the reason. */
async function lookInto(
  context: StepContext,
  failure: Failure,
  signal: AbortSignal,
): Promise<Failure | "draftIsThere"> {
  const { remoteCase, plan } = context.recorder.state;
  if (failure.kind !== "refused" || remoteCase.kind !== "created")
    return failure;
  const listed = await ownCases(context, signal);
  if (!listed.ok) return failure;
  const own = listed.value.find(
    (item) => item.remoteCaseId === remoteCase.remoteCaseId,
  );
  if (own === undefined)
    return {
      kind: "draftGone",
      problem: "deleted",
      ...(plan.target.kind === "newCase" && { isReplaceable: true }),
    };
  return own.isDraft
    ? "draftIsThere"
    : { kind: "draftGone", problem: "notDraft" };
}
