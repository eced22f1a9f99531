// Step: create the draft, after a look at the quota.
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { CasePayload } from "../model/uploadPlan.ts";
import type { CurrentUser } from "../radiopaedia/currentUser.ts";
import { bindAccount, readUser } from "./bindAccount.ts";
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

function quotaFailure(user: CurrentUser | null): Failure | null {
  const quota = user?.quota;
  return quota != null && quota.allowed !== null && quota.used >= quota.allowed
    ? { kind: "quotaFull", used: quota.used, allowed: quota.allowed }
    : null;
}
