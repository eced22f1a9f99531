// What is said between the app and the thread that makes the sample study.
import type { DiskFailure } from "../shared/failure.ts";
import type { Result } from "../shared/result.ts";

/** Write the study into this folder, in place of what is there. */
export interface SampleJob {
  readonly folder: string;
}

export type SampleAnswer = Result<null, DiskFailure>;
