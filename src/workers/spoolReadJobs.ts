// What the spool's reading thread is asked and answers.
import type { HashedBlock, SpooledFile } from "../core/ports/spool.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { Result } from "../shared/result.ts";

/** A reading has a number of its own; its first block opens the file, its last one or a failure closes it. */
export type SpoolReadJob =
  | {
      readonly kind: "block";
      readonly readId: number;
      readonly folder: string;
      readonly file: SpooledFile;
      readonly withMd5: boolean;
      /** From here. */
      readonly offset: number;
      /** Into shared memory. */
      readonly target: Uint8Array;
    }
  /** Nothing more is wanted of it. */
  | { readonly kind: "close"; readonly readId: number };

/** Null for `close`. */
export type SpoolReadAnswer = Result<HashedBlock, DiskFailure> | null;

/** Asked and answered together: waking a thread costs as much as reading a small slice. The answers are in the order of the jobs. */
export type SpoolReadJobs = readonly SpoolReadJob[];
export type SpoolReadAnswers = readonly SpoolReadAnswer[];
