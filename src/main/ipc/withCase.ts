// Runs what a channel does on one case.
import type { CaseSession } from "../../core/workspace/caseSession.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";

/** Runs an action on a case, if it is there. */
export async function withCase<T>(
  { workspace }: { readonly workspace: Workspace },
  caseId: CaseId,
  act: (
    session: CaseSession,
  ) => Result<T, Failure> | Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const session = workspace.find(caseId);
  return session.ok ? act(session.value) : session;
}
