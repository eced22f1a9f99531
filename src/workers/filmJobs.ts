// What the maker of films and its worker thread say to one another.
import type { FileSource } from "../core/model/fileSource.ts";
import type { FilmBytes, FilmUIDs } from "../core/ports/secondLook.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { Failure } from "../shared/failure.ts";
import type { Result } from "../shared/result.ts";

/** One film to make. */
export interface FilmJob {
  readonly spoolFolder: string;
  readonly copy: SpooledFile;
  readonly uids: FilmUIDs;
  readonly tablesIn: FileSource | null;
}

export type FilmAnswer = Result<FilmBytes, Failure>;
