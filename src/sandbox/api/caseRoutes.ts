// Cases: create, list, mark finished (contract sections 4 and 8).
import { certainties, genders, systems } from "../../shared/contractLists.ts";
import { jsonAnswer, type Answer } from "../server/answer.ts";
import type { Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { demoLogins, type DemoLogin } from "../state/demoLogins.ts";
import type { CaseRecord } from "../state/records.ts";
import {
  apiRoute,
  callerOf,
  caseInPath,
  invalid,
  isoTime,
  readJsonObject,
} from "./apiRoute.ts";
import { FieldReader } from "./fieldReader.ts";

const maxPerPage = 100;

/** A case as the API answers it. */
function caseJson(record: CaseRecord): Record<string, unknown> {
  return {
    id: record.caseId,
    title: record.title,
    author_id: demoLogins.indexOf(record.login) + 1,
    status: record.status,
    visibility: record.visibility,
    created_at: isoTime(record.createdAtMs),
    updated_at: isoTime(record.updatedAtMs),
  };
}

/** Drafts that count against the quota. */
function draftCount(service: Service, login: DemoLogin): number {
  return ownCases(service, login).filter((record) => record.status === "draft")
    .length;
}

function ownCases(service: Service, login: DemoLogin): readonly CaseRecord[] {
  return [...service.data.cases.values()].filter(
    (record) => record.login === login,
  );
}

function currentUser(service: Service, login: DemoLogin): Answer {
  return jsonAnswer(200, {
    login,
    quotas: {
      allowed_draft_cases: service.settings.allowedDraftCases,
      allowed_unlisted_cases: service.settings.allowedUnlistedCases,
      allowed_unlisted_playlists: 10,
      draft_case_count: draftCount(service, login),
      unlisted_case_count: ownCases(service, login).filter(
        (record) => record.visibility === "unlisted",
      ).length,
      unlisted_playlist_count: 0,
    },
  });
}

type CaseFields = Omit<
  CaseRecord,
  | "caseId"
  | "login"
  | "status"
  | "visibility"
  | "discussionPosition"
  | "uploadFinishedAtMs"
  | "createdAtMs"
  | "updatedAtMs"
>;

function readCaseFields(fields: FieldReader): CaseFields {
  const title = fields.text("title")?.trim() ?? "";
  const systemId = fields.integer("system_id");
  const certainty = fields.integer("diagnostic_certainty_id");
  const gender = fields.text("gender");
  if (title === "") fields.reject("title", "can't be blank");
  if (!systems.some((system) => system.id === systemId))
    fields.reject("system_id", "is not a known system");
  if (certainty !== null && !certainties.some(({ id }) => id === certainty))
    fields.reject("diagnostic_certainty_id", "is not in the list");
  if (gender !== null && !genders.some((known) => known === gender))
    fields.reject("gender", "is not in the list");
  return {
    title,
    systemId: systemId ?? 0,
    diagnosticCertaintyId: certainty,
    suitableForQuiz: fields.flag("suitable_for_quiz"),
    presentation: fields.text("presentation"),
    age: fields.text("age"),
    gender,
    body: fields.text("body"),
  };
}

async function createCase(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const body = await readJsonObject(exchange);
  if (!body.ok) return body.failure;
  const fields = new FieldReader(body.value);
  const wanted = readCaseFields(fields);
  if (fields.errors !== null) return invalid(fields.errors);
  const allowed = service.settings.allowedDraftCases;
  // Nobody knows what the site answers here: a form that no client can have been written for.
  const login = callerOf(service, exchange);
  if (allowed !== null && draftCount(service, login) >= allowed)
    return jsonAnswer(403, { reason: "draft_limit_reached", limit: allowed });
  const nowMs = service.clock.nowMs();
  const record: CaseRecord = {
    ...wanted,
    caseId: service.data.nextId("case"),
    login,
    status: "draft",
    visibility: "public",
    discussionPosition: 1,
    uploadFinishedAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  service.data.cases.set(record.caseId, record);
  await service.save();
  return jsonAnswer(200, caseJson(record));
}

/** A cursor says where the last page ended; its form is nobody's business. */
function cursorOf(record: CaseRecord): string {
  return Buffer.from(`before:${String(record.caseId)}`).toString("base64url");
}

function readCursor(cursor: string): number | null {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const digits = /^before:(\d{1,15})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function readPerPage(text: string | null): number | null {
  if (text === null) return 20;
  return /^[1-9]\d{0,5}$/.test(text)
    ? Math.min(Number(text), maxPerPage)
    : null;
}

function listCases(service: Service, exchange: Exchange): Answer {
  const query = exchange.url.searchParams;
  const perPage = readPerPage(query.get("per_page"));
  const cursor = query.get("cursor");
  const before =
    cursor === null || cursor === ""
      ? Number.POSITIVE_INFINITY
      : readCursor(cursor);
  if (perPage === null || before === null)
    return jsonAnswer(400, { error: "Bad per_page or cursor" });
  const page = ownCases(service, callerOf(service, exchange))
    .filter((record) => record.caseId < before)
    .sort((a, b) => b.caseId - a.caseId)
    .slice(0, perPage);
  const last = page.at(-1);
  // A full page names a next one even if that turns out empty.
  const isFull = last !== undefined && page.length === perPage;
  return jsonAnswer(
    200,
    page.map(caseJson),
    isFull ? { "x-next-cursor": cursorOf(last) } : {},
  );
}

async function markFinished(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const found = caseInPath(service, exchange);
  if (!found.ok) return found.failure;
  const nowMs = service.clock.nowMs();
  const record = {
    ...found.value,
    uploadFinishedAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  service.data.cases.set(record.caseId, record);
  await service.save();
  return jsonAnswer(200, caseJson(record));
}

/** Current user, create, list, mark finished. */
export function caseRoutes(service: Service): readonly Route[] {
  return [
    apiRoute(service, {
      name: "currentUser",
      method: "GET",
      path: "/api/v1/users/current",
      handle: (exchange) =>
        Promise.resolve(currentUser(service, callerOf(service, exchange))),
    }),
    apiRoute(service, {
      name: "createCase",
      method: "POST",
      path: "/api/v1/cases",
      handle: (exchange) => createCase(service, exchange),
    }),
    apiRoute(service, {
      name: "listCases",
      method: "GET",
      path: "/api/v1/cases",
      handle: (exchange) => Promise.resolve(listCases(service, exchange)),
    }),
    apiRoute(service, {
      name: "markFinished",
      method: "PUT",
      path: "/api/v1/cases/{case}/mark_upload_finished",
      handle: (exchange) => markFinished(service, exchange),
    }),
  ];
}
