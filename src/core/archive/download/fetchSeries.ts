// One series from the archive into the store: gate, room, transfer, checks, record; tries again what may be mended by it.
import type {
  ArchiveFailure,
  ArchiveSeries,
  DatasetCitation,
  DownloadWarning,
  LicenceDecision,
  LicenceDoubt,
  LicenceVerdict,
  SeriesProblem,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { StoredSeries } from "../../ports/archiveDownloads.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import type { SeriesStaging, SeriesStore } from "../../ports/seriesStore.ts";
import type { ArchiveManners } from "../call/archiveSettings.ts";
import { askedPauseMs, isWorthRetrying } from "../call/judgeAnswer.ts";
import { judgedWithFile, licenceDoubt } from "../licence/licenceDoubt.ts";
import { isOpen, stricterThan } from "../licence/licenceElsewhere.ts";
import { readLicenceFile } from "../licence/licenceFile.ts";
import {
  decidedVerdict,
  licenceVerdict,
  mayFetch,
} from "../licence/licenceGate.ts";
import { imagesNotSent, seriesProblem } from "./checkSeries.ts";
import { writeProvenance } from "./provenance.ts";
import type { FetchedSeries, SeriesTransport } from "./seriesTransport.ts";
import { unsound } from "./unpackSeries.ts";

export interface FetchSeriesDeps {
  readonly store: SeriesStore;
  readonly transportFor: (series: ArchiveSeries) => SeriesTransport;
  readonly citation: (
    doi: string,
    signal: AbortSignal,
  ) => Promise<Result<DatasetCitation | null, ArchiveFailure>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly manners: ArchiveManners;
}

export interface FetchProgress {
  readonly onReceived: (
    attempt: number,
    receivedBytes: number,
    expectedBytes: number | null,
  ) => void;
  readonly onChecking: () => void;
  readonly onRetry: (
    attempt: number,
    atMs: number,
    failure: ArchiveFailure,
  ) => void;
}

/** A series in the store, and what is to be known of it. */
export interface FetchOutcome {
  readonly stored: StoredSeries;
  readonly imageCount: number;
  /** With what the user decided. */
  readonly verdict: LicenceVerdict;
  readonly doubt: LicenceDoubt | null;
  readonly warnings: readonly DownloadWarning[];
}

/** Room for the zip and what comes out of it. */
export const roomFactor = 2.2;
/** Tries of a series that came and was not whole. */
export const soundTries = 3;

type Fetching<T> = Promise<Result<T, ArchiveFailure>>;

/** Fetches a series. Ends with the series whole in the store, or with nothing of it there. */
export async function fetchSeries(
  deps: FetchSeriesDeps,
  order: {
    readonly series: ArchiveSeries;
    readonly decision: LicenceDecision;
  },
  progress: FetchProgress,
  signal: AbortSignal,
): Fetching<FetchOutcome> {
  const { series, decision } = order;
  const allowed = mayFetchUnder(series, decision);
  if (!allowed.ok) return allowed;
  const room = await enoughRoom(deps.store, series.sizeBytes);
  if (!room.ok) return room;
  const staged = await deps.store.stage(series.seriesInstanceUID);
  if (!staged.ok) return staged;
  const fetched = await tryTransfer(
    deps,
    { series, staging: staged.value },
    progress,
    signal,
  );
  if (!fetched.ok) {
    // A series that never came whole is not gone on with.
    if (fetched.failure.kind === "incompleteAtSource")
      await staged.value.discard();
    return fetched;
  }
  return await storeSeries(
    deps,
    { ...order, staging: staged.value, fetched: fetched.value },
    signal,
  );
}

/** The gate, also for what the user found out by hand: it must not allow more than another archive does. */
function mayFetchUnder(
  series: ArchiveSeries,
  decision: LicenceDecision,
): Result<null, ArchiveFailure> {
  const verdict = licenceVerdict(series.licence);
  const allowed = mayFetch(verdict, decision);
  if (!allowed.ok) return allowed;
  const { resolvedLicence } = decision;
  const stricter =
    resolvedLicence === null || !isOpen(verdict)
      ? null
      : stricterThan(resolvedLicence, series);
  return stricter === null
    ? allowed
    : failed({
        kind: "stricterLicenceElsewhere",
        licence: licenceVerdict(stricter).licence,
      });
}

async function enoughRoom(
  store: SeriesStore,
  sizeBytes: number | null,
): Fetching<null> {
  if (sizeBytes === null) return success(null);
  const freeBytes = await store.freeBytes();
  if (!freeBytes.ok) return freeBytes;
  const neededBytes = Math.ceil(roomFactor * sizeBytes);
  return freeBytes.value >= neededBytes
    ? success(null)
    : failed({
        kind: "notEnoughSpace",
        neededBytes,
        freeBytes: freeBytes.value,
      });
}

/** Transfers until a series passed its checks. Two budgets: lines that break, and series that are not whole. */
async function tryTransfer(
  deps: FetchSeriesDeps,
  order: { readonly series: ArchiveSeries; readonly staging: SeriesStaging },
  progress: FetchProgress,
  signal: AbortSignal,
): Fetching<FetchedSeries> {
  const { manners, clock, random } = deps;
  let unsoundTries = 0;
  let brokenTries = 0;
  for (let attempt = 1; ; attempt++) {
    const fetched = await transferOnce(deps, order, attempt, {
      progress,
      signal,
    });
    if (fetched.ok || signal.aborted) return fetched;
    const { failure } = fetched;
    if (failure.kind === "seriesUnsound") {
      unsoundTries++;
      if (unsoundTries >= soundTries)
        return failed(incomplete(failure.problem, unsoundTries));
    } else if (isWorthRetrying(failure) || failure.kind === "transferTooLong") {
      brokenTries++;
      if (brokenTries > manners.retries) return fetched;
    } else return fetched;
    const askedMs = askedPauseMs(failure);
    if (askedMs !== null && askedMs > manners.longestObeyedMs) return fetched;
    const doubled = manners.retryFromMs * 2 ** (unsoundTries + brokenTries - 1);
    const delayMs = Math.round(
      askedMs ?? doubled * (1 + random.fraction() / 4),
    );
    progress.onRetry(attempt + 1, clock.nowMs() + delayMs, failure);
    await clock.sleep(delayMs, signal);
    if (isAborted(signal)) return failed({ kind: "cancelled" });
  }
}

/** Asked anew after each wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function incomplete(problem: SeriesProblem, tries: number): ArchiveFailure {
  return { kind: "incompleteAtSource", problem, tries };
}

async function transferOnce(
  deps: FetchSeriesDeps,
  {
    series,
    staging,
  }: { readonly series: ArchiveSeries; readonly staging: SeriesStaging },
  attempt: number,
  {
    progress,
    signal,
  }: { readonly progress: FetchProgress; readonly signal: AbortSignal },
): Fetching<FetchedSeries> {
  const fetched = await deps.transportFor(series).fetch(
    series,
    staging,
    {
      onReceived: (received, expected) => {
        progress.onReceived(attempt, received, expected);
      },
      onChecking: progress.onChecking,
    },
    signal,
  );
  if (!fetched.ok) return fetched;
  const problem = seriesProblem(
    {
      seriesInstanceUID: series.seriesInstanceUID,
      imageCount: series.imageCount,
      // IDC rounds sizes to megabytes; there each object's own was compared.
      sizeBytes: series.source === "idc" ? null : series.sizeBytes,
      instances: fetched.value.instances,
    },
    fetched.value.files,
    fetched.value.hashes,
  );
  if (problem === null) return fetched;
  // What came is wrong somewhere: nothing of it is gone on with.
  const discarded = await staging.discard();
  return discarded.ok ? unsound(problem) : discarded;
}

async function storeSeries(
  deps: FetchSeriesDeps,
  order: {
    readonly series: ArchiveSeries;
    readonly decision: LicenceDecision;
    readonly staging: SeriesStaging;
    readonly fetched: FetchedSeries;
  },
  signal: AbortSignal,
): Fetching<FetchOutcome> {
  const { series, staging, fetched } = order;
  const { files, licenceText } = fetched;
  const licenceFile =
    licenceText === null ? null : readLicenceFile(licenceText);
  const { verdict, decision } = judgedWithFile(
    series,
    licenceFile,
    order.decision,
  );
  const notSent = imagesNotSent(fetched.instances ?? [], files);
  const warnings: DownloadWarning[] = [
    ...(notSent > 0 ? (["listedNotSent"] as const) : []),
    ...(series.licenceElsewhere !== undefined
      ? (["licencesDiffer"] as const)
      : []),
    ...(fetched.hashes === null ? (["withoutHashes"] as const) : []),
    ...(decision.isViewOnly ? (["viewOnly"] as const) : []),
  ];
  // Without it the DOI stands for the citation; that is no reason to throw a series away.
  const cited =
    series.doi === null ? null : await deps.citation(series.doi, signal);
  if (signal.aborted) return failed({ kind: "cancelled" });
  const record = writeProvenance({
    series,
    decision,
    verdict,
    warnings,
    files,
    licenceFile,
    licenceText,
    sourceUrl: fetched.endpointUrl,
    hasListedInstances: fetched.instances !== null && notSent === 0,
    notSent,
    fetchedAtMs: deps.clock.nowMs(),
    citation: cited?.ok === true ? cited.value : null,
  });
  const stored = await staging.commit(record);
  if (!stored.ok) return stored;
  return success({
    stored: stored.value,
    imageCount: files.length,
    verdict: decidedVerdict(verdict, decision),
    doubt: licenceDoubt({ ...series, licenceFile, verdict, decision }),
    warnings,
  });
}
