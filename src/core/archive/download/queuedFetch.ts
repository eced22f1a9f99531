// What is done when the turn of a queued series comes: taken from the store if it is there, else asked for again, judged and fetched.
import type {
  ArchiveFailure,
  ArchiveSeries,
  DownloadWarning,
  LicenceDecision,
  LicenceDoubt,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { StoredSeries } from "../../ports/archiveDownloads.ts";
import { judgedWithFile, licenceDoubt } from "../licence/licenceDoubt.ts";
import {
  decidedVerdict,
  licenceVerdict,
  mayFetch,
} from "../licence/licenceGate.ts";
import {
  fetchSeries,
  type FetchProgress,
  type FetchSeriesDeps,
} from "./fetchSeries.ts";
import { LateCitations } from "./lateCitations.ts";
import { listChange, stricterElsewhere, type ListedNow } from "./listedNow.ts";
import { readProvenance, withDecision, type Provenance } from "./provenance.ts";

export interface QueuedFetchDeps extends FetchSeriesDeps {
  readonly listedNow: ListedNow;
}

export interface QueuedOrder {
  readonly series: ArchiveSeries;
  readonly decision: LicenceDecision;
  /** True if a series in the store has not heard of this decision. */
  readonly isNews: boolean;
}

/** A series that is in the store, as it is shown. */
export interface QueuedOutcome {
  readonly imageCount: number;
  readonly warnings: readonly DownloadWarning[];
  readonly verdict: LicenceVerdict;
  readonly doubt: LicenceDoubt | null;
}

type Doing<T> = Promise<Result<T, ArchiveFailure>>;

/** Ends with the series in the store. `onListed` hears how the archive lists it now. */
export async function queuedFetch(
  deps: QueuedFetchDeps,
  order: QueuedOrder,
  progress: FetchProgress & {
    readonly onListed: (series: ArchiveSeries) => void;
  },
  signal: AbortSignal,
): Doing<QueuedOutcome> {
  const { series, decision } = order;
  const known = await deps.store.find(series.seriesInstanceUID);
  const text =
    known.ok && known.value !== null
      ? await deps.store.record(known.value)
      : null;
  const record = text?.ok === true ? readProvenance(text.value) : null;
  // One whose record is damaged is fetched again: nobody knows what its licence allows.
  if (known.ok && known.value !== null && record !== null) {
    // Of a program that was killed between the record and the end of its work.
    const staged = await deps.store.stage(series.seriesInstanceUID);
    if (staged.ok) await staged.value.discard();
    return ofStored(
      deps,
      order,
      { stored: known.value, found: record },
      signal,
    );
  }
  const listed = await deps.listedNow(series, signal);
  if (signal.aborted) return failed({ kind: "cancelled" });
  if (!listed.ok) return listed;
  if (listed.value === null) return failed({ kind: "notAvailable" });
  const now = listed.value;
  progress.onListed(now);
  // What the licence asks for now, before that it has changed: it may be all that is left to say.
  const allowed = mayFetch(licenceVerdict(now.licence), decision);
  if (!allowed.ok) {
    const contradiction = stricterElsewhere(series, now);
    return contradiction === null
      ? allowed
      : failed({ kind: "listChanged", change: contradiction });
  }
  const change = listChange(series, now, decision);
  if (change !== null) return failed({ kind: "listChanged", change });
  return fetchSeries(deps, { series: now, decision }, progress, signal);
}

/** As its record has it: its LICENSE file was read then, and its hashes compared. What the user decided anew goes into it. */
async function ofStored(
  deps: QueuedFetchDeps,
  { decision, isNews }: QueuedOrder,
  {
    stored,
    found,
  }: { readonly stored: StoredSeries; readonly found: Provenance },
  signal: AbortSignal,
): Doing<QueuedOutcome> {
  const citations = new LateCitations(deps.store, deps);
  const kept = await citations.complete(stored, found, signal);
  const record = isNews ? decidedAnew(kept, decision) : kept;
  if (record !== kept) {
    const replaced = await deps.store.replaceRecord(
      stored,
      withDecision(record, record.decision),
    );
    if (!replaced.ok) return replaced;
  }
  return success({
    imageCount: record.files.length,
    warnings: record.warnings,
    verdict: decidedVerdict(record.verdict, record.decision),
    doubt: licenceDoubt(record),
  });
}

/** The record with another decision; the same one where that changes nothing. What was settled by hand stays settled. */
export function decidedAnew(
  record: Provenance,
  asked: LicenceDecision,
): Provenance {
  const { decision: before } = record;
  const decision = {
    ...before,
    isViewOnly: asked.isViewOnly,
    isNonCommercialConfirmed:
      asked.isNonCommercialConfirmed || before.isNonCommercialConfirmed,
  };
  const isFoundOut =
    before.resolvedLicence === null && asked.resolvedLicence !== null;
  const judged = isFoundOut
    ? judgedWithFile(record, record.licenceFile, {
        ...decision,
        resolvedLicence: asked.resolvedLicence,
        resolvedBecause: asked.resolvedBecause,
      })
    : { verdict: record.verdict, decision };
  const warnings: Provenance["warnings"] = record.warnings.filter(
    (each) => each !== "viewOnly",
  );
  if (judged.decision.isViewOnly) warnings.push("viewOnly");
  const next: Provenance = { ...record, ...asWritten(judged), warnings };
  return JSON.stringify(next) === JSON.stringify(record) ? record : next;
}

/** Members that a record can hold: plain, and none that is undefined. */
function asWritten({
  verdict,
  decision,
}: {
  readonly verdict: LicenceVerdict;
  readonly decision: LicenceDecision;
}): Pick<Provenance, "verdict" | "decision"> {
  const { resolvedLicence, resolvedBecause, foundBefore } = decision;
  return {
    verdict: { ...verdict },
    decision: {
      isNonCommercialConfirmed: decision.isNonCommercialConfirmed,
      resolvedLicence: resolvedLicence === null ? null : { ...resolvedLicence },
      ...(resolvedBecause !== undefined && { resolvedBecause }),
      ...(foundBefore !== undefined && { foundBefore: { ...foundBefore } }),
      isViewOnly: decision.isViewOnly,
    },
  };
}
