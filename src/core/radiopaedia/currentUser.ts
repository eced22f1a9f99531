// Call 3: who is signed in and how many drafts may still be made (contract section 3).
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { DraftQuota } from "../../shared/accountState.ts";
import { callApi, parseAnswer, plainFailure, type ApiDeps } from "./apiCall.ts";
import { parseHttpDate } from "./retryAfter.ts";

const count = z.number().int().nonnegative();

const currentUserSchema = z
  .object({
    login: z.string().optional(),
    username: z.string().optional(),
    quotas: z
      .object({
        allowed_draft_cases: count.nullish(),
        draft_case_count: count,
      })
      .nullish(),
  })
  .refine((user) => (user.login ?? user.username) !== undefined);

export interface CurrentUser {
  readonly login: string;
  /** Null if the service did not say. */
  readonly quota: DraftQuota | null;
  /** The service's own time, by its Date header; null if absent. */
  readonly answeredAtMs: number | null;
}

/** Reads name and draft quota. An allowance of null means unlimited. */
export async function currentUser(
  deps: ApiDeps,
  signal: AbortSignal,
): Promise<Result<CurrentUser, Failure>> {
  const path = `${deps.settings.apiPath}/users/current`;
  const answer = plainFailure(
    await callApi(deps, { method: "GET", path }, signal),
  );
  if (!answer.ok) return answer;
  const parsed = parseAnswer(currentUserSchema, answer.value, "currentUser");
  if (!parsed.ok) return parsed;
  const { login, username, quotas } = parsed.value;
  return success({
    login: login ?? username ?? "",
    quota: quotas
      ? {
          used: quotas.draft_case_count,
          allowed: quotas.allowed_draft_cases ?? null,
        }
      : null,
    answeredAtMs: parseHttpDate(answer.value.headers["date"]),
  });
}
