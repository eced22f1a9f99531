// `casedrop deidentify`: writes verified, de-identified copies of what is in files and folders, in display order.
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import type { Command } from "commander";
import { systemRandom } from "../adapters/systemRandom.ts";
import { minimumSaltBytes } from "../core/deid/uidMapping.ts";
import type { Stack, StudyGroup } from "../core/model/stack.ts";
import type { PreparedStack, StackToPrepare } from "../core/ports/preparer.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { createPreparer } from "../workers/preparer.ts";
import {
  discardOutput,
  placeOutputs,
  refusedOutFolder,
  refusedReportFile,
  spoolFolderIn,
  writeReport,
  type PlacedStack,
} from "./deidentifyOutput.ts";
import {
  deidentifyDocument,
  deidentifyText,
  type DeidentifyOutcome,
} from "./deidentifyReport.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import {
  assignMasks,
  idleMaskLines,
  maskedStack,
  type AssignedMasks,
} from "./maskAssignment.ts";
import { maskFileHelp, readMaskFile } from "./maskFile.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { scanPaths, type ScannedPaths } from "./scanPaths.ts";

interface DeidentifyArguments {
  readonly out: string;
  readonly all: boolean;
  readonly report?: string;
  readonly salt?: string;
  readonly mask?: string;
  readonly json: boolean;
}

type Stopped = DiskFailure | { readonly kind: "cancelled" };

async function runDeidentify(
  paths: readonly string[],
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<void> {
  const refuse = (sentence: string) => {
    environment.stderr.write(`${sentence}\n`);
    environment.exit(exitStatus.wrongUse);
  };
  const refused = await wrongUse(paths, given);
  if (refused !== null) {
    refuse(refused);
    return;
  }
  const entries = await readMaskFile(given.mask);
  if (!entries.ok) {
    refuse(entries.failure);
    return;
  }
  const scanned = await scanPaths(paths, environment);
  const { studies } = scanned.grouped;
  const masks = assignMasks(entries.value, studies, (stack) =>
    isChosen(stack, given.all),
  );
  if (!masks.ok) refuse(masks.failure);
  else
    await deidentifyScanned(
      { scanned, masks: masks.value },
      given,
      environment,
    );
}

async function deidentifyScanned(
  from: { readonly scanned: ScannedPaths; readonly masks: AssignedMasks },
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<void> {
  const { scanned, masks } = from;
  const { studies } = scanned.grouped;
  for (const line of idleMaskLines(masks))
    environment.stderr.write(`${line}\n`);
  const { patientWords } = scanned.outcome;
  const chosen = {
    studies: chosenStudies(studies, given.all),
    masks,
    patientWords,
  };
  const placed = await prepareInto(given, chosen, environment);
  if (!placed.ok) {
    const { title, why, whatNext } = failureWords(placed.failure);
    environment.stderr.write(`${title}. ${why} ${whatNext}\n`);
    environment.exit(exitStatus.someFailed);
    return;
  }
  const outcome: DeidentifyOutcome = {
    found: scanned.outcome.found,
    dicom: scanned.outcome.instances.length,
    skipped: scanned.grouped.skipped,
    missing: scanned.outcome.missingReferences,
    placed: placed.value,
    idleMasks: masks.idle,
    leftOut: stacksOf(studies).filter((stack) => !isChosen(stack, given.all)),
  };
  const hasReport = await report(outcome, given, environment);
  const isWhole =
    hasReport &&
    !scanned.isIncomplete &&
    outcome.placed.length > 0 &&
    outcome.placed.every(({ refused }) => refused.length === 0) &&
    outcome.skipped.every(({ reason }) => reason.kind !== "damaged");
  environment.exit(isWhole ? exitStatus.done : exitStatus.someFailed);
}

/** Why the arguments cannot be worked with, in a sentence; null if they can. Nothing has been written yet. */
async function wrongUse(
  paths: readonly string[],
  given: DeidentifyArguments,
): Promise<string | null> {
  if (given.salt !== undefined && !isSalt(given.salt))
    return `--salt takes at least ${2 * minimumSaltBytes} hexadecimal digits.`;
  return (
    (await refusedOutFolder(given.out, paths)) ??
    (given.report === undefined ? null : await refusedReportFile(given.report))
  );
}

function isSalt(text: string): boolean {
  return /^([0-9a-f]{2})+$/i.test(text) && text.length >= 2 * minimumSaltBytes;
}

function stacksOf(studies: readonly StudyGroup[]): readonly Stack[] {
  return studies.flatMap((study) =>
    study.series.flatMap((series) => series.stacks),
  );
}

/** Selected by default; with --all every stack that has pixels. */
function isChosen(stack: Stack, all: boolean): boolean {
  return all
    ? stack.images.some(({ instance }) => instance.header.pixelData !== null)
    : stack.selectedByDefault;
}

/** Chosen stacks by study; studies without any are left out. */
function chosenStudies(
  studies: readonly StudyGroup[],
  all: boolean,
): readonly (readonly Stack[])[] {
  return studies
    .map((study) => stacksOf([study]).filter((stack) => isChosen(stack, all)))
    .filter((stacks) => stacks.length > 0);
}

/** What is written, by study, and what is painted over. */
interface Chosen {
  readonly studies: readonly (readonly Stack[])[];
  readonly masks: AssignedMasks;
  /** Of every file that was read, chosen or not. */
  readonly patientWords: PatientWords;
}

/** Prepares everything in a hidden folder of the output, and moves it to its place only when all is done. */
async function prepareInto(
  given: DeidentifyArguments,
  { studies, masks, patientWords }: Chosen,
  environment: CliEnvironment,
): Promise<Result<readonly PlacedStack[], Stopped>> {
  const spoolFolder = spoolFolderIn(given.out);
  const asked = studies.flat().map((stack) => maskedStack(stack, masks));
  const prepared = await prepare(spoolFolder, asked, {
    given,
    patientWords,
    environment,
  });
  const placed = prepared.ok
    ? await placeOutputs({
        out: given.out,
        spoolFolder,
        studies,
        asked,
        prepared: prepared.value,
      })
    : prepared;
  if (placed.ok) return placed;
  await discardOutput(given.out);
  return failed(placed.failure);
}

async function prepare(
  spoolFolder: string,
  stacks: readonly StackToPrepare[],
  from: {
    readonly given: DeidentifyArguments;
    readonly patientWords: PatientWords;
    readonly environment: CliEnvironment;
  },
): Promise<Result<readonly PreparedStack[], Stopped>> {
  const { given, patientWords, environment } = from;
  const { stderr } = environment;
  const total = stacks.reduce((sum, stack) => sum + stack.images.length, 0);
  if (total === 0) return success([]);
  const preparer = createPreparer({ ...environment, probe: systemMediaProbe });
  try {
    return await preparer.prepare(
      {
        // One run is one case: its salt is used once and then forgotten.
        caseId: "deidentify" as CaseId,
        spoolFolder,
        saltHex:
          given.salt ??
          Buffer.from(systemRandom.bytes(2 * minimumSaltBytes)).toString("hex"),
        patientWords,
        stacks,
        onProgress: ({ preparedImages }) => {
          if (stderr.isTTY === true)
            stderr.write(
              `\r\u001b[KDe-identifying: ${preparedImages} of ${total} images`,
            );
        },
      },
      environment.signal,
    );
  } finally {
    if (stderr.isTTY === true) stderr.write("\r\u001b[K");
    await preparer.close();
  }
}

/** False if the report could not be written; the images are in place then all the same. */
async function report(
  outcome: DeidentifyOutcome,
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<boolean> {
  const document = `${JSON.stringify(deidentifyDocument(outcome), null, 2)}\n`;
  environment.stdout.write(given.json ? document : deidentifyText(outcome));
  if (given.report === undefined) return true;
  const written = await writeReport(given.report, document);
  if (!written) environment.stderr.write("The report could not be written.\n");
  return written;
}

/**
 * Adds the `deidentify` command. Exit status 1 if a file could not be read or an image was refused (the report says
 * which), 2 for an output folder that is not empty or lies in a source, a short salt, or a mask file that is not valid.
 */
export function registerDeidentifyCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  program
    .command("deidentify")
    .description("write verified copies without patient data, in display order")
    .argument("<path...>", "DICOM files or folders of them")
    .requiredOption("--out <folder>", "where to write: absent or empty")
    .option("--all", "take every stack that has images", false)
    .option(
      "--report <file>",
      "write what happened as JSON; it names source files",
    )
    .option(
      "--salt <hex>",
      "secret that keys the new UIDs, to get the same ones again",
    )
    .option("--mask <file>", "YAML or JSON with what to paint over; see below")
    .option("--json", "print one JSON document instead of text", false)
    .addHelpText("after", maskFileHelp)
    .action((paths: readonly string[], given: DeidentifyArguments) =>
      runDeidentify(paths, given, environment),
    );
}
