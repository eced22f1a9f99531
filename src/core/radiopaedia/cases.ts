// Calls 4, 5 and 11: create a case, list own cases, mark a case as finished (contract sections 4 and 8).
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { CasePayload } from "../model/uploadPlan.ts";
import {
  callApi,
  parseAnswer,
  plainFailure,
  type ApiDeps,
  type CallFailure,
} from "./apiCall.ts";
import { remoteIdSchema } from "./remoteId.ts";

const createdSchema = z.object({ id: remoteIdSchema });

/** Makes a draft and answers its id. Not idempotent: `wasSent` tells whether it may have been made all the same. */
export async function createCase(
  deps: ApiDeps,
  payload: CasePayload,
  signal: AbortSignal,
): Promise<Result<number, CallFailure>> {
  const answer = await callApi(
    deps,
    {
      method: "POST",
      path: `${deps.settings.apiPath}/cases`,
      body: caseBody(payload),
      isNonIdempotent: true,
    },
    signal,
  );
  if (!answer.ok) return answer;
  const parsed = parseAnswer(createdSchema, answer.value, "createCase");
  return parsed.ok
    ? success(parsed.value.id)
    : failed({ failure: parsed.failure, wasSent: true });
}

/** Members without content are left out: the service wants them absent rather than empty. */
function caseBody(payload: CasePayload): Record<string, unknown> {
  const { presentation, age, gender, bodyHtml, diagnosticCertaintyId } =
    payload;
  return {
    title: payload.title,
    system_id: payload.systemId,
    ...(diagnosticCertaintyId !== undefined && {
      diagnostic_certainty_id: diagnosticCertaintyId,
    }),
    suitable_for_quiz: payload.suitableForQuiz,
    ...(presentation && { presentation }),
    ...(age && { age }),
    ...(gender && { gender }),
    ...(bodyHtml && { body: bodyHtml }),
  };
}

const listedCaseSchema = z.object({
  id: remoteIdSchema,
  title: z.string().nullish(),
  status: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});

/** One of the user's cases on the service. */
export interface ListedCase {
  readonly remoteCaseId: number;
  readonly title: string;
  readonly isDraft: boolean;
  /** Null if the service did not say. */
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
}

export interface CasePage {
  readonly cases: readonly ListedCase[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** One page of own cases; null asks for the first. */
export async function listCases(
  deps: ApiDeps,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Result<CasePage, Failure>> {
  const query = new URLSearchParams({ per_page: "100" });
  if (cursor !== null) query.set("cursor", cursor);
  const path = `${deps.settings.apiPath}/cases?${query.toString()}`;
  const answer = plainFailure(
    await callApi(deps, { method: "GET", path }, signal),
  );
  if (!answer.ok) return answer;
  const parsed = parseAnswer(
    z.array(listedCaseSchema),
    answer.value,
    "listCases",
  );
  if (!parsed.ok) return parsed;
  const nextCursor = answer.value.headers["x-next-cursor"] ?? "";
  return success({
    cases: parsed.value.map((item) => ({
      remoteCaseId: item.id,
      title: item.title ?? "",
      isDraft: item.status == null || item.status === "draft",
      createdAtMs: timeOrNull(item.created_at ?? ""),
      updatedAtMs: timeOrNull(item.updated_at ?? ""),
    })),
    nextCursor: nextCursor === "" ? null : nextCursor,
  });
}

/** Ends the upload of a case, which the site needs before it can be edited. Idempotent; does not publish. */
export async function markUploadFinished(
  deps: ApiDeps,
  remoteCaseId: number,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const path = `${deps.settings.apiPath}/cases/${remoteCaseId}/mark_upload_finished`;
  const answer = plainFailure(
    await callApi(deps, { method: "PUT", path, body: {} }, signal),
  );
  return answer.ok ? success(null) : answer;
}

function timeOrNull(text: string): number | null {
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs;
}
