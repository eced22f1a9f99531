// Which of two snapshots of a case is shown.
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseSnapshot } from "../../shared/snapshot.ts";
import { shareUnchanged } from "./shareUnchanged.ts";

/** The snapshot to keep: never one of a case that is no longer open, never an older revision than the one at hand. */
export function acceptSnapshot(
  state: {
    readonly openCaseId: CaseId | null;
    readonly openCase: CaseSnapshot | null;
  },
  arrived: CaseSnapshot,
): CaseSnapshot | null {
  const current = state.openCase;
  if (arrived.caseId !== state.openCaseId) return current;
  if (
    current !== null &&
    current.caseId === arrived.caseId &&
    current.revision > arrived.revision
  )
    return current;
  return shareUnchanged(current, arrived);
}
