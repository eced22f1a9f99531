// `casedrop archive download`: series into a folder, checked, with the record of where they came from.
import { join } from "node:path";
import type { Command } from "commander";
import { createSeriesFolder } from "../adapters/archiveStore/seriesFolder.ts";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { createDurableFile } from "../adapters/durableFile.ts";
import { lockJournal } from "../adapters/journal/journalLock.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { openDownloadQueue } from "../core/archive/download/downloadQueue.ts";
import { createIdcTransport } from "../core/archive/download/idcTransport.ts";
import { createNbiaTransport } from "../core/archive/download/nbiaTransport.ts";
import { createIdcArchive } from "../core/archive/idcArchive.ts";
import { createNbiaArchive } from "../core/archive/nbiaArchive.ts";
import type { ArchiveDownloads } from "../core/ports/archiveDownloads.ts";
import type { ArchiveFailure, LicenceDecision } from "../shared/archive.ts";
import {
  archiveFailureWords,
  licenceVerdictSentence,
} from "../shared/messages/archiveWords.ts";
import {
  addArchiveOptions,
  defaultArchiveFolder,
  print,
  withArchive,
  type ArchiveArguments,
  type ArchiveSession,
} from "./archiveSetup.ts";
import { readListFile } from "./archiveBrowse.ts";
import type { CliEnvironment } from "./environment.ts";
import { printable } from "./printable.ts";

interface DownloadArguments extends ArchiveArguments {
  readonly manifest?: string;
  readonly out: string;
  readonly acceptPolicy: boolean;
  readonly nonCommercial: boolean;
  readonly viewOnly: boolean;
  readonly licence?: string;
}

/** The queue of this folder, with both ways of fetching. */
async function openQueue(session: ArchiveSession, folder: string) {
  const { caller, settings } = session;
  const transfer = { caller, clock: systemClock, manners: settings.manners };
  const nbia = createNbiaTransport({ ...transfer, readZipDirectory });
  const idc = createIdcTransport(transfer, settings.storageBase);
  const archive = createNbiaArchive(caller);
  return openDownloadQueue({
    store: createSeriesFolder(folder),
    transportFor: ({ source }) => (source === "idc" ? idc : nbia),
    citation: (doi, signal) => archive.citation(doi, signal),
    clock: systemClock,
    random: systemRandom,
    manners: settings.manners,
    file: createDurableFile(join(folder, "queue.json")),
    lock: () => lockJournal(join(folder, ".queue")),
  });
}

/** Resolves when no series is under way any more, or the user stops it. */
function settled(
  queue: ArchiveDownloads,
  environment: CliEnvironment,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const isOver = queue
        .list()
        .every(({ state }) =>
          ["stored", "failed", "paused"].includes(state.kind),
        );
      const isTold = environment.stderr.isTTY === true;
      for (const { series, state } of queue.list())
        if (isTold && state.kind === "fetching")
          environment.stderr.write(
            `\r${series.seriesInstanceUID}  ${String(state.receivedBytes)} bytes`,
          );
      if (isOver || environment.signal.aborted) resolve();
    };
    queue.subscribe(look);
    environment.signal.addEventListener("abort", look);
    look();
  });
}

async function download(
  uids: readonly string[],
  given: DownloadArguments,
  environment: CliEnvironment,
  session: ArchiveSession,
): Promise<ArchiveFailure | "someFailed" | null> {
  const listed =
    given.manifest === undefined
      ? { ok: true as const, value: uids }
      : await readListFile(given.manifest);
  if (!listed.ok) return listed.failure;
  const wanted = [...new Set([...uids, ...listed.value])];
  const opened = await openQueue(session, given.out);
  if (!opened.ok) return opened.failure;
  const queue = opened.value;
  try {
    if (given.acceptPolicy) {
      const accepted = await queue.acceptPolicy();
      if (!accepted.ok) return accepted.failure;
    }
    const decision: LicenceDecision = {
      isNonCommercialConfirmed: given.nonCommercial,
      isViewOnly: given.viewOnly,
      resolvedLicence:
        given.licence === undefined ? null : { name: "", uri: given.licence },
    };
    const archive =
      given.source === "idc"
        ? createIdcArchive(session.caller)
        : createNbiaArchive(session.caller);
    const found = await archive.seriesByUID(wanted, session.signal);
    if (!found.ok) return found.failure;
    const refused = new Map<string, ArchiveFailure>();
    for (const uid of wanted) {
      const series = found.value.find(
        ({ seriesInstanceUID }) => seriesInstanceUID === uid,
      );
      const added =
        series === undefined
          ? { ok: false as const, failure: { kind: "seriesUnknown" } as const }
          : await queue.add(series, decision);
      if (!added.ok) refused.set(uid, added.failure);
      else queue.resume(uid);
    }
    await settled(queue, environment);
    return await report(queue, { wanted, refused }, given, environment);
  } finally {
    await queue.close();
  }
}

async function report(
  queue: ArchiveDownloads,
  {
    wanted,
    refused,
  }: {
    readonly wanted: readonly string[];
    readonly refused: ReadonlyMap<string, ArchiveFailure>;
  },
  given: DownloadArguments,
  environment: CliEnvironment,
): Promise<ArchiveFailure | "someFailed" | null> {
  const rows = await Promise.all(
    wanted.map(async (seriesInstanceUID) => {
      const line = queue
        .list()
        .find(({ series }) => series.seriesInstanceUID === seriesInstanceUID);
      const stored = await queue.stored(seriesInstanceUID);
      const failure =
        refused.get(seriesInstanceUID) ??
        (line?.state.kind === "failed" ? line.state.failure : null);
      const place = stored.ok && failure === null ? stored.value : null;
      return {
        seriesInstanceUID,
        state:
          failure !== null ? "failed" : place === null ? "paused" : "stored",
        folder: place?.folder ?? null,
        provenance: place?.provenanceFile ?? null,
        images: line?.state.kind === "stored" ? line.state.imageCount : null,
        warnings: line?.state.kind === "stored" ? line.state.warnings : [],
        licence: line === undefined ? null : line.verdict,
        failure:
          failure === null
            ? null
            : { ...failure, words: archiveFailureWords(failure) },
      };
    }),
  );
  for (const { seriesInstanceUID, failure } of rows)
    if (failure !== null)
      environment.stderr.write(
        `${seriesInstanceUID}: ${printable(`${failure.words.title}. ${failure.words.why} ${failure.words.whatNext}`)}\n`,
      );
  print(
    environment,
    given,
    { series: rows },
    rows.map((row) =>
      [
        row.seriesInstanceUID,
        row.state,
        row.folder ?? "",
        row.licence === null ? "" : licenceVerdictSentence(row.licence),
      ].join("  "),
    ),
  );
  const isWhole = rows.every(({ state }) => state === "stored");
  return isWhole ? null : "someFailed";
}

/** Adds the command. Exit status 1 if a series was refused or did not come whole. */
export function registerArchiveDownload(
  archive: Command,
  environment: CliEnvironment,
): void {
  addArchiveOptions(
    archive
      .command("download")
      .description("fetch series into a folder; goes on where it stopped")
      .argument("[uid...]", "Series Instance UIDs"),
  )
    .option("--manifest <file>", "a .tcia manifest or a CSV list of series")
    .option("--out <folder>", "where series go", defaultArchiveFolder)
    .option(
      "--accept-policy",
      "accept the archive's data usage policy, once for this folder",
      false,
    )
    .option("--non-commercial", "confirm that the use is not commercial", false)
    .option("--view-only", "fetch to look at here, never for a case", false)
    .option(
      "--licence <url>",
      "address of the licence, found out by hand, where the archive names none",
    )
    .action((uids: readonly string[], given: DownloadArguments) =>
      withArchive(given, environment, (session) =>
        download(uids, given, environment, session),
      ),
    );
}
