// Commands of the window: each sends one request, shows its failure as a notice, and answers with the value or null.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CasedropBridge } from "../../shared/ipc.ts";
import type { Result } from "../../shared/result.ts";
import { connection } from "./connection.ts";
import { noticeFailure } from "./notices.ts";
import { showPage } from "../view/viewState.ts";
import { showCase } from "./remoteState.ts";

/** Sends a request; a failure becomes a notice. True if it went well. */
export async function send<Answer>(
  request: (bridge: CasedropBridge) => Promise<Result<Answer, Failure>>,
): Promise<boolean> {
  const answer = await request(connection());
  if (!answer.ok) noticeFailure(answer.failure);
  return answer.ok;
}

/** Begins to sign in, from the panel of the account: what goes wrong is told there, from the account's state, and no notice says it again. */
export async function signInFromPanel(
  method: Parameters<CasedropBridge["signIn"]>[0],
): Promise<void> {
  await connection().signIn(method);
}

/** Hands in a pasted sign-in code. What is wrong with it is told beside the field, from the account's state: no notice says it again. */
export async function submitSignInCode(code: string): Promise<void> {
  await connection().submitSignInCode(code);
}

/** Sends a request whose answer matters; null after a failure, which becomes a notice. */
export async function ask<Answer>(
  request: (bridge: CasedropBridge) => Promise<Result<Answer, Failure>>,
): Promise<Answer | null> {
  const answer = await request(connection());
  if (answer.ok) return answer.value;
  noticeFailure(answer.failure);
  return null;
}

/** Opens a case, or closes the open one (null). */
export async function openCase(caseId: CaseId | null): Promise<void> {
  showPage("case");
  const failure = await showCase(connection(), caseId);
  if (failure !== null) noticeFailure(failure);
}

/** Sends a request that answers with the case it worked on, and opens that case. */
export async function openResult(
  request: (bridge: CasedropBridge) => Promise<Result<CaseId | null, Failure>>,
): Promise<void> {
  const caseId = await ask(request);
  if (caseId !== null) await openCase(caseId);
}

/** Deletes a case; if it was the open one, `next` is opened instead. */
export async function forgetCase(
  caseId: CaseId,
  openAfterwards: { readonly next: CaseId | null } | null,
): Promise<void> {
  if (openAfterwards !== null) await openCase(openAfterwards.next);
  await send((bridge) => bridge.forgetCase(caseId));
}
