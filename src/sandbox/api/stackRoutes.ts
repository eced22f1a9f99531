// Stacks: attach uploaded files as one series, and ask how its conversion goes (contract sections 6.3 and 6.4).
import { randomUUID } from "node:crypto";
import { assertNever } from "../../shared/assertNever.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PolicyReport } from "../policy/checkPolicy.ts";
import {
  emptyAnswer,
  jsonAnswer,
  textAnswer,
  type Answer,
} from "../server/answer.ts";
import { idParam, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import type {
  StackRecord,
  StudyRecord,
  UploadRecord,
} from "../state/records.ts";
import {
  apiRoute,
  invalid,
  notFound,
  openStudyInPath,
  readJsonObject,
} from "./apiRoute.ts";
import { FieldReader } from "./fieldReader.ts";
import { stackStateAt } from "./stackState.ts";

const maxStackFiles = 20_000;

interface AttachRequest {
  readonly uploadIds: readonly number[];
  readonly rootIndex: number | null;
  readonly perspective: string;
  readonly specifics: string;
}

function innerObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : null;
}

function readUploadIds(value: unknown): Result<readonly number[], Answer> {
  // The documented object shape breaks the site itself (contract section 6.3).
  if (innerObject(value) !== null)
    return failed(textAnswer(500, "Internal Server Error"));
  const bad = failed(
    invalid({ uploaded_data: "must be a list of upload ids" }),
  );
  if (!Array.isArray(value) || value.length === 0) return bad;
  if (value.length > maxStackFiles) return bad;
  const entries: readonly unknown[] = value;
  const ids = entries.filter(
    (id): id is number => typeof id === "number" && Number.isSafeInteger(id),
  );
  return ids.length === entries.length ? success(ids) : bad;
}

async function readAttachRequest(
  exchange: Exchange,
): Promise<Result<AttachRequest, Answer>> {
  const body = await readJsonObject(exchange);
  if (!body.ok) return body;
  if (body.value["image_format"] !== "application/dicom")
    return failed(invalid({ image_format: "is not supported" }));
  const stackUpload = innerObject(body.value["stack_upload"]);
  const uploadIds = readUploadIds(stackUpload?.["uploaded_data"]);
  if (!uploadIds.ok) return uploadIds;
  const fields = new FieldReader(innerObject(body.value["series"]) ?? {});
  const rootIndex = fields.integer("root_index");
  const perspective = fields.text("perspective") ?? "";
  const specifics = fields.text("specifics") ?? "";
  if (
    rootIndex !== null &&
    (rootIndex < 0 || rootIndex >= uploadIds.value.length)
  )
    fields.reject("root_index", "is outside the stack");
  if (fields.errors !== null) return failed(invalid(fields.errors));
  return success({
    uploadIds: uploadIds.value,
    rootIndex,
    perspective,
    specifics,
  });
}

function findUploads(
  service: Service,
  uploadIds: readonly number[],
): Result<readonly UploadRecord[], Answer> {
  const uploads: UploadRecord[] = [];
  for (const uploadId of uploadIds) {
    const upload = service.data.uploads.get(uploadId);
    if (upload === undefined)
      return failed(
        invalid({ uploaded_data: `${String(uploadId)} is unknown` }),
      );
    if (!service.objects.has(upload.sha256))
      return failed(
        invalid({ uploaded_data: `${String(uploadId)} was not uploaded` }),
      );
    uploads.push(upload);
  }
  return success(uploads);
}

/** The words the site uses, with every reason of one file. */
function rejectionText(upload: UploadRecord, report: PolicyReport): string {
  const keys = report.tags.map((tag) => `Key ${tag} not anonymized`);
  return `Upload ${String(upload.uploadId)}: ${[...keys, ...report.problems].join(", ")}`;
}

interface CheckedFiles {
  readonly warnings: readonly string[];
  readonly isConvertible: boolean;
}

/** Checks every file, so that one refusal names all that is wrong. */
async function checkFiles(
  service: Service,
  study: StudyRecord,
  uploads: readonly UploadRecord[],
): Promise<Result<CheckedFiles, Answer>> {
  const refusals: string[] = [];
  const warnings = new Set<string>();
  let isConvertible = true;
  for (const upload of new Map(
    uploads.map((row) => [row.uploadId, row]),
  ).values()) {
    const report = await service.policyChecks.report(
      upload.sha256,
      service.settings.policyVersion,
    );
    for (const warning of report.warnings) warnings.add(warning);
    isConvertible &&= report.isConvertible;
    if (report.tags.length === 0 && report.problems.length === 0) continue;
    refusals.push(rejectionText(upload, report));
    service.data.addRejections([
      {
        ...upload,
        atMs: service.clock.nowMs(),
        caseId: study.caseId,
        studyId: study.studyId,
        tags: [...report.tags],
        problems: [...report.problems],
      },
    ]);
  }
  if (refusals.length === 0)
    return success({ warnings: [...warnings], isConvertible });
  await service.save();
  return failed(
    jsonAnswer(422, { error: `DICOM not anonymized. ${refusals.join("; ")}` }),
  );
}

async function attachStack(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const wanted = await readAttachRequest(exchange);
  const study = openStudyInPath(service, exchange);
  if (!study.ok) return study.failure;
  if (!wanted.ok) return wanted.failure;
  const uploads = findUploads(service, wanted.value.uploadIds);
  if (!uploads.ok) return uploads.failure;
  const checked = await checkFiles(service, study.value, uploads.value);
  if (!checked.ok) return checked.failure;
  const stack: StackRecord = {
    ...wanted.value,
    uploadIds: [...wanted.value.uploadIds],
    stackId: service.data.nextId("stack"),
    studyId: study.value.studyId,
    jobId: randomUUID(),
    attachedAtMs: service.clock.nowMs(),
    queuedMs: service.settings.queuedMs,
    dicomProcessingMs: service.settings.dicomProcessingMs,
    failsSilently:
      exchange.faults.silentJobFailure || !checked.value.isConvertible,
    warnings: [...checked.value.warnings],
  };
  // The case may have been deleted while its files were checked.
  if (!openStudyInPath(service, exchange).ok) return notFound();
  service.data.stacks.set(stack.stackId, stack);
  await service.save();
  return jsonAnswer(202, { job_id: stack.jobId });
}

function jobStatus(service: Service, exchange: Exchange): Answer {
  const caseId = idParam(exchange, "case");
  // Not a sign-in problem, although it looks like one (contract section 6.4).
  if (caseId === null || !service.data.cases.has(caseId))
    return emptyAnswer(401);
  const studyId = idParam(exchange, "study") ?? 0;
  const study = service.data.studies.get(studyId);
  const stack = service.data
    .stacksOf(studyId)
    .find((candidate) => candidate.jobId === exchange.params["job"]);
  if (study?.caseId !== caseId || stack === undefined) return notFound();
  const state = stackStateAt(stack, service.clock.nowMs());
  switch (state) {
    case "queued":
      return jsonAnswer(202, { status: "queued" });
    case "failed":
      return jsonAnswer(200, {});
    case "pending-dicom-processing":
    case "completed-dicom-processing":
      return jsonAnswer(200, {
        series: { seriesId: stack.stackId, status: state },
      });
    default:
      return assertNever(state, "stack state");
  }
}

/** Attach and job status. */
export function stackRoutes(service: Service): readonly Route[] {
  return [
    apiRoute(service, {
      name: "attachStack",
      method: "POST",
      path: "/image_preparation/{case}/studies/{study}/series",
      handle: (exchange) => attachStack(service, exchange),
    }),
    apiRoute(service, {
      name: "jobStatus",
      method: "GET",
      path: "/image_preparation/{case}/studies/{study}/upload/{job}",
      handle: (exchange) => Promise.resolve(jobStatus(service, exchange)),
    }),
  ];
}
