// Runs `casedrop deidentify` on a scan: looks through the pixels, writes what may be written, and tells what happened.
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import { countPatients } from "../core/casefile/patients.ts";
import type { StudyGroup } from "../core/model/stack.ts";
import type { Preparer } from "../core/ports/preparer.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { writeDeidentified } from "./deidentifyImages.ts";
import { writeReport } from "./deidentifyOutput.ts";
import {
  deidentifyDocument,
  deidentifyText,
  type DeidentifyOutcome,
} from "./deidentifyReport.ts";
import { lookForText, wholeStack, writesOpenText } from "./deidentifyText.ts";
import { needALookLines, unseenLines } from "./deidentifyTextReport.ts";
import { noAcceptedText } from "./acceptedText.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { withPreparer } from "./imagePreparation.ts";
import { refusalOf } from "./jsonRefusal.ts";
import { idleMaskLines, type AssignedMasks } from "./maskAssignment.ts";
import { creditForCopies } from "./publicData.ts";
import { byPath, byPlace, type SourceNames } from "./sourceNames.ts";
import type { ScannedPaths } from "./scanPaths.ts";
import type { DeidentifyArguments } from "./deidentifyArguments.ts";
import { stacksOf, isChosen, chosenStudies } from "./chosenStacks.ts";

/** Copies what is chosen of a scan; nothing if public data among it have no credit. */
export async function deidentifyScanned(
  from: { readonly scanned: ScannedPaths; readonly masks: AssignedMasks },
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<void> {
  const { scanned, masks } = from;
  const { studies } = scanned.grouped;
  for (const line of idleMaskLines(masks))
    environment.stderr.write(`${line}\n`);
  const { publicSeries = [] } = scanned.outcome;
  const chosen = studies.flatMap((study) =>
    stacksOf([study])
      .filter((stack) => isChosen(stack, given.all))
      .flatMap((stack) =>
        wholeStack(study, stack, masks.byStack.get(stack.id) ?? []),
      ),
  );
  const credit = creditForCopies(chosen, publicSeries);
  if (!credit.ok) {
    for (const line of [...credit.failure, "Nothing was written."])
      environment.stderr.write(`${line}\n`);
    environment.exit(exitStatus.someFailed);
    return;
  }
  await withPreparer(environment, (preparer) =>
    writeSearched(
      { scanned, masks, chosen, credit: credit.value },
      { ...given, preparer },
      environment,
    ),
  );
}

/** What is to be written if nothing in its pixels speaks against it. */
interface ChosenCopies {
  readonly scanned: ScannedPaths;
  readonly masks: AssignedMasks;
  readonly chosen: readonly ChosenStack[];
  readonly credit: DeidentifyOutcome["credit"];
}

/** Looks through the pixels, and writes what may be written. */
async function writeSearched(
  { scanned, masks, chosen, credit }: ChosenCopies,
  given: DeidentifyArguments & { readonly preparer: Preparer },
  environment: CliEnvironment,
): Promise<void> {
  const { studies } = scanned.grouped;
  const { patientWords } = scanned.outcome;
  const accepted = given.acceptText ?? noAcceptedText;
  const looked = await lookForText(
    chosen,
    { mode: given.text, accepted, patientWords },
    environment,
  );
  if (!looked.ok) {
    environment.stderr.write(`${looked.failure} Nothing was written.\n`);
    environment.exit(exitStatus.wrongUse);
    return;
  }
  const text = looked.value;
  for (const line of needALookLines(text))
    environment.stderr.write(`${line}\n`);
  const refusedForText = new Set(
    text.stacks.flatMap(({ refused }) => refused.map(({ image }) => image)),
  );
  const freeText = {
    tags: given.keepFreeText,
    reason: given.acceptFreeText ?? null,
  };
  const placed = await writeDeidentified(
    given,
    {
      studies: chosenStudies(studies, given.all),
      masks,
      patientWords,
      freeText,
      isWritten: (image) => !refusedForText.has(image),
    },
    environment,
  );
  if (!placed.ok) {
    const { title, why, whatNext } = failureWords(placed.failure);
    environment.stderr.write(`${title}. ${why} ${whatNext}\n`);
    environment.exit(exitStatus.someFailed, refusalOf(placed.failure));
    return;
  }
  const outcome: DeidentifyOutcome = {
    found: scanned.outcome.found,
    dicom: scanned.outcome.instances.length,
    patients: countPatients(
      studies.filter((study) => chosen.some((each) => each.study === study)),
    ),
    skipped: scanned.grouped.skipped,
    missing: scanned.outcome.missingReferences,
    placed: placed.value,
    idleMasks: masks.idle,
    text,
    freeText,
    patientWords,
    credit,
    leftOut: stacksOf(studies).filter((stack) => !isChosen(stack, given.all)),
  };
  const unseen = writtenUnseen(outcome);
  for (const line of unseenLines(unseen)) environment.stderr.write(`${line}\n`);
  const hasReport = await report(outcome, studies, given, environment);
  const isWhole =
    hasReport &&
    !scanned.isIncomplete &&
    outcome.placed.length > 0 &&
    refusedForText.size === 0 &&
    unseen === 0 &&
    !writesOpenText(text) &&
    outcome.placed.every(({ refused }) => refused.length === 0) &&
    outcome.skipped.every(({ reason }) => reason.kind !== "damaged");
  environment.exit(isWhole ? exitStatus.done : exitStatus.someFailed);
}

/** Images that were written though nobody could look at them. */
function writtenUnseen({ placed, text }: DeidentifyOutcome): number {
  const unseen = new Set(text.stacks.flatMap((stack) => stack.unseen));
  return placed
    .flatMap(({ images }) => images)
    .filter(({ image }) => unseen.has(image)).length;
}

/** False if the report could not be written; the images are in place then all the same. */
async function report(
  outcome: DeidentifyOutcome,
  studies: readonly StudyGroup[],
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<boolean> {
  const documentWith = (names: SourceNames) =>
    `${JSON.stringify(deidentifyDocument(outcome, names), null, 2)}\n`;
  environment.stdout.write(
    given.json ? documentWith(byPath) : deidentifyText(outcome),
  );
  if (given.report === undefined) return true;
  const written = await writeReport(
    given.report,
    documentWith(byPlace(studies)),
  );
  if (!written) environment.stderr.write("The report could not be written.\n");
  return written;
}
