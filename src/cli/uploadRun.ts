// One run of `casedrop upload`: from the case file to the report.
import { readFile } from "node:fs/promises";
import { removeFileSpool } from "../adapters/fileSpool/fileSpool.ts";
import type { CaseSender, SendingCase } from "../core/ports/caseSender.ts";
import { failed, type Result } from "../shared/result.ts";
import type { StackSendView, UploadView } from "../shared/snapshot.ts";
import { deidReportHtml } from "../core/casefile/deidReportHtml.ts";
import type { DeidReport } from "../core/model/deidReport.ts";
import { refusedReportFile, writeReport } from "./deidentifyOutput.ts";
import { parseCaseFile, type CaseFile } from "./caseFile.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { openNetwork, type NetworkArguments } from "./network.ts";
import { openUploadFolder, type UploadFolder } from "./uploadFolder.ts";
import { readMaskFile, type MaskEntry } from "./maskFile.ts";
import {
  prepareUpload,
  refusal,
  type UploadRefusal,
} from "./uploadPreparation.ts";
import {
  failureLines,
  outcomeOf,
  stackStateWords,
  uploadDocument,
  uploadText,
  type UploadOutcome,
} from "./uploadReport.ts";
import { withRemedies, type ChosenRemedies } from "./uploadRemedies.ts";
import { openUploadService } from "./uploadService.ts";

/** Options as parsed. */
export interface UploadArguments extends NetworkArguments, ChosenRemedies {
  readonly case: string;
  readonly origin: string;
  readonly state: string;
  readonly credentials?: string;
  readonly acceptRefused: boolean;
  readonly acceptSeveralPatients: boolean;
  readonly pictures: boolean;
  readonly mask?: string;
  readonly acceptWords?: string;
  readonly acceptText?: string;
  /** Whether to stay until the site has processed the images. */
  readonly wait: boolean;
  /** Whether stacks that the site failed to process are attached once more. */
  readonly retryFailed: boolean;
  /** Where the report of what was done goes. */
  readonly report?: string;
  readonly json: boolean;
}

/** Never sends twice: whatever an earlier run of the same command did is taken up. */
export async function runUpload(
  paths: readonly string[],
  given: UploadArguments,
  environment: CliEnvironment,
): Promise<void> {
  const refuse = (lines: readonly string[], isWrongUse: boolean) => {
    environment.stderr.write(`${lines.join("\n")}\n`);
    environment.exit(isWrongUse ? exitStatus.wrongUse : exitStatus.someFailed);
  };
  const caseFile = await readCaseFile(given.case);
  if (!caseFile.ok) {
    refuse([caseFile.failure], true);
    return;
  }
  const network = await openNetwork(given, environment);
  if (!network.ok) {
    refuse([network.failure], true);
    return;
  }
  if (given.report !== undefined) {
    const problem = await refusedReportFile(given.report);
    if (problem !== null) {
      refuse([problem], true);
      return;
    }
  }
  const masks = await readMaskFile(given.mask);
  if (!masks.ok) {
    refuse([masks.failure], true);
    return;
  }
  const job = { paths, caseFile: given.case, origin: given.origin };
  const folder = await openUploadFolder(given.state, job);
  if (!folder.ok) {
    refuse(failureLines(folder.failure), false);
    return;
  }
  try {
    const service = await openUploadService(
      {
        origin: given.origin,
        credentials: given.credentials,
        folder: folder.value,
        network: network.value,
      },
      environment,
    );
    if (!service.ok) {
      refuse(
        failureLines(service.failure),
        service.failure.kind === "invalidInput",
      );
      return;
    }
    try {
      const opened = await openCase(
        {
          paths,
          given,
          caseFile: caseFile.value,
          masks: masks.value,
          folder: folder.value,
        },
        service.value.sender,
        environment,
      );
      if (!opened.ok) refuse(opened.failure.lines, opened.failure.isWrongUse);
      else await sendAndReport(opened.value, given, folder.value, environment);
    } finally {
      await service.value.close();
    }
  } finally {
    await folder.value.unlock();
  }
}

async function readCaseFile(path: string): Promise<Result<CaseFile, string>> {
  try {
    return parseCaseFile(await readFile(path, "utf8"));
  } catch {
    return failed("The case file cannot be read.");
  }
}

/** What shows how a case stands; the engine calls it after every change. */
class Watcher {
  #look: () => void = () => undefined;

  readonly onChange = (): void => {
    this.#look();
  };

  /** Resolves with the first view for which `isAtRest` holds. */
  until(
    sending: SendingCase,
    isAtRest: (view: UploadView) => boolean,
    onView: (view: UploadView) => void,
  ): Promise<UploadView> {
    return new Promise((resolve) => {
      this.#look = () => {
        const view = sending.view();
        onView(view);
        if (isAtRest(view)) resolve(view);
      };
      this.#look();
    });
  }
}

interface OpenedCase {
  readonly sending: SendingCase;
  readonly watcher: Watcher;
}

/** The case of an earlier run, or a new one frozen now. */
async function openCase(
  request: {
    readonly paths: readonly string[];
    readonly given: UploadArguments;
    readonly caseFile: CaseFile;
    readonly masks: readonly MaskEntry[];
    readonly folder: UploadFolder;
  },
  sender: CaseSender,
  environment: CliEnvironment,
): Promise<Result<OpenedCase, UploadRefusal>> {
  const { given, folder } = request;
  const watcher = new Watcher();
  const reopened = await sender.reopen(folder.caseId, watcher.onChange);
  if (reopened.ok) {
    environment.stderr.write("Going on with the case of an earlier run.\n");
    return { ok: true, value: { sending: reopened.value, watcher } };
  }
  if (reopened.failure.kind !== "notFound")
    return failed(refusal(failureLines(reopened.failure)));
  const plan = await prepareUpload(
    {
      paths: request.paths,
      caseFile: request.caseFile,
      serviceOrigin: given.origin,
      acceptances: {
        refusedImages: given.acceptRefused,
        severalPatients: given.acceptSeveralPatients,
      },
      takesPictures: given.pictures,
      masks: request.masks,
      acceptedWordsReason: given.acceptWords ?? null,
      acceptedTextReason: given.acceptText ?? null,
    },
    folder,
    environment,
  );
  if (!plan.ok) return plan;
  const begun = await sender.begin(plan.value, watcher.onChange);
  return begun.ok
    ? { ok: true, value: { sending: begun.value, watcher } }
    : failed(refusal(failureLines(begun.failure)));
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
  const outcome = outcomeOf(view, account);
  clearLine(environment);
  await sending.close();
  // A stack that failed may be sent once more.
  if (isSent(view) && failedStacks(view).length === 0)
    await removeFileSpool(folder.spoolFolder);
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
  const isWhole =
    outcome.status === "sent" &&
    outcome.finishFailure === null &&
    failedStacks(outcome.view).length === 0;
  environment.exit(isWhole ? exitStatus.done : exitStatus.someFailed);
}

/** Milliseconds between two updates of the progress line. */
const progressIntervalMs = 200;

function progressLine(environment: CliEnvironment): (view: UploadView) => void {
  let writtenAtMs = -Infinity;
  return (view) => {
    const nowMs = performance.now();
    if (
      environment.stderr.isTTY !== true ||
      view.kind !== "running" ||
      nowMs - writtenAtMs < progressIntervalMs
    )
      return;
    writtenAtMs = nowMs;
    const { sentImages, totalImages, sentBytes, totalBytes } = view.progress;
    const percent =
      totalBytes === 0 ? 100 : Math.floor((100 * sentBytes) / totalBytes);
    const words =
      view.waiting === null
        ? `Sending: ${sentImages} of ${totalImages} images, ${percent} %`
        : `Waiting: ${failureLines(view.waiting.failure).join(" ")}`;
    environment.stderr.write(`\r\u001b[K${words}`);
  };
}

/** One line whenever the site is further with a stack. */
function processingLines(
  environment: CliEnvironment,
): (view: UploadView) => void {
  const told = new Map<string, string>();
  return (view) => {
    if (!("progress" in view)) return;
    for (const [index, stack] of view.progress.stacks.entries()) {
      const words = stackStateWords(stack.state);
      if (told.get(stack.stackId) === words) continue;
      told.set(stack.stackId, words);
      clearLine(environment);
      environment.stderr.write(`Stack ${index + 1}: ${words}\n`);
    }
  };
}

function clearLine({ stderr }: CliEnvironment): void {
  if (stderr.isTTY === true) stderr.write("\r\u001b[K");
}
