// Call 6: add a study to a case (contract section 5).
import { z } from "zod";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PlannedStudy } from "../model/uploadPlan.ts";
import {
  callApi,
  parseAnswer,
  type ApiDeps,
  type CallFailure,
} from "./apiCall.ts";
import { remoteIdSchema } from "./remoteId.ts";

const createdSchema = z.object({ id: remoteIdSchema });

/** Adds a study and answers its id. Not idempotent. Sends no date: the service has no place for one. */
export async function createStudy(
  deps: ApiDeps,
  remoteCaseId: number,
  study: Pick<
    PlannedStudy,
    "position" | "modality" | "caption" | "findingsHtml"
  >,
  signal: AbortSignal,
): Promise<Result<number, CallFailure>> {
  const answer = await callApi(
    deps,
    {
      method: "POST",
      path: `${deps.settings.apiPath}/cases/${remoteCaseId}/studies`,
      isNonIdempotent: true,
      body: {
        ...(study.modality && { modality: study.modality }),
        ...(study.findingsHtml && { findings: study.findingsHtml }),
        ...(study.position !== null && { position: study.position }),
        ...(study.caption && { caption: study.caption }),
      },
    },
    signal,
  );
  if (!answer.ok) return answer;
  const parsed = parseAnswer(createdSchema, answer.value, "createStudy");
  return parsed.ok
    ? success(parsed.value.id)
    : failed({ failure: parsed.failure, wasSent: true });
}
