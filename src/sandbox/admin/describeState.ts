// Everything that arrived, as one JSON document for tests.
import { stackStateAt, type StackState } from "../api/stackState.ts";
import type { RequestLogEntry } from "../server/requestLog.ts";
import type { Service } from "../service.ts";
import { demoLogin } from "../state/demoLogins.ts";
import type { SandboxSettings } from "../settings.ts";
import type {
  CaseRecord,
  ImageRecord,
  RejectionRecord,
  StackRecord,
  StudyRecord,
} from "../state/records.ts";

/** A file of a stack. */
interface StoredUpload {
  readonly uploadId: number;
  readonly sha256: string;
  /** Null until the file was put. */
  readonly sizeBytes: number | null;
}

interface StackDescription extends Omit<StackRecord, "uploadIds"> {
  readonly state: StackState;
  /** In display order. */
  readonly uploads: readonly StoredUpload[];
}

interface StudyDescription extends StudyRecord {
  readonly stacks: readonly StackDescription[];
  readonly images: readonly ImageRecord[];
}

interface CaseDescription extends CaseRecord {
  /** By position. */
  readonly studies: readonly StudyDescription[];
}

/** Answer of `GET /sandbox/state`. */
export interface StateDescription {
  readonly login: string;
  readonly origin: string;
  readonly storageOrigin: string;
  readonly settings: SandboxSettings;
  readonly cases: readonly CaseDescription[];
  /** Every upload id ever handed out. */
  readonly uploads: readonly StoredUpload[];
  readonly rejections: readonly RejectionRecord[];
  /** How often each rule of the fault script struck, in its order. */
  readonly faultsStruck: readonly number[];
  /** Oldest first. */
  readonly requests: readonly RequestLogEntry[];
}

function describeUpload(service: Service, uploadId: number): StoredUpload {
  const sha256 = service.data.uploads.get(uploadId)?.sha256 ?? "";
  return { uploadId, sha256, sizeBytes: service.objects.sizeBytes(sha256) };
}

function describeStack(
  service: Service,
  { uploadIds, ...stack }: StackRecord,
): StackDescription {
  return {
    ...stack,
    state: stackStateAt({ ...stack, uploadIds }, service.clock.nowMs()),
    uploads: uploadIds.map((uploadId) => describeUpload(service, uploadId)),
  };
}

/** The service as it is now. */
export function describeState(service: Service): StateDescription {
  const { data } = service;
  return {
    login: demoLogin,
    origin: service.origin,
    storageOrigin: service.storageOrigin,
    settings: service.settings,
    cases: [...data.cases.values()].map((record) => ({
      ...record,
      studies: data.studiesOf(record.caseId).map((study) => ({
        ...study,
        stacks: data
          .stacksOf(study.studyId)
          .map((stack) => describeStack(service, stack)),
        images: data.imagesOf(study.studyId),
      })),
    })),
    uploads: [...data.uploads.keys()].map((uploadId) =>
      describeUpload(service, uploadId),
    ),
    rejections: data.rejections,
    faultsStruck: service.faults.struck,
    requests: service.log.entries(),
  };
}
