// Port: deletion of what rests on this computer, with an account of what could not be deleted.
import type { NotForgotten } from "../../shared/failure.ts";
import type { RestingKind } from "../../shared/resting.ts";
import type { Result } from "../../shared/result.ts";

/** A file, or a folder with all it holds. */
export interface RestingPart {
  readonly what: RestingKind;
  readonly path: string;
}

export interface Removal {
  /** Deletes each part; what is not there is gone already. One that refuses holds up none of the others. */
  remove(parts: readonly RestingPart[]): Promise<Result<null, NotForgotten>>;
  /** Names of what lies in a folder; none if there is no folder. Null if nobody can tell. */
  list(folder: string): Promise<readonly string[] | null>;
}
