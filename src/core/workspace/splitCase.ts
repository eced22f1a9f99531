// Makes one case per patient out of a case of several.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { noCase } from "./caseAnswers.ts";
import type { CaseRecord } from "./caseRecord.ts";
import type { CaseSession } from "./caseSession.ts";

/** What splitting does to the cases of this computer. */
export interface SplitDeps {
  /** A new draft with these fields; its record is not noted yet. */
  readonly addCase: (fields: Partial<CaseRecord>) => CaseSession;
  /** Resolves when the record of a case is on disk. */
  readonly flush: (caseId: CaseId) => Promise<Result<null, Failure>>;
  readonly forgetCase: (caseId: CaseId) => Promise<unknown>;
  /** False once the case was forgotten, or the app is quitting. */
  readonly isInWork: (session: CaseSession) => boolean;
  readonly newKeyHex: () => string;
}

/**
 * The first patient's files stay, with what was typed; each other patient gets a new case with the same choices. The new
 * cases are on disk before the old one gives its files up; should anything fail before that, they are gone again.
 */
export async function splitCase(
  session: CaseSession,
  deps: SplitDeps,
): Promise<Result<null, Failure>> {
  const divided = session.sharesByPatient(deps.newKeyHex);
  if (!divided.ok) return divided;
  const { files, shares } = divided.value;
  const [own, ...others] = shares;
  if (own === undefined) return noCase;
  const { roots, draft, publicSeries } = session.record;
  const added: CaseId[] = [];
  const takeBack = async (failure: Failure) => {
    for (const caseId of added) await deps.forgetCase(caseId);
    return failed(failure);
  };
  for (const share of others) {
    const fields = {
      roots,
      draft: { ...draft, form: {} },
      ...(publicSeries !== undefined && { publicSeries }),
    };
    const other = deps.addCase({ ...fields, otherPatients: share });
    added.push(other.caseId);
    await other.keepShare(share, files);
    const recorded = await deps.flush(other.caseId);
    if (!recorded.ok) return await takeBack(recorded.failure);
  }
  // It may have been sent or forgotten meanwhile.
  const still = session.sharesByPatient(() => own.keyHex);
  if (!still.ok) return await takeBack(still.failure);
  if (!deps.isInWork(session)) return await takeBack({ kind: "cancelled" });
  await session.keepShare(own, files);
  return success(null);
}
