// Numbers of the upload engine, with defaults.
import type { ContractSettings } from "../../shared/contractSettings.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./retryDelay.ts";

export interface EngineSettings {
  readonly retry: RetryPolicy;
  /** Most hashes in one presign request. */
  readonly presignBatch: number;
  /** Presigned URLs older than this are not used; the service lets them live 15 minutes. */
  readonly presignMaxAgeMs: number;
  /** Pause between the last PUT and the first attach (contract section 6.2). */
  readonly settleMs: number;
  /** Stored images that are not attached yet are asked for again after this long. */
  readonly storedTrustMs: number;
  /** After a lost answer to the creation of a case: pause before each look at the list of cases. */
  readonly doubtChecksMs: readonly number[];
  /** A case found in the list is the one in doubt only if it was made within these bounds around the intent. */
  readonly doubtWindowMs: { readonly before: number; readonly after: number };
  /** How long a call that must not be repeated may go on after pause, cancel or quit. */
  readonly graceMs: number;
  readonly marksFinished: boolean;
  /** Pauses between looks at the processing state; the last one repeats. */
  readonly pollMs: readonly number[];
  /** After this long without news, only the user's own checks go on. */
  readonly pollBudgetMs: number;
  /** How long the copies of a stack are kept whose processing the site can still be asked about. */
  readonly copiesKeptMs: number;
  /** Pause between attempts to write what the user decided on a disk that refuses. */
  readonly rewriteMs: number;
  /** Shortest time between two progress snapshots. */
  readonly progressEveryMs: number;
}

export const defaultEngineSettings: EngineSettings = {
  retry: defaultRetryPolicy,
  presignBatch: 200,
  presignMaxAgeMs: 600_000,
  settleMs: 2_000,
  storedTrustMs: 6 * 3_600_000,
  doubtChecksMs: [1_000, 5_000],
  doubtWindowMs: { before: 120_000, after: 900_000 },
  graceMs: 10_000,
  marksFinished: true,
  pollMs: [3_000, 5_000, 10_000, 20_000, 30_000, 60_000],
  pollBudgetMs: 2 * 3_600_000,
  copiesKeptMs: 14 * 24 * 3_600_000,
  rewriteMs: 5_000,
  progressEveryMs: 100,
};

/** The engine as chosen at the moment a number is needed (contract section 13). */
export function chosenEngineSettings(
  contract: () => Pick<
    ContractSettings,
    "presignBatch" | "presignedUrlAgeMs" | "marksUploadFinished"
  >,
): EngineSettings {
  return {
    ...defaultEngineSettings,
    get presignBatch() {
      return contract().presignBatch;
    },
    get presignMaxAgeMs() {
      return contract().presignedUrlAgeMs;
    },
    get marksFinished() {
      return contract().marksUploadFinished;
    },
  };
}
