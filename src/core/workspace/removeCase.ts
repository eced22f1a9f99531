// Removes what is kept of cases: of one whose work is to end, or of all of them.
import type { Failure, NotForgotten } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { CaseSummary } from "../../shared/snapshot.ts";
import type { RecordStore } from "../ports/recordStore.ts";
import type { SentImages } from "../sentBefore/sentImages.ts";
import type { CaseSession } from "./caseSession.ts";
import { allForgotten, type Deletion } from "./notForgotten.ts";
import type { RecordKeeper } from "./recordKeeper.ts";
import { isMoving } from "./sendingLife.ts";

/** Cases as the workspace lists and forgets them. */
interface ForgettableCases {
  summaries(): readonly CaseSummary[];
  forgetCase(caseId: CaseId): Promise<Result<null, Failure>>;
}

/** Ends all work of a case and removes record, journal and spool, and what is remembered of its images. What was sent stays on the site. */
export async function removeCase(
  session: CaseSession,
  keeper: RecordKeeper,
  {
    records,
    sentImages,
  }: { readonly records: RecordStore; readonly sentImages: SentImages },
): Promise<Result<null, NotForgotten>> {
  const { caseId, sending } = session;
  // Should its journal not go, it must not be sent at the next start.
  if (sending?.view().kind !== "done") sending?.cancel();
  await session.close();
  await keeper.forget(caseId);
  return allForgotten([
    { what: "sentMemory", done: await sentImages.forget(caseId) },
    { what: "drafts", done: await records.remove(caseId) },
  ]);
}

/**
 * Forgets every case, and whatever else lies where cases do. Failures: `stillSending`, with nothing removed, while a case is
 * being sent, waits its turn or is paused; `notForgotten` with all that is left.
 */
export async function forgetAllCases(
  workspace: ForgettableCases,
  records: RecordStore,
): Promise<Result<null, Failure>> {
  const cases = workspace.summaries();
  const onTheirWay = cases.filter(
    ({ stage }) => isMoving(stage) || stage.kind === "paused",
  );
  if (onTheirWay.length > 0)
    return failed({ kind: "stillSending", cases: onTheirWay.length });
  const deletions: Deletion[] = [];
  for (const { caseId } of cases)
    deletions.push({
      what: "drafts",
      done: await workspace.forgetCase(caseId),
    });
  const known = new Set(workspace.summaries().map(({ caseId }) => caseId));
  const others = await records.removeOthers(known);
  return allForgotten([...deletions, { what: "otherFiles", done: others }]);
}
