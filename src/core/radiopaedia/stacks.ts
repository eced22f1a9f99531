// Calls 9 and 10: attach stored images as one stack, and ask how far the site is with it (contract sections 6.3 and 6.4).
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { jsonOrNull } from "./answerDetail.ts";
import {
  callApi,
  parseAnswer,
  plainFailure,
  type ApiDeps,
  type CallFailure,
} from "./apiCall.ts";

/** Where a stack goes. */
export interface StudyAddress {
  readonly remoteCaseId: number;
  readonly remoteStudyId: number;
}

export interface StackToAttach {
  /** In display order. */
  readonly uploadIds: readonly number[];
  /** 0-based. */
  readonly rootIndex: number;
  /** Empty if not set. */
  readonly perspective: string;
  readonly specifics: string;
}

const attachedSchema = z.object({
  job_id: z.union([z.string().min(1), z.number().transform(String)]),
});

/** Attaches one stack and answers its job id; null if the service names none. Not idempotent. */
export async function attachStack(
  deps: ApiDeps,
  { remoteCaseId, remoteStudyId }: StudyAddress,
  stack: StackToAttach,
  signal: AbortSignal,
): Promise<Result<string | null, CallFailure>> {
  const answer = await callApi(
    deps,
    {
      method: "POST",
      path: `${deps.settings.imagePreparationPath}/${remoteCaseId}/studies/${remoteStudyId}/series`,
      isNonIdempotent: true,
      body: attachBody(deps, stack),
    },
    signal,
  );
  if (!answer.ok) return answer;
  const parsed = attachedSchema.safeParse(jsonOrNull(answer.value.text));
  return success(parsed.success ? parsed.data.job_id : null);
}

function attachBody({ settings }: ApiDeps, stack: StackToAttach) {
  const { uploadIds, perspective, specifics } = stack;
  const labels = settings.sendsPerspectiveAndSpecifics
    ? { ...(perspective && { perspective }), ...(specifics && { specifics }) }
    : {};
  return {
    image_format: "application/dicom",
    series: { root_index: stack.rootIndex + settings.rootIndexBase, ...labels },
    stack_upload: {
      uploaded_data:
        settings.uploadedDataShape === "array"
          ? uploadIds
          : Object.fromEntries(uploadIds.map((id, index) => [index, id])),
    },
  };
}

/** How far the site is with an attached stack. The site gives no reason for a failure. */
export type JobStatus =
  | { readonly kind: "waiting" }
  | { readonly kind: "processing"; readonly siteStatus: string }
  | { readonly kind: "processed" }
  | { readonly kind: "failed" };

const finalStatuses = new Set(["completed-dicom-processing", "ready"]);

const jobSchema = z.object({
  series: z.object({ status: z.string().nullish() }).nullish(),
});

/** Asks for the state of a job. An unknown case is `refused` with 401 and signs nobody out. */
export async function jobStatus(
  deps: ApiDeps,
  { remoteCaseId, remoteStudyId }: StudyAddress,
  jobId: string,
  signal: AbortSignal,
): Promise<Result<JobStatus, Failure>> {
  const path = `${deps.settings.imagePreparationPath}/${remoteCaseId}/studies/${remoteStudyId}/upload/${encodeURIComponent(jobId)}`;
  const answer = plainFailure(
    await callApi(
      deps,
      { method: "GET", path, treats401AsRefusal: true },
      signal,
    ),
  );
  if (!answer.ok) return answer;
  if (answer.value.status === 202) return success({ kind: "waiting" });
  const parsed = parseAnswer(jobSchema, answer.value, "jobStatus");
  if (!parsed.ok) return failed(parsed.failure);
  const { series } = parsed.value;
  // 200 without a series is how the site says that the job failed.
  if (series == null) return success({ kind: "failed" });
  const siteStatus = series.status ?? "";
  return success(
    finalStatuses.has(siteStatus)
      ? { kind: "processed" }
      : { kind: "processing", siteStatus: siteStatus.slice(0, 60) },
  );
}
