// One run of `casedrop upload`: from the case file to the report.
import { readFile } from "node:fs/promises";
import { removeFileSpool } from "../adapters/fileSpool/fileSpool.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { StackSendView, UploadView } from "../shared/snapshot.ts";
import { deidReportHtml } from "../core/casefile/deidReportHtml.ts";
import type { DeidReport } from "../core/model/deidReport.ts";
import { refusedReportFile, writeReport } from "./deidentifyOutput.ts";
import { parseCaseFile, type CaseFile } from "./caseFile.ts";
import { readContractFile, type ContractFile } from "./contractFile.ts";
import {
  exitStatus,
  type CliEnvironment,
  type CliRefusal,
  type ExitStatus,
} from "./environment.ts";
import { refusalOf, wrongUseRefusal } from "./jsonRefusal.ts";
import {
  openNetwork,
  type CliNetwork,
  type NetworkArguments,
} from "./network.ts";
import { openUploadFolder, type UploadFolder } from "./uploadFolder.ts";
import { openTextDocument, type OpenText } from "./openText.ts";
import { readMaskFile, type MaskEntry } from "./maskFile.ts";
import {
  openCase,
  type CaseArguments,
  type OpenedCase,
} from "./uploadOpening.ts";
import { clearLine, processingLines, progressLine } from "./uploadProgress.ts";
import { failureRefusal, type UploadRefusal } from "./uploadRefusal.ts";
import {
  isConfirmed,
  outcomeOf,
  unconfirmedWords,
  uploadDocument,
  uploadText,
  type UploadOutcome,
} from "./uploadReport.ts";
import { withRemedies, type ChosenRemedies } from "./uploadRemedies.ts";
import { openUploadService } from "./uploadService.ts";

/** Options as parsed. */
export interface UploadArguments
  extends NetworkArguments, ChosenRemedies, CaseArguments {
  readonly case: string;
  readonly credentials?: string;
  readonly settings?: string;
  readonly mask?: string;
  /** Whether to stay until the site has processed the images. */
  readonly wait: boolean;
  /** Whether stacks that the site failed to process are attached once more. */
  readonly retryFailed: boolean;
  /** Where the report of what was done goes. */
  readonly report?: string;
  readonly json: boolean;
}

/** What the named files say. */
interface Inputs {
  readonly caseFile: CaseFile;
  readonly contract: ContractFile;
  readonly masks: readonly MaskEntry[];
  /** Opened last: whoever gets it closes it. */
  readonly network: CliNetwork;
}

/** Never sends twice: whatever an earlier run of the same command did is taken up. */
export async function runUpload(
  paths: readonly string[],
  given: UploadArguments,
  environment: CliEnvironment,
): Promise<void> {
  const refuse = (refused: UploadRefusal) => {
    const { lines, isWrongUse, text = [], failure } = refused;
    environment.stderr.write(`${lines.join("\n")}\n`);
    if (given.json && text.length > 0)
      environment.stdout.write(refusedDocument(text));
    environment.exit(
      isWrongUse ? exitStatus.wrongUse : exitStatus.someFailed,
      failure === undefined
        ? linesRefusal(lines, isWrongUse)
        : refusalOf(failure),
    );
  };
  const inputs = await readInputs(given, environment);
  if (!inputs.ok) {
    refuse({ lines: [inputs.failure], isWrongUse: true });
    return;
  }
  const folder = await openUploadFolder(given.state, {
    paths,
    caseFile: given.case,
    origin: given.origin,
    appendedTo: given.append?.remoteCaseId ?? null,
    studyId: given.study ?? null,
  });
  if (!folder.ok) {
    refuse(failureRefusal(folder.failure));
    return;
  }
  try {
    const service = await openUploadService(
      {
        origin: given.origin,
        credentials: given.credentials,
        contract: inputs.value.contract,
        folder: folder.value,
        network: inputs.value.network,
      },
      environment,
    );
    if (!service.ok) {
      const isWrongUse = service.failure.kind === "invalidInput";
      refuse({ ...failureRefusal(service.failure), isWrongUse });
      return;
    }
    try {
      const opened = await openCase(
        { paths, given, ...inputs.value, folder: folder.value },
        service.value,
        environment,
      );
      if (!opened.ok) refuse(opened.failure);
      else await sendAndReport(opened.value, given, folder.value, environment);
    } finally {
      await service.value.close();
    }
  } finally {
    await folder.value.unlock();
  }
}

function linesRefusal(
  lines: readonly string[],
  isWrongUse: boolean,
): CliRefusal {
  return isWrongUse
    ? wrongUseRefusal(...lines)
    : {
        code: "refused",
        message: lines.join("\n"),
        nextStep:
          "Do what the message says, and run the same command again: nothing is sent twice.",
      };
}

/** The document of a case that is not begun while nobody has decided about the text in its pixels. */
function refusedDocument(text: readonly OpenText[]): string {
  const document = { status: "refused", text: openTextDocument(text) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The failure is what to tell the user about a file or an option. */
async function readInputs(
  given: UploadArguments,
  environment: CliEnvironment,
): Promise<Result<Inputs, string>> {
  const { append, origin, study } = given;
  if (study !== undefined && append === undefined)
    return failed("--study names a study of a draft: say which with --append.");
  if (append !== undefined && ![null, origin].includes(append.origin))
    return failed(
      `The draft is at ${append.origin ?? ""}, but the case would go to ${origin}.`,
    );
  const caseFile = await readCaseFile(given.case, append !== undefined);
  if (!caseFile.ok) return caseFile;
  const contract = await readContractFile(given.settings);
  if (!contract.ok) return contract;
  if (given.report !== undefined) {
    const problem = await refusedReportFile(given.report);
    if (problem !== null) return failed(problem);
  }
  const masks = await readMaskFile(given.mask);
  if (!masks.ok) return masks;
  const network = await openNetwork(given, environment, "name");
  if (!network.ok) return network;
  return success({
    caseFile: caseFile.value,
    contract: contract.value,
    masks: masks.value,
    network: network.value,
  });
}

async function readCaseFile(
  path: string,
  isAdded: boolean,
): Promise<Result<CaseFile, string>> {
  try {
    return parseCaseFile(await readFile(path, "utf8"), isAdded);
  } catch {
    return failed("The case file cannot be read.");
  }
}

/** All is on the site; what the site still does with it can be seen there. */
function isSent(view: UploadView): boolean {
  return (
    view.kind === "done" ||
    (view.kind === "running" && view.progress.phase === "processing")
  );
}

function failedStacks(view: UploadView): readonly StackSendView[] {
  return "progress" in view
    ? view.progress.stacks.filter(
        ({ state }) => state.kind === "processingFailed",
      )
    : [];
}

async function sendAndReport(
  { sending, watcher }: OpenedCase,
  given: UploadArguments,
  folder: UploadFolder,
  environment: CliEnvironment,
): Promise<void> {
  const interrupt = (): void => {
    sending.pause();
  };
  environment.signal.addEventListener("abort", interrupt, { once: true });
  // What is sent cannot be paused; waiting for the site can be given up.
  environment.signal.addEventListener("abort", watcher.onChange);
  const onView = progressLine(environment);
  const rest = (): Promise<UploadView> =>
    watcher.until(
      sending,
      (view) => isSent(view) || !["running", "queued"].includes(view.kind),
      onView,
    );
  if (given.retryFailed)
    for (const { stackId } of failedStacks(sending.view()))
      sending.retryStack(stackId);
  if (!environment.signal.aborted) sending.run();
  let view = await withRemedies(sending, given, rest);
  if (given.wait && isSent(view))
    view = await watcher.until(
      sending,
      (now) => now.kind !== "running" || environment.signal.aborted,
      processingLines(environment),
    );
  environment.signal.removeEventListener("abort", interrupt);
  environment.signal.removeEventListener("abort", watcher.onChange);
  const account = await folder.frozenAccount();
  const hasReport = await saveReport(sending.report(), given, environment);
  const studies = sending.sentStudies()?.studies ?? [];
  const outcome = { ...outcomeOf(view, account), studies };
  clearLine(environment);
  // Asked before the journal is closed: a stack that failed, or still may, may be sent once more.
  const { needsCopies } = sending;
  await sending.close();
  if (!needsCopies) await removeFileSpool(folder.spoolFolder);
  report(outcome, given, environment);
  if (!hasReport) environment.exit(exitStatus.someFailed);
}

/** False if a report was asked for and could not be written. */
async function saveReport(
  document: DeidReport | null,
  given: UploadArguments,
  environment: CliEnvironment,
): Promise<boolean> {
  if (given.report === undefined) return true;
  if (document === null) {
    environment.stderr.write("There is no report of this case.\n");
    return false;
  }
  const text = given.report.toLowerCase().endsWith(".json")
    ? `${JSON.stringify(document, null, 2)}\n`
    : deidReportHtml(document);
  const written = await writeReport(given.report, text);
  if (!written) environment.stderr.write("The report could not be written.\n");
  return written;
}

function report(
  outcome: UploadOutcome,
  given: UploadArguments,
  environment: CliEnvironment,
): void {
  environment.stdout.write(
    given.json
      ? `${JSON.stringify(uploadDocument(outcome), null, 2)}\n`
      : uploadText(outcome),
  );
  environment.exit(exitStatusOf(outcome, given.wait, environment));
}

/** Done is what the site has processed, for who waits for that; who does not has what was asked for once all is sent. */
function exitStatusOf(
  outcome: UploadOutcome,
  waits: boolean,
  { stderr }: CliEnvironment,
): ExitStatus {
  const isWhole =
    outcome.status === "sent" &&
    outcome.finishFailure === null &&
    failedStacks(outcome.view).length === 0;
  if (!isWhole) return exitStatus.someFailed;
  if (!waits || isConfirmed(outcome)) return exitStatus.done;
  stderr.write(`${unconfirmedWords}\n`);
  return exitStatus.unconfirmed;
}
