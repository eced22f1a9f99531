// What the maker of films and its worker thread say to one another.
import type { FilmBytes, FilmUIDs } from "../core/ports/secondLook.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { Failure } from "../shared/failure.ts";
import type { Result } from "../shared/result.ts";

/** One film to make. */
export interface FilmJob {
  readonly spoolFolder: string;
  readonly copy: SpooledFile;
  readonly uids: FilmUIDs;
}

export type FilmAnswer = Result<FilmBytes, Failure>;
