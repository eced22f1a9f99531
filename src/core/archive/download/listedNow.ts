// A series as the archive lists it now, asked just before its pixels (reference section 7.5): queue and cart may remember it from months ago.
import type {
  ArchiveFailure,
  ArchiveSeries,
  LicenceDecision,
  ListChange,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ImageArchive } from "../../ports/imageArchive.ts";
import type { ArchiveCaller } from "../call/archiveCaller.ts";
import { askingOnce } from "../call/askingOnce.ts";
import { createIdcArchive, type IdcArchive } from "../idcArchive.ts";
import {
  isSameLicence,
  underKnownLicence,
  underStricterLicence,
} from "../licence/licenceElsewhere.ts";
import { licenceVerdict } from "../licence/licenceGate.ts";
import { createNbiaArchive } from "../nbiaArchive.ts";

/** Null if the archive lists it no more. */
export type ListedNow = (
  series: ArchiveSeries,
  signal: AbortSignal,
) => Promise<Result<ArchiveSeries | null, ArchiveFailure>>;

type Listing = Promise<Result<readonly ArchiveSeries[], ArchiveFailure>>;

/** Archives that list series by UID. */
export interface Lists {
  readonly nbia: Pick<ImageArchive, "series">;
  readonly idc: Pick<IdcArchive, "seriesByUID">;
}

/** Both, asked without retries and without a word to the user. */
export function listsAskedOnce(caller: ArchiveCaller): Lists {
  const once = askingOnce(caller);
  return {
    nbia: createNbiaArchive(once),
    idc: createIdcArchive(once, { add: () => undefined }),
  };
}

/** One that is in trouble is left in peace for so long. */
const restMs = 10 * 60_000;

/** What would meet the next series as well. A refusal, or an answer that cannot be read, is about one series. */
const troubles: ReadonlySet<ArchiveFailure["kind"]> = new Set([
  "unreachable",
  "connectionLost",
  "stalled",
  "tlsRejected",
  "proxyUnreachable",
  "proxyAuthNeeded",
  "proxyRefused",
  "archiveBusy",
  "archiveError",
]);

/**
 * Asks whichever archive the series lies in, and then the other one for its licence: of two that contradict each other the
 * stricter counts. Whether the other one answers decides nothing else. Give archives that remember no answers, and for
 * `elsewhere` ones that ask once.
 */
export function createListedNow(
  archives: Lists,
  elsewhere: Lists,
  clock: Pick<Clock, "nowMs">,
): ListedNow {
  const restUntilMs = { nbia: 0, idc: 0 };
  /** Null where it cannot be asked. */
  const askElsewhere = async (
    series: ArchiveSeries,
    signal: AbortSignal,
  ): Promise<ArchiveSeries | null | undefined> => {
    const other = series.source === "idc" ? "nbia" : "idc";
    if (clock.nowMs() < restUntilMs[other]) return null;
    const found = await listed(elsewhere, series, other, signal);
    if (found.ok) return ownOf(series, found.value);
    if (troubles.has(found.failure.kind) && !signal.aborted)
      restUntilMs[other] = clock.nowMs() + restMs;
    return null;
  };
  return async (series, signal) => {
    const place = series.source === "idc" ? "idc" : "nbia";
    const found = await listed(archives, series, place, signal);
    if (!found.ok) return found;
    const own = ownOf(series, found.value);
    if (own === undefined) return success(null);
    const other = await askElsewhere(series, signal);
    if (signal.aborted) return failed({ kind: "cancelled" });
    if (other !== null)
      return success(
        other === undefined ? own : underStricterLicence(own, other.licence),
      );
    return success(underKnownLicence(own, series));
  };
}

function ownOf(
  { seriesInstanceUID }: ArchiveSeries,
  found: readonly ArchiveSeries[],
): ArchiveSeries | undefined {
  return found.find((each) => each.seriesInstanceUID === seriesInstanceUID);
}

function listed(
  { nbia, idc }: Lists,
  { seriesInstanceUID, collection }: ArchiveSeries,
  place: keyof Lists,
  signal: AbortSignal,
): Listing {
  if (place === "idc") return inIdc(idc, seriesInstanceUID, signal);
  // The collection tells the servers apart.
  const isTrial = collection.toUpperCase() === "NLST";
  return nbia.series(
    { seriesInstanceUID, ...(isTrial && { collection }) },
    signal,
  );
}

async function inIdc(
  idc: Pick<IdcArchive, "seriesByUID">,
  uid: string,
  signal: AbortSignal,
): Listing {
  const found = await idc.seriesByUID([uid], signal);
  return found.ok ? success(found.value.series) : found;
}

/**
 * What has changed of that by which the user decided; null if nothing has. A licence that was not named before and is now the
 * one that the user found out by hand is no change.
 */
export function listChange(
  before: ArchiveSeries,
  now: ArchiveSeries,
  decision: LicenceDecision,
): ListChange | null {
  const was = licenceVerdict(before.licence);
  const { resolvedLicence } = decision;
  const isFoundOut =
    was.kind === "blocked" &&
    was.reason === "missing" &&
    resolvedLicence !== null &&
    isSameLicence(resolvedLicence, now.licence);
  // A stricter licence elsewhere that the decision covers is no change: the list says what it said.
  const isSaidBySame =
    now.licenceElsewhere !== undefined &&
    isSameLicence(before.licence, now.licenceElsewhere);
  if (
    !isSameLicence(before.licence, now.licence) &&
    !isFoundOut &&
    !isSaidBySame
  )
    return {
      kind: "licence",
      was: was.licence,
      now: licenceVerdict(now.licence).licence,
    };
  const { imageCount } = before;
  return imageCount !== null &&
    now.imageCount !== null &&
    imageCount !== now.imageCount
    ? { kind: "images", was: imageCount, now: now.imageCount }
    : null;
}

/** That another archive names a stricter licence, where nobody knew of it when the series was chosen; else null. */
export function stricterElsewhere(
  before: ArchiveSeries,
  now: ArchiveSeries,
): ListChange | null {
  const { licence, licenceElsewhere } = now;
  return licenceElsewhere !== undefined &&
    !isSameLicence(before.licence, licence) &&
    isSameLicence(before.licence, licenceElsewhere)
    ? {
        kind: "stricterElsewhere",
        was: licenceVerdict(licenceElsewhere).licence,
        now: licenceVerdict(licence).licence,
      }
    : null;
}
