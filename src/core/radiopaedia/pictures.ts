// Call 12: pictures that are no DICOM objects, one file or one zip per request (contract section 7).
import { success, type Result } from "../../shared/result.ts";
import {
  callApi,
  type ApiDeps,
  type CallFailure,
  type FileToSend,
} from "./apiCall.ts";
import type { StudyAddress } from "./stacks.ts";

/** Sends one file; its name is ours, never the original's. Not idempotent. */
export async function sendPictures(
  deps: ApiDeps,
  { remoteCaseId, remoteStudyId }: StudyAddress,
  file: FileToSend,
  signal: AbortSignal,
): Promise<Result<null, CallFailure>> {
  const answer = await callApi(
    deps,
    {
      method: "POST",
      path: `${deps.settings.apiPath}/cases/${remoteCaseId}/studies/${remoteStudyId}/images`,
      isNonIdempotent: true,
      file,
    },
    signal,
  );
  return answer.ok ? success(null) : answer;
}
