// All cases of the user on the service, over as many pages as there are.
import type { Failure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import { listAllCases } from "../radiopaedia/allCases.ts";
import type { ListedCase } from "../radiopaedia/cases.ts";
import type { StepContext } from "./stepContext.ts";

/** Each page is asked for until it comes, like every call that may be repeated. */
export function ownCases(
  { client, retrier }: StepContext,
  signal: AbortSignal,
): Promise<Result<readonly ListedCase[], Failure>> {
  return listAllCases((cursor) =>
    retrier.run((s) => client().listCases(cursor, s), signal),
  );
}
