// A refusal by the site, looked into: is the draft still there, and still a draft?
import type { Failure } from "../../shared/failure.ts";
import { ownCases } from "./ownCases.ts";
import type { StepContext } from "./stepContext.ts";

/**
 * `draftGone` if the list of the user's cases shows that the draft was deleted or is none any more (contract section 8: only
 * drafts take imaging, a missing id means deleted); otherwise the refusal as it was.
 */
export async function explainRefusal(
  context: StepContext,
  failure: Failure,
  signal: AbortSignal,
): Promise<Failure> {
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
  return own.isDraft ? failure : { kind: "draftGone", problem: "notDraft" };
}
