// What a job that was lost with its thread means to the one who asked.
import type { Failure } from "../shared/failure.ts";
import { failed, type Result } from "../shared/result.ts";
import { ThreadPoolError } from "./threadPool.ts";

/** The answer of a job; `cancelled` or a `bug` if there is none. */
export async function answerOrFailure<Value>(
  answer: Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ThreadPoolError)) throw error;
    return failed(
      error.kind === "cancelled"
        ? { kind: "cancelled" }
        : { kind: "bug", errorName: error.errorName },
    );
  }
}
