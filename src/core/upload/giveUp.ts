// Remedies for what is gone from the site: another draft, or another study, in its place; pure.
import type { Failure } from "../../shared/failure.ts";
import type { UploadEvent } from "./transition.ts";
import type { UploadState } from "./uploadState.ts";

/** The entry to write, or null unless the draft is gone and was made for this case. */
export function draftGivenUpEvent(
  { remoteCase }: UploadState,
  failure: Failure,
  atMs: number,
): UploadEvent | null {
  return failure.kind === "draftGone" &&
    failure.isReplaceable === true &&
    remoteCase.kind === "created"
    ? { kind: "draftGivenUp", atMs, remoteCaseId: remoteCase.remoteCaseId }
    : null;
}

/** The entry to write, or null unless a study is gone that was to take stacks. */
export function studyGivenUpEvent(
  _state: UploadState,
  failure: Failure,
  atMs: number,
): UploadEvent | null {
  if (failure.kind !== "studyGone") return null;
  const { studyKey, study } = failure;
  const { remoteStudyId } = study;
  return { kind: "studyGivenUp", atMs, studyKey, remoteStudyId };
}
