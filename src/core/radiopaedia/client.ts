// The Radiopaedia service as typed calls. Nothing here retries: that is the upload engine's decision.
import type { Failure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { PresignedUrl } from "../model/brands.ts";
import type { CasePayload, PlannedStudy } from "../model/uploadPlan.ts";
import type { HttpBody } from "../ports/httpClient.ts";
import type { ApiDeps, CallFailure, FileToSend } from "./apiCall.ts";
import {
  createCase,
  listCases,
  markUploadFinished,
  type CasePage,
} from "./cases.ts";
import { currentUser, type CurrentUser } from "./currentUser.ts";
import {
  presign,
  putObject,
  type StoredObject,
  type UploadGrant,
} from "./imageUploads.ts";
import {
  attachStack,
  jobStatus,
  type JobStatus,
  type StackToAttach,
  type StudyAddress,
} from "./stacks.ts";
import { sendPictures } from "./pictures.ts";
import { createStudy } from "./studies.ts";

/**
 * Calls 3 to 12 of the contract, each sent once (401 renews the token and sends once more). The four calls that are not
 * idempotent say in their failure whether they were sent.
 */
export interface RadiopaediaClient {
  /** Address of a case as a web page; a draft is visible to its author (contract section 1). */
  caseUrl(remoteCaseId: number): string;
  currentUser(signal: AbortSignal): Promise<Result<CurrentUser, Failure>>;
  createCase(
    payload: CasePayload,
    signal: AbortSignal,
  ): Promise<Result<number, CallFailure>>;
  listCases(
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<Result<CasePage, Failure>>;
  createStudy(
    remoteCaseId: number,
    study: PlannedStudy,
    signal: AbortSignal,
  ): Promise<Result<number, CallFailure>>;
  presign(
    hashes: readonly Sha256Hex[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<Sha256Hex, UploadGrant>, Failure>>;
  /** True if a body for this address may be taken whole before any of it leaves. */
  gathersBodies(url: PresignedUrl): boolean;
  putObject(
    object: {
      readonly url: PresignedUrl;
      readonly body: HttpBody;
      readonly onSentBytes?: (sentBytes: number) => void;
    },
    signal: AbortSignal,
  ): Promise<Result<StoredObject, Failure>>;
  attachStack(
    study: StudyAddress,
    stack: StackToAttach,
    signal: AbortSignal,
  ): Promise<Result<string | null, CallFailure>>;
  sendPictures(
    study: StudyAddress,
    file: FileToSend,
    signal: AbortSignal,
  ): Promise<Result<null, CallFailure>>;
  jobStatus(
    study: StudyAddress,
    jobId: string,
    signal: AbortSignal,
  ): Promise<Result<JobStatus, Failure>>;
  markUploadFinished(
    remoteCaseId: number,
    signal: AbortSignal,
  ): Promise<Result<null, Failure>>;
}

/** The client over an HttpClient and a TokenSource. */
export function createRadiopaediaClient(deps: ApiDeps): RadiopaediaClient {
  return {
    caseUrl: (remoteCaseId) => `${deps.settings.origin}/cases/${remoteCaseId}`,
    currentUser: (signal) => currentUser(deps, signal),
    createCase: (payload, signal) => createCase(deps, payload, signal),
    listCases: (cursor, signal) => listCases(deps, cursor, signal),
    createStudy: (remoteCaseId, study, signal) =>
      createStudy(deps, remoteCaseId, study, signal),
    presign: (hashes, signal) => presign(deps, hashes, signal),
    gathersBodies: (url) => deps.http.gathersBodies(url),
    putObject: (object, signal) => putObject(deps, object, signal),
    attachStack: (study, stack, signal) =>
      attachStack(deps, study, stack, signal),
    sendPictures: (study, file, signal) =>
      sendPictures(deps, study, file, signal),
    jobStatus: (study, jobId, signal) => jobStatus(deps, study, jobId, signal),
    markUploadFinished: (remoteCaseId, signal) =>
      markUploadFinished(deps, remoteCaseId, signal),
  };
}
