// `casedrop deidentify`: writes verified, de-identified copies of what is in files and folders, in display order.
import { InvalidArgumentError, Option, type Command } from "commander";
import { minimumSaltBytes } from "../core/deid/uidMapping.ts";
import type { Stack, StudyGroup } from "../core/model/stack.ts";
import { freeTextTags } from "../core/deid/policy/stricterLayer.ts";
import { keywordOf, tagOf, tagText } from "../core/dicom/dictionary.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { writeDeidentified } from "./deidentifyImages.ts";
import {
  refusedOutFolder,
  refusedReportFile,
  writeReport,
} from "./deidentifyOutput.ts";
import {
  deidentifyDocument,
  deidentifyText,
  type DeidentifyOutcome,
} from "./deidentifyReport.ts";
import {
  lookForText,
  needALookLines,
  textModes,
  unseenLines,
  wholeStack,
  writesOpenText,
  type TextMode,
} from "./deidentifyText.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import {
  assignMasks,
  idleMaskLines,
  type AssignedMasks,
} from "./maskAssignment.ts";
import { maskFileHelp, readMaskFile } from "./maskFile.ts";
import { creditForCopies } from "./publicData.ts";
import { scanPaths, type ScannedPaths } from "./scanPaths.ts";

interface DeidentifyArguments {
  readonly out: string;
  readonly all: boolean;
  readonly report?: string;
  readonly salt?: string;
  readonly mask?: string;
  readonly text: TextMode;
  readonly acceptText?: string;
  /** Tags of eight upper-case hexadecimal digits. */
  readonly keepFreeText: readonly string[];
  readonly json: boolean;
}

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
  const { patientWords, publicSeries = [] } = scanned.outcome;
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
  const text = await lookForText(
    chosen,
    {
      mode: given.text,
      acceptedReason: given.acceptText ?? null,
      patientWords,
    },
    environment,
  );
  for (const line of needALookLines(text))
    environment.stderr.write(`${line}\n`);
  const refusedForText = new Set(
    text.stacks.flatMap(({ refused }) => refused.map(({ image }) => image)),
  );
  const placed = await writeDeidentified(
    given,
    {
      studies: chosenStudies(studies, given.all),
      masks,
      patientWords,
      keptFreeText: given.keepFreeText,
      isWritten: (image) => !refusedForText.has(image),
    },
    environment,
  );
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
    text,
    keptFreeText: given.keepFreeText,
    credit: credit.value,
    leftOut: stacksOf(studies).filter((stack) => !isChosen(stack, given.all)),
  };
  const unseen = writtenUnseen(outcome);
  for (const line of unseenLines(unseen)) environment.stderr.write(`${line}\n`);
  const hasReport = await report(outcome, given, environment);
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

/** Free-text attributes as typed: keywords or tags of eight hexadecimal digits, with commas between them. */
function readFreeTextTags(list: string): readonly string[] {
  return list.split(",").map((word) => {
    const typed = word.trim();
    const tag = /^[0-9a-f]{8}$/i.test(typed)
      ? parseInt(typed, 16)
      : tagOf(typed);
    if (tag === null || !freeTextTags.has(tag))
      throw new InvalidArgumentError(
        `'${typed}' is not one of ${[...freeTextTags].map(keywordOf).join(", ")}.`,
      );
    return tagText(tag).toUpperCase();
  });
}

/** A reason in words. */
function readReason(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Give a reason.");
  return text.trim();
}

/**
 * Adds the `deidentify` command. Exit status 1 if a file could not be read, an image was refused, or one was written
 * with text that nobody decided about, or that nobody could look at (the report says which), 2 for an output folder that is not empty or lies in a source, a short salt, or a mask file that is not valid.
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
    .addOption(
      new Option(
        "--text <what>",
        "images with text in their pixels, or that nobody could look at: refuse them; report them and write all but those " +
          "with words of the patient (exit status 1); or skip the search, so that nobody looks",
      )
        .choices(textModes)
        .default("refuse" satisfies TextMode),
    )
    .option(
      "--accept-text <reason>",
      "write images with text in their pixels, or that nobody could look at, all the same, for this reason",
      readReason,
    )
    .option(
      "--keep-free-text <tags>",
      "free text that you have reviewed and that stays: keywords or tags, with commas; words of the patient never do",
      readFreeTextTags,
      [],
    )
    .option("--json", "print one JSON document instead of text", false)
    .addHelpText("after", maskFileHelp)
    .action((paths: readonly string[], given: DeidentifyArguments) =>
      runDeidentify(paths, given, environment),
    );
}
