// Asks where and saves the report of a case.
import type { CaseId } from "../../../shared/identifiers.ts";
import { ask } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";

/** Before sending as things stand, afterwards as frozen at Send. */
export async function saveReport(caseId: CaseId): Promise<void> {
  if ((await ask((bridge) => bridge.saveReport(caseId))) === true)
    noticeDone("Report saved");
}
