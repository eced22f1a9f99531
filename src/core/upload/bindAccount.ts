// Whose a case is: fixed at the latest before the first effect of this version, so that no other account goes on with it.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { CurrentUser } from "../radiopaedia/currentUser.ts";
import { ownCases } from "./ownCases.ts";
import type { StepContext } from "./stepContext.ts";

/** A plan that was frozen before anybody signed in is from now on that account's. `accountUntold`: the service does not say whose. */
export function bindAccount(
  { recorder, clock }: StepContext,
  user: CurrentUser | null,
): Promise<Result<null, Failure>> {
  if (recorder.state.plan.login !== undefined)
    return Promise.resolve(success(null));
  if (user === null) return Promise.resolve(failed({ kind: "accountUntold" }));
  return recorder.intend({
    kind: "accountBound",
    atMs: clock.nowMs(),
    login: user.login,
  });
}

/**
 * The same for a case whose draft exists already: one begun by a version that noted no account, or added to a draft. Whoever
 * owns the draft is bound. `draftGone` where it is not among the cases of who is signed in: it may be another account's, so
 * nothing is sent to it on trust, and no other draft is made in its place.
 */
export async function bindDraftOwner(
  context: StepContext,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { remoteCase, plan } = context.recorder.state;
  if (plan.login !== undefined || remoteCase.kind !== "created")
    return success(null);
  const user = await readUser(context, signal);
  if (!user.ok) return user;
  if (user.value === null) return bindAccount(context, null);
  const listed = await ownCases(context, signal);
  if (!listed.ok) return listed;
  const isOwn = listed.value.some(
    ({ remoteCaseId }) => remoteCaseId === remoteCase.remoteCaseId,
  );
  return isOwn
    ? bindAccount(context, user.value)
    : failed({ kind: "draftGone", problem: "notListed" });
}

/** Null if the service does not tell: no reason not to try for a case that is bound already, since the quota is advised only. */
export async function readUser(
  { client, retrier, log }: StepContext,
  signal: AbortSignal,
): Promise<Result<CurrentUser | null, Failure>> {
  const user = await retrier.run((s) => client().currentUser(s), signal);
  if (user.ok) return user;
  // Everything else has words of its own: a certificate, a proxy, a clock.
  const { kind } = user.failure;
  if (kind !== "refused" && kind !== "unexpectedAnswer") return user;
  log.write("warning", "quotaUnknown", { failure: user.failure.kind });
  return success(null);
}
