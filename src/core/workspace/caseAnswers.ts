// What a case answers to commands that it cannot follow as it stands.
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";

/** The answer to every change of a case once Send was pressed. */
export const frozenCase: Result<never, Failure> = failed({
  kind: "invalidInput",
  field: "case",
  problem: "it is being sent and can no longer be changed",
});

/** The answer to Send while something stands in the way; `field` says what. */
export function notReady(field: string): Result<never, Failure> {
  return failed({
    kind: "invalidInput",
    field,
    problem: "not ready to be sent",
  });
}

/** Answer about a case that is not on this computer, or not any more. */
export const noCase = failed({ kind: "notFound", what: "case" } as const);
