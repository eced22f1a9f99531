// From a composed case to a frozen plan: looks through pixels and words, makes the copies, and refuses what is left open.
import { systemClock } from "../adapters/systemClock.ts";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import { deidReport } from "../core/casefile/deidReport.ts";
import { freezePlan } from "../core/casefile/freezePlan.ts";
import {
  collectPrepared,
  stacksToPrepare,
} from "../core/casefile/preparedCase.ts";
import { preparationHold } from "../core/casefile/preparationHold.ts";
import { typedFindings } from "../core/casefile/typedFindings.ts";
import type { GroupedImages } from "../core/model/stack.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import type { Preparer } from "../core/ports/preparer.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { TypedFieldView } from "../shared/typedWords.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import type { CliEnvironment } from "./environment.ts";
import { prepareImages } from "./imagePreparation.ts";
import { acceptedFindings } from "./acceptedText.ts";
import { openText, openTextLines } from "./openText.ts";
import { searchText } from "./searchText.ts";
import type { UploadFolder } from "./uploadFolder.ts";
import type { PreparationRequest } from "./preparationRequest.ts";
import {
  type UploadRefusal,
  failureRefusal,
  refusal,
  blockerLine,
  refusedLines,
} from "./uploadRefusal.ts";

/** What is to be sent if nothing in its pixels speaks against it. */
interface ComposedCase {
  readonly request: PreparationRequest;
  readonly patientWords: PatientWords;
  readonly typedWords: PatientWords;
  readonly grouped: GroupedImages;
  readonly draft: CaseDraft;
  readonly chosen: readonly ChosenStack[];
}

/** Looks through the pixels, makes the copies and freezes the plan. */
export async function freezeSearched(
  composed: ComposedCase,
  {
    folder,
    preparer,
  }: { readonly folder: UploadFolder; readonly preparer: Preparer },
  environment: CliEnvironment,
): Promise<Result<UploadPlan, UploadRefusal>> {
  const { request, patientWords, grouped, draft, chosen } = composed;
  const searchOf = await searchText(chosen, patientWords, environment);
  const accepted = acceptedFindings(chosen, searchOf, request.acceptedText);
  if (!accepted.ok)
    return failed({
      lines: [`${accepted.failure} Nothing was sent.`],
      isWrongUse: true,
    });
  const words = new WordMatcher(composed.typedWords);
  const frozen = {
    ...draft,
    acceptedFindings: {
      ...accepted.value,
      ...acceptedWords(
        typedFindings(grouped, draft, chosen, words),
        request.acceptedWordsReason,
      ),
    },
  };
  // No copy is made of what may show a name.
  const held = chosen.filter(
    (each) =>
      each.isSelected &&
      preparationHold(each, searchOf(each.stack), {
        accepted: accepted.value,
        prepared: null,
      }) !== null,
  );
  const clear = chosen.filter((each) => !held.includes(each));
  const stacks = stacksToPrepare(clear);
  const made = await prepareImages(
    preparer,
    {
      caseId: folder.caseId,
      spoolFolder: folder.spoolFolder,
      saltHex: folder.saltHex,
      sopInstanceUID: request.sopInstanceUID,
      patientWords,
      stacks,
    },
    environment,
  );
  if (!made.ok) return failed(failureRefusal(made.failure));
  const prepared = collectPrepared(stacks, made.value);
  const decided = {
    groups: grouped,
    draft: frozen,
    prepared,
    acceptances: request.acceptances,
    searchOf,
    // What the headers suggest goes too, beside the words of the case file.
    typed: typedFindings(grouped, frozen, chosen, words),
  };
  const plan = freezePlan({
    ...decided,
    caseId: folder.caseId,
    serviceOrigin: request.serviceOrigin,
    login: request.login ?? undefined,
  });
  if (plan.ok) {
    const report = deidReport({
      ...decided,
      appVersion: environment.appVersion,
      madeAtMs: systemClock.nowMs(),
      patientWords,
    });
    return success({ ...plan.value, report });
  }
  const text = openText(chosen, searchOf, {
    accepted: accepted.value,
    prepared,
  });
  return failed({
    ...refusal([
      ...plan.failure
        .filter(({ kind }) => kind !== "notPrepared" || held.length === 0)
        .map(blockerLine),
      ...openTextLines(text),
      ...refusedLines(chosen, prepared),
      "Nothing was sent.",
    ]),
    text,
  });
}

/** Words of the patient accepted for this reason; none without a reason. What only looks like somebody was warned of. */
function acceptedWords(
  typed: readonly TypedFieldView[],
  reason: string | null,
): CaseDraft["acceptedFindings"] {
  if (reason === null) return {};
  const ids = typed
    .flatMap(({ findings }) => findings)
    .filter(({ kind }) => kind === "patientWord")
    .map(({ findingId }) => findingId);
  return Object.fromEntries(ids.map((id) => [id, reason]));
}
