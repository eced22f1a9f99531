// The receipt of a case: what was sent, when and as what; no words, no value of the patient.
import { addedNothing } from "../../shared/cancelledUpload.ts";
import type { SendAccount } from "../../shared/snapshot.ts";
import { leftOnSite } from "./leftOnSite.ts";
import type { StackState, UploadState } from "./uploadState.ts";

/** Which program made the receipt. */
export interface ReceiptIssuer {
  readonly appVersion: string;
  /** Of the de-identification policy the images were verified against. */
  readonly policyVersion: string;
}

interface StackReceipt {
  readonly imageCount: number;
  readonly sizeBytes: number;
  readonly attachedAt: string | null;
  readonly jobId: string | null;
  readonly processing: "unknown" | "processed" | "failed";
  /** In display order. */
  readonly images: readonly {
    readonly sha256: string;
    readonly sizeBytes: number;
    readonly uploadId: number | null;
  }[];
  /** SHA-256 of images that the site refused and the user left out. Absent if there are none. */
  readonly leftOut?: readonly string[];
}

/** Version 1. Times are ISO 8601, UTC. */
export interface Receipt {
  readonly casedropReceipt: 1;
  readonly appVersion: string;
  readonly policyVersion: string;
  readonly service: string;
  /** Who sent it. Absent in receipts of plans that named nobody. */
  readonly login?: string;
  /** True if the studies were added to a draft that existed before. */
  readonly isAppended: boolean;
  readonly caseId: number;
  readonly caseUrl: string;
  /** Drafts of this case that were gone from the site and given up. Absent if there are none. */
  readonly givenUpCaseIds?: readonly number[];
  /** Studies of the draft that were gone from the site and given up for new ones. Absent if there are none. */
  readonly givenUpStudyIds?: readonly number[];
  readonly frozenAt: string;
  readonly finishedAt: string | null;
  readonly isComplete: boolean;
  readonly account: SendAccount;
  readonly totalBytes: number;
  readonly studies: readonly {
    readonly studyId: number | null;
    /** The study was in the draft before: the stacks were added to it. Absent otherwise. */
    readonly isExisting?: true;
    /** Null in a case that existed before. */
    readonly position: number | null;
    readonly modality: string;
    readonly stacks: readonly StackReceipt[];
  }[];
}

/** The receipt as things stand; null before the draft exists, and where the case was cancelled before it added anything to one. */
export function receiptOf(
  state: UploadState,
  issuer: ReceiptIssuer,
  caseUrlOf: (remoteCaseId: number) => string,
): Receipt | null {
  if (state.remoteCase.kind !== "created") return null;
  if (state.isCancelled && addedNothing(leftOnSite(state))) return null;
  const { remoteCaseId } = state.remoteCase;
  return {
    casedropReceipt: 1,
    appVersion: issuer.appVersion,
    policyVersion: issuer.policyVersion,
    service: state.plan.serviceOrigin,
    ...(state.plan.login !== undefined && { login: state.plan.login }),
    isAppended: state.plan.target.kind === "existingCase",
    caseId: remoteCaseId,
    caseUrl: caseUrlOf(remoteCaseId),
    ...(state.givenUpDrafts.length > 0 && {
      givenUpCaseIds: state.givenUpDrafts,
    }),
    ...(state.givenUpStudies.length > 0 && {
      givenUpStudyIds: state.givenUpStudies,
    }),
    frozenAt: isoTime(state.frozenAtMs),
    finishedAt:
      state.finishedAtMs === null ? null : isoTime(state.finishedAtMs),
    isComplete: state.stacks.every((stack) => stack.attach.kind === "attached"),
    account: state.plan.account,
    totalBytes: state.totalBytes,
    studies: state.plan.studies.map((study, studyIndex) => {
      const remote = state.studies[studyIndex];
      const studyId = remote?.kind === "created" ? remote.remoteStudyId : null;
      return {
        studyId,
        ...(studyId !== null &&
          studyId === study.existing?.remoteStudyId && { isExisting: true }),
        position: study.position,
        modality: study.modality,
        stacks: state.stacks
          .filter((stack) => stack.studyIndex === studyIndex)
          .map(stackReceipt),
      };
    }),
  };
}

function stackReceipt(stack: StackState): StackReceipt {
  const { attach, plan } = stack;
  const isAttached = attach.kind === "attached";
  return {
    imageCount: plan.images.length,
    sizeBytes: plan.images.reduce((sum, file) => sum + file.sizeBytes, 0),
    attachedAt: isAttached ? isoTime(attach.atMs) : null,
    jobId: isAttached ? attach.jobId : null,
    processing: isAttached ? attach.processing : "unknown",
    images: plan.images.map((file, index) => ({
      sha256: file.sha256Hex,
      sizeBytes: file.sizeBytes,
      uploadId: stack.images[index]?.uploadId ?? null,
    })),
    ...(stack.leftOut.length > 0 && { leftOut: stack.leftOut }),
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
