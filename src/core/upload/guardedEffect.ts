// One effect that must happen exactly once: intent on the disk, the call, then what is known of it on the disk.
import type { Failure, NonIdempotentCall } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { CallFailure } from "../radiopaedia/apiCall.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { withGrace } from "./graceSignal.ts";
import type { StepContext } from "./stepContext.ts";
import type { UploadEvent } from "./transition.ts";

export interface GuardedEffect<T> {
  readonly call: NonIdempotentCall;
  readonly intended: () => UploadEvent;
  /** It is certain that the effect did not happen. */
  readonly withdrawn: () => UploadEvent;
  readonly receipt: (value: T) => UploadEvent;
  readonly send: (signal: AbortSignal) => Promise<Result<T, CallFailure>>;
}

/**
 * Runs it, again only after failures that prove that nothing happened. Answers `inDoubt` when that is not known: the intent
 * then stays open in the journal.
 */
export async function guardedEffect<T>(
  context: StepContext,
  effect: GuardedEffect<T>,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { recorder, clock, engine, log } = context;
  const attempt = async (): Promise<Result<null, Failure>> => {
    const intent = await recorder.intend(effect.intended());
    if (!intent.ok) return intent;
    const result = signal.aborted
      ? failed({ failure: { kind: "cancelled" }, wasSent: false } as const)
      : await withGrace(
          signal,
          { clock, graceMs: engine.graceMs },
          effect.send,
        );
    if (result.ok) return recorder.receipt(effect.receipt(result.value));
    const { failure, wasSent } = result.failure;
    const verdict = classifyFailure(failure, {
      kind: "nonIdempotent",
      wasSent,
    });
    if (verdict.kind === "inDoubt") {
      log.write("warning", "effectInDoubt", {
        call: effect.call,
        failure: failure.kind,
      });
      return failed({ kind: "inDoubt", call: effect.call });
    }
    const withdrawn = await recorder.receipt(effect.withdrawn());
    return withdrawn.ok ? failed(failure) : withdrawn;
  };
  return context.retrier.run(attempt, signal, {
    kind: "nonIdempotent",
    // What was sent and is unknown has become `inDoubt` above; the rest proves that nothing happened.
    wasSent: false,
  });
}
