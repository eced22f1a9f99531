// Step: create the draft, after a look at the quota.
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { CasePayload } from "../model/uploadPlan.ts";
import type { CurrentUser } from "../radiopaedia/currentUser.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { guardedEffect } from "./guardedEffect.ts";
import type { StepContext } from "./stepContext.ts";

/** Creates the draft. `quotaFull` if no draft is left, told before the call or found out after its refusal. */
export async function createRemoteCase(
  context: StepContext,
  payload: CasePayload,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { clock, client } = context;
  const user = await readUser(context, signal);
  if (!user.ok) return user;
  const full = quotaFailure(user.value);
  if (full !== null) return failed(full);
  const bound = await bindAccount(context, user.value);
  if (!bound.ok) return bound;
  const serverAheadMs =
    user.value?.answeredAtMs == null
      ? 0
      : user.value.answeredAtMs - clock.nowMs();
  const result = await guardedEffect<number>(
    context,
    {
      call: "createCase",
      intended: () => ({
        kind: "caseIntended",
        atMs: clock.nowMs() + serverAheadMs,
      }),
      withdrawn: () => ({ kind: "caseWithdrawn", atMs: clock.nowMs() }),
      receipt: (remoteCaseId) => ({
        kind: "caseCreated",
        atMs: clock.nowMs(),
        remoteCaseId,
        how: "answered",
      }),
      send: (graceSignal) => client().createCase(payload, graceSignal),
    },
    signal,
  );
  if (result.ok || result.failure.kind !== "refused") return result;
  // The body of a refusal is not documented; the quota tells whether that was the reason (contract section 9).
  const after = await readUser(context, signal);
  return failed(
    (after.ok ? quotaFailure(after.value) : null) ?? result.failure,
  );
}

/** A plan that was frozen before anybody signed in is from now on that account's, so that no other one goes on with it. */
function bindAccount(
  { recorder, clock }: StepContext,
  user: CurrentUser | null,
): Promise<Result<null, DiskFailure>> {
  return user === null || recorder.state.plan.login !== undefined
    ? Promise.resolve(success(null))
    : recorder.intend({
        kind: "accountBound",
        atMs: clock.nowMs(),
        login: user.login,
      });
}

/** Null if the service does not tell, which is no reason not to try: the check is advised, not required. */
async function readUser(
  { client, retrier, log }: StepContext,
  signal: AbortSignal,
): Promise<Result<CurrentUser | null, Failure>> {
  const user = await retrier.run((s) => client().currentUser(s), signal);
  if (user.ok) return user;
  const verdict = classifyFailure(user.failure, { kind: "repeatable" });
  if (verdict.kind !== "permanent") return user;
  log.write("warning", "quotaUnknown", { failure: user.failure.kind });
  return success(null);
}

function quotaFailure(user: CurrentUser | null): Failure | null {
  const quota = user?.quota;
  return quota != null && quota.allowed !== null && quota.used >= quota.allowed
    ? { kind: "quotaFull", used: quota.used, allowed: quota.allowed }
    : null;
}
