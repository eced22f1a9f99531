// `casedrop archive download`: series into a folder, checked, with the record of where they came from.
import { join } from "node:path";
import type { Command } from "commander";
import {
  createPolicyFile,
  policyFileName,
  profileFolder,
} from "../adapters/archiveStore/policyFile.ts";
import { createSeriesFolder } from "../adapters/archiveStore/seriesFolder.ts";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { createDurableFile } from "../adapters/durableFile.ts";
import { lockJournal } from "../adapters/journal/journalLock.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { openDownloadQueue } from "../core/archive/download/downloadQueue.ts";
import {
  createListedNow,
  listsAskedOnce,
} from "../core/archive/download/listedNow.ts";
import { createIdcTransport } from "../core/archive/download/idcTransport.ts";
import { createNbiaTransport } from "../core/archive/download/nbiaTransport.ts";
import { createIdcArchive } from "../core/archive/idcArchive.ts";
import { createNbiaArchive } from "../core/archive/nbiaArchive.ts";
import { licenceVerdict } from "../core/archive/licence/licenceGate.ts";
import type { ArchiveDownloads } from "../core/ports/archiveDownloads.ts";
import type { FoundSeries } from "../core/ports/imageArchive.ts";
import type {
  ArchiveFailure,
  ArchiveSeries,
  LicenceDecision,
  LicenceDoubt,
} from "../shared/archive.ts";
import { failed } from "../shared/result.ts";
import { archiveFailureWords } from "../shared/messages/archiveWords.ts";
import {
  headSeriesWords,
  licencePlaceWords,
  licenceVerdictSentence,
} from "../shared/messages/publicArchiveWords.ts";
import {
  addArchiveOptions,
  defaultArchiveFolder,
  print,
  toldOn,
  withArchive,
  type ArchiveArguments,
  type ArchiveSession,
} from "./archiveSetup.ts";
import { isHead, readListFile } from "./archiveBrowse.ts";
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
async function openQueue(
  session: ArchiveSession,
  folder: string,
  { variables }: CliEnvironment,
) {
  const profile = profileFolder(process.platform, variables);
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
    listedNow: createListedNow(
      {
        nbia: archive,
        idc: createIdcArchive(caller, { add: () => undefined }),
      },
      listsAskedOnce(caller),
      systemClock,
    ),
    // The same as the window's; by folder only where there is no user to speak of.
    policy:
      profile === null ? null : createPolicyFile(join(profile, policyFileName)),
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
  const opened = await openQueue(session, given.out, environment);
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
        ? createIdcArchive(session.caller, toldOn(environment))
        : createNbiaArchive(session.caller);
    const found = await archive.seriesByUID(wanted, session.signal);
    if (!found.ok) return found.failure;
    warnOfHeads(found.value.series, environment);
    const refused = new Map<string, ArchiveFailure>();
    const storedBefore = await storedAmong(queue, wanted);
    for (const uid of wanted) {
      const series = found.value.series.find(
        ({ seriesInstanceUID }) => seriesInstanceUID === uid,
      );
      const added =
        series === undefined
          ? failed(whyNotFound(uid, found.value))
          : await queue.add(series, decision);
      if (!added.ok) refused.set(uid, added.failure);
      else queue.resume(uid);
    }
    await settled(queue, environment);
    if (given.licence !== undefined)
      await settleDoubts(queue, storedBefore, given.licence, {
        given,
        refused,
      });
    return await report(queue, { wanted, refused }, given, environment);
  } finally {
    await queue.close();
  }
}

/** Said before pixels come, as in the window. */
/** The archive does not list it, unless it could not be asked for it. */
function whyNotFound(uid: string, { unasked }: FoundSeries): ArchiveFailure {
  return unasked?.seriesInstanceUIDs.includes(uid) === true
    ? unasked.failure
    : { kind: "seriesUnknown" };
}

function warnOfHeads(
  series: readonly ArchiveSeries[],
  environment: CliEnvironment,
): void {
  const { title, why, whatNext } = headSeriesWords;
  for (const each of series.filter(isHead))
    environment.stderr.write(
      `${each.seriesInstanceUID}: ${title}. ${why} ${whatNext}\n`,
    );
}

async function storedAmong(
  queue: ArchiveDownloads,
  uids: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (const uid of uids) {
    const found = await queue.stored(uid);
    if (found.ok && found.value !== null) stored.add(uid);
  }
  return stored;
}

/** Decides between contradicting licences of series that were here before: whoever says which one holds has read both by now. */
async function settleDoubts(
  queue: ArchiveDownloads,
  storedBefore: ReadonlySet<string>,
  uri: string,
  {
    given,
    refused,
  }: {
    readonly given: DownloadArguments;
    readonly refused: Map<string, ArchiveFailure>;
  },
): Promise<void> {
  for (const { series, doubt } of queue.list()) {
    const { seriesInstanceUID: uid } = series;
    if (doubt === null || !storedBefore.has(uid)) continue;
    if (!isNamedBySource(doubt, uri)) {
      refused.set(uid, { kind: "licenceBlocked", reason: "disagree" });
      continue;
    }
    const decided = await queue.settle(uid, {
      licence: { name: "", uri },
      because: "given with --licence",
      isNonCommercialConfirmed: given.nonCommercial,
    });
    if (!decided.ok) refused.set(uid, decided.failure);
  }
}

/** Which of two holds can be decided, not that a third one does: what was given by hand in a run before is no source. */
function isNamedBySource({ named }: LicenceDoubt, uri: string): boolean {
  const given = licenceVerdict({ name: "", uri });
  return named.some(
    ({ place, verdict }) =>
      place !== "hand" &&
      verdict.kind === given.kind &&
      verdict.licence === given.licence,
  );
}

/** What contradicts what; null where nothing does, or it was settled. */
function doubtLine(doubt: LicenceDoubt | null | undefined): string | null {
  if (doubt == null || doubt.settled !== null) return null;
  const named = doubt.named.map(
    ({ place, licence: { name, uri } }) =>
      `${licencePlaceWords[place]} ${[name, uri].filter((part) => part !== "").join(", ")}.`,
  );
  return `${named.join(" ")} Say which one holds with --licence and its address, in another run; until then the series stays out of cases.`;
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
        doubt: line?.doubt ?? null,
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
  for (const { seriesInstanceUID, doubt } of rows) {
    const line = doubtLine(doubt);
    if (line !== null)
      environment.stderr.write(`${seriesInstanceUID}: ${printable(line)}\n`);
  }
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
      "accept the archive's data usage policy, once for all commands and the window",
      false,
    )
    .option("--non-commercial", "confirm that the use is not commercial", false)
    .option("--view-only", "fetch to look at here, never for a case", false)
    .option(
      "--licence <url>",
      "address of the licence, found out by hand, where the archive names none or two that contradict each other",
    )
    .action((uids: readonly string[], given: DownloadArguments) =>
      withArchive(given, environment, (session) =>
        download(uids, given, environment, session),
      ),
    );
}
