// What all API calls have in common: bearer token, JSON only, and the checks on cases that several of them need.
import { failed, success, type Result } from "../../shared/result.ts";
import { signedInUser } from "../oauth/grants.ts";
import { emptyAnswer, jsonAnswer, type Answer } from "../server/answer.ts";
import {
  contentType,
  idParam,
  readBody,
  type Exchange,
} from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { demoLogin, type DemoLogin } from "../state/demoLogins.ts";
import type { CaseRecord, StudyRecord } from "../state/records.ts";

function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept
    .split(",")
    .map((range) => (range.split(";")[0] ?? "").trim().toLowerCase())
    .some((range) =>
      ["application/json", "application/*", "*/*"].includes(range),
    );
}

/** Wraps a call of the API: 401 without a living token, 406 when anything but JSON is asked for (contract section 9). */
export function apiRoute(service: Service, route: Route): Route {
  return {
    ...route,
    handle: async (exchange) => {
      const { authorization, accept } = exchange.request.headers;
      if (signedInUser(service, authorization) === null)
        return jsonAnswer(401, { error: "The access token is invalid" });
      if (!acceptsJson(accept)) return emptyAnswer(406);
      return route.handle(exchange);
    },
  };
}

/** Reads a JSON object; 400 for anything else. */
export async function readJsonObject(
  exchange: Exchange,
): Promise<Result<Readonly<Record<string, unknown>>, Answer>> {
  const malformed = failed(jsonAnswer(400, { error: "Malformed request" }));
  const body = await readBody(exchange);
  if (!body.ok) return body;
  if (contentType(exchange) !== "application/json") return malformed;
  try {
    const value: unknown = JSON.parse(body.value.toString("utf8"));
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return malformed;
    return success({ ...value });
  } catch {
    return malformed;
  }
}

/** 422 with one message for each field. */
export function invalid(errors: Readonly<Record<string, string>>): Answer {
  return jsonAnswer(422, { errors });
}

export function notFound(): Answer {
  return jsonAnswer(404, { error: "Not found" });
}

/** Who calls. Behind `apiRoute` there is always somebody. */
export function callerOf(service: Service, exchange: Exchange): DemoLogin {
  const { authorization } = exchange.request.headers;
  return signedInUser(service, authorization) ?? demoLogin;
}

/** The caller's own case in the path, or 404. */
export function caseInPath(
  service: Service,
  exchange: Exchange,
): Result<CaseRecord, Answer> {
  const caseId = idParam(exchange, "case");
  const found = caseId === null ? undefined : service.data.cases.get(caseId);
  return found?.login === callerOf(service, exchange)
    ? success(found)
    : failed(notFound());
}

/** The study in the path, which must belong to the case in the path and take images: 404 or 422 otherwise. */
export function openStudyInPath(
  service: Service,
  exchange: Exchange,
): Result<StudyRecord, Answer> {
  const owner = caseInPath(service, exchange);
  if (!owner.ok) return owner;
  const studyId = idParam(exchange, "study");
  const study =
    studyId === null ? undefined : service.data.studies.get(studyId);
  if (study?.caseId !== owner.value.caseId) return failed(notFound());
  if (owner.value.status !== "draft")
    return failed(invalid({ case: "is not a draft" }));
  return success(study);
}

/** ISO 8601 in UTC. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
