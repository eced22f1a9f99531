// Step: ask the site how far it is with each attached stack, ever more seldom.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { studyAddress } from "./addStudiesAndStacks.ts";
import type { StepContext, StepResult } from "./stepContext.ts";
import type { StackState } from "./uploadState.ts";

/**
 * Follows until all states are final or the budget is spent. A question that fails is asked again at the next round; nothing
 * here can spoil what was sent. `nextCheck` gives a signal whose abort cuts the present pause short.
 */
export async function followProcessing(
  context: StepContext,
  nextCheck: () => AbortSignal,
  signal: AbortSignal,
): Promise<StepResult> {
  const { clock, engine } = context;
  // Not a moment to give up at: the clock may be set while the site works.
  let spentMs = 0;
  for (let round = 0; ; round += 1) {
    const asked = await askAll(context, round + 1, signal);
    if (!asked.ok) return asked;
    if (openStacks(context).length === 0) return success(null);
    const pauseMs = Math.max(
      asked.value,
      engine.pollMs[Math.min(round, engine.pollMs.length - 1)] ?? 0,
    );
    if (spentMs + pauseMs > engine.pollBudgetMs)
      return success({ kind: "gaveUp" });
    await clock.sleep(pauseMs, AbortSignal.any([signal, nextCheck()]));
    spentMs += pauseMs;
    if (signal.aborted) return failed({ kind: "cancelled" });
  }
}

/** Stacks whose processing can be followed and has not ended, with their jobs. */
function openStacks({ recorder }: StepContext) {
  const { state } = recorder;
  return state.stacks.flatMap((stack: StackState) => {
    const address = studyAddress(state, stack);
    const { attach } = stack;
    return address !== null &&
      attach.kind === "attached" &&
      attach.jobId !== null &&
      attach.processing === "unknown"
      ? [{ stackId: stack.plan.stackId, jobId: attach.jobId, address }]
      : [];
  });
}

/** One round over all open stacks, which a request to wait ends. Answers the pause the service asked for, else 0. */
async function askAll(
  context: StepContext,
  round: number,
  signal: AbortSignal,
): Promise<Result<number, Failure>> {
  const { client, clock, recorder, siteStatuses, log, retrier } = context;
  for (const { stackId, jobId, address } of openStacks(context)) {
    const clear = await retrier.whenClear(signal);
    if (!clear.ok)
      return clear.failure.kind === "rateLimited"
        ? success(clear.failure.retryAfterMs ?? 0)
        : clear;
    const status = await client().jobStatus(address, jobId, signal);
    if (!status.ok) {
      log.write("warning", "jobStatusUnknown", {
        failure: status.failure.kind,
      });
      if (status.failure.kind === "rateLimited")
        return success(retrier.holdBack(status.failure, round));
      continue;
    }
    if (status.value.kind === "processed" || status.value.kind === "failed") {
      siteStatuses.delete(stackId);
      const written = await recorder.receipt({
        kind: "stackProcessed",
        atMs: clock.nowMs(),
        stackId,
        hasFailed: status.value.kind === "failed",
      });
      if (!written.ok) return written;
    } else {
      siteStatuses.set(
        stackId,
        status.value.kind === "processing"
          ? status.value.siteStatus
          : "waiting",
      );
      context.onProgress();
    }
  }
  return success(0);
}
