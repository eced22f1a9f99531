// What the image comparer and its worker thread say to one another.
import type { FileSource } from "../core/model/fileSource.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { BeforeAfterRow } from "../shared/beforeAfter.ts";
import type { Failure } from "../shared/failure.ts";
import type { Result } from "../shared/result.ts";

/** One original and its copy. */
export interface CompareJob {
  readonly source: FileSource;
  readonly spoolFolder: string;
  readonly copy: SpooledFile;
}

export type CompareAnswer = Result<readonly BeforeAfterRow[], Failure>;
