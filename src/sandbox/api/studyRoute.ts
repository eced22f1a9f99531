// `POST /api/v1/cases/{case}/studies` (contract section 5).
import { modalities } from "../../shared/contractLists.ts";
import { jsonAnswer, type Answer } from "../server/answer.ts";
import type { Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import type { CaseRecord, StudyRecord } from "../state/records.ts";
import {
  apiRoute,
  caseInPath,
  invalid,
  isoTime,
  readJsonObject,
} from "./apiRoute.ts";
import { FieldReader } from "./fieldReader.ts";
import { lastPosition, positionAfterInsert } from "./studyPosition.ts";

/** A case has at most this many studies and the position at most this value: the shifts stay small. */
const maxStudies = 1_000;

function insertStudy(
  service: Service,
  owner: CaseRecord,
  wanted: Omit<StudyRecord, "position"> & { readonly position: number | null },
): StudyRecord {
  const { data } = service;
  const siblings = data.studiesOf(owner.caseId);
  const position =
    wanted.position ??
    lastPosition([...siblings, { position: owner.discussionPosition }]);
  for (const sibling of siblings)
    data.studies.set(sibling.studyId, {
      ...sibling,
      position: positionAfterInsert(sibling, position),
    });
  data.cases.set(owner.caseId, {
    ...owner,
    discussionPosition: positionAfterInsert(
      { position: owner.discussionPosition },
      position,
    ),
    updatedAtMs: wanted.createdAtMs,
  });
  const study = { ...wanted, position };
  data.studies.set(study.studyId, study);
  return study;
}

function studyJson(study: StudyRecord): Record<string, unknown> {
  return {
    case_id: study.caseId,
    id: study.studyId,
    caption: study.caption,
    modality: study.modality,
    findings: study.findings,
    created_at: isoTime(study.createdAtMs),
    updated_at: isoTime(study.createdAtMs),
  };
}

async function createStudy(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const body = await readJsonObject(exchange);
  if (!body.ok) return body.failure;
  const owner = caseInPath(service, exchange);
  if (!owner.ok) return owner.failure;
  const { caseId, status } = owner.value;
  const fields = new FieldReader(body.value);
  const modality = fields.text("modality") ?? "";
  const position = fields.integer("position");
  if (modality !== "" && !modalities.some((known) => known === modality))
    fields.reject("modality", "is not in the list");
  if (position !== null && (position < 1 || position > maxStudies))
    fields.reject("position", "is out of range");
  if (status !== "draft") fields.reject("case", "is not a draft");
  if (service.data.studiesOf(caseId).length >= maxStudies)
    fields.reject("case", "has too many studies");
  const caption = fields.text("caption") ?? "";
  const findings = fields.text("findings") ?? "";
  if (fields.errors !== null) return invalid(fields.errors);
  const study = insertStudy(service, owner.value, {
    studyId: service.data.nextId("study"),
    caseId,
    position,
    modality,
    caption,
    findings,
    createdAtMs: service.clock.nowMs(),
  });
  await service.save();
  return jsonAnswer(201, studyJson(study));
}

/** Adds a study to a draft. */
export function studyRoute(service: Service): Route {
  return apiRoute(service, {
    name: "createStudy",
    method: "POST",
    path: "/api/v1/cases/{case}/studies",
    handle: (exchange) => createStudy(service, exchange),
  });
}
