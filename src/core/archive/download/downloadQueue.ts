// The queue of series to be fetched: two at a time, remembered over restarts, each paused and resumed by itself.
//
// Invariants:
// 1. A series is in the queue once, and fetched by one transfer at a time.
// 2. What the user asked for is on the disk before the answer: after a kill the queue goes on with it.
// 3. Nothing is queued that policy or licence forbid; the gate is asked again when the transfer begins.
import { z } from "zod";
import type {
  ArchiveDownload,
  ArchiveFailure,
  ArchiveSeries,
  DownloadState,
  LicenceDecision,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import type { DiskFailure } from "../../../shared/failure.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type {
  ArchiveDownloads,
  StoredSeries,
} from "../../ports/archiveDownloads.ts";
import type { DurableFile } from "../../ports/durableFile.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import {
  decidedVerdict,
  licenceVerdict,
  mayFetch,
} from "../licence/licenceGate.ts";
import { archiveSeriesSchema } from "./archiveSeriesSchema.ts";
import {
  downloadTransition,
  type DownloadEvent,
} from "./downloadTransition.ts";
import { fetchSeries, type FetchSeriesDeps } from "./fetchSeries.ts";
import { readProvenance } from "./provenance.ts";

export interface DownloadQueueDeps extends FetchSeriesDeps {
  /** Holds the queue and whether the policy was accepted. */
  readonly file: DurableFile;
  /** Keeps other programs out of the folder until it is called back; `unwritable` EBUSY while one is in. */
  readonly lock: () => Promise<Result<() => Promise<void>, DiskFailure>>;
}

const queueSchema = z.object({
  version: z.literal(1),
  policyAcceptedAt: z.string().nullable(),
  items: z.array(
    z.object({
      series: archiveSeriesSchema,
      decision: z.object({
        isNonCommercialConfirmed: z.boolean(),
        resolvedLicence: z
          .object({ name: z.string(), uri: z.string() })
          .nullable(),
        isViewOnly: z.boolean(),
      }),
      isPaused: z.boolean(),
    }),
  ),
});

interface Item {
  readonly series: ArchiveSeries;
  readonly decision: LicenceDecision;
  verdict: LicenceVerdict;
  state: DownloadState;
  /** Ends the transfer under way; null if none is. */
  abort: AbortController | null;
}

/** Progress is told this often at most; changes of state at once. */
const tellEveryMs = 250;

/**
 * Opens the queue as it was left, and goes on with it. `recordDamaged` if the file cannot be understood; it is kept aside.
 * `storeInUse` while another program has it.
 */
export async function openDownloadQueue(
  deps: DownloadQueueDeps,
): Promise<Result<ArchiveDownloads, ArchiveFailure>> {
  const locked = await deps.lock();
  if (!locked.ok)
    return locked.failure.kind === "unwritable" &&
      locked.failure.code === "EBUSY"
      ? failed({ kind: "storeInUse" })
      : locked;
  const opened = await openLocked(deps, locked.value);
  if (!opened.ok) await locked.value();
  return opened;
}

async function openLocked(
  deps: DownloadQueueDeps,
  unlock: () => Promise<void>,
): Promise<Result<ArchiveDownloads, ArchiveFailure>> {
  const content = await deps.file.read();
  if (!content.ok) return content;
  if (content.value === null)
    return success(new DownloadQueue({ ...deps, unlock }, null, []));
  const parsed = queueSchema.safeParse(
    jsonOrNull(new TextDecoder().decode(content.value)),
  );
  if (!parsed.success) {
    await deps.file.keepAside();
    return failed({ kind: "recordDamaged", record: "settings" });
  }
  const items = parsed.data.items.map(
    ({ series, decision, isPaused }): Item => ({
      series,
      decision,
      verdict: decidedVerdict(licenceVerdict(series.licence), decision),
      state: { kind: isPaused ? "paused" : "waiting" },
      abort: null,
    }),
  );
  const queue = new DownloadQueue(
    { ...deps, unlock },
    parsed.data.policyAcceptedAt,
    items,
  );
  queue.begin();
  return success(queue);
}

interface LockedDeps extends DownloadQueueDeps {
  readonly unlock: () => Promise<void>;
}

class DownloadQueue implements ArchiveDownloads {
  readonly #deps: LockedDeps;
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<() => void>();
  readonly #transfers = new Set<Promise<void>>();
  #policyAcceptedAt: string | null;
  #toldAtMs = 0;
  #isClosed = false;

  constructor(
    deps: LockedDeps,
    policyAcceptedAt: string | null,
    items: readonly Item[],
  ) {
    this.#deps = deps;
    this.#policyAcceptedAt = policyAcceptedAt;
    for (const item of items)
      this.#items.set(item.series.seriesInstanceUID, item);
  }

  list(): readonly ArchiveDownload[] {
    return [...this.#items.values()].map(({ series, verdict, state }) => ({
      series,
      verdict,
      state,
    }));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async add(
    series: ArchiveSeries,
    decision: LicenceDecision,
  ): Promise<Result<null, ArchiveFailure>> {
    if (this.#policyAcceptedAt === null)
      return failed({ kind: "policyNotAccepted" });
    const verdict = licenceVerdict(series.licence);
    const allowed = mayFetch(verdict, decision);
    if (!allowed.ok) return allowed;
    const known = this.#items.get(series.seriesInstanceUID);
    const isDone = known !== undefined && known.state.kind !== "failed";
    if (isDone) return success(null);
    this.#items.set(series.seriesInstanceUID, {
      series,
      decision,
      verdict: decidedVerdict(verdict, decision),
      state: { kind: "waiting" },
      abort: null,
    });
    const saved = await this.#save();
    if (!saved.ok) {
      this.#items.delete(series.seriesInstanceUID);
      return saved;
    }
    this.begin();
    return success(null);
  }

  pause(seriesInstanceUID: string): void {
    const item = this.#items.get(seriesInstanceUID);
    if (item === undefined) return;
    this.#happened(item, { kind: "pauseAsked" });
    item.abort?.abort();
    void this.#save();
  }

  resume(seriesInstanceUID: string): void {
    const item = this.#items.get(seriesInstanceUID);
    if (item === undefined) return;
    this.#happened(item, { kind: "resumeAsked" });
    void this.#save();
    this.begin();
  }

  async remove(
    seriesInstanceUID: string,
  ): Promise<Result<null, ArchiveFailure>> {
    const item = this.#items.get(seriesInstanceUID);
    if (item === undefined) return success(null);
    this.#items.delete(seriesInstanceUID);
    item.abort?.abort();
    const saved = await this.#save();
    this.#tell();
    if (!saved.ok || item.state.kind === "stored") return saved;
    return this.#discardStaged(seriesInstanceUID);
  }

  async removeStored(
    seriesInstanceUID: string,
  ): Promise<Result<null, ArchiveFailure>> {
    const { state } = this.#items.get(seriesInstanceUID) ?? {};
    // What is being put together is not in the store yet.
    if (state !== undefined && state.kind !== "stored")
      return this.remove(seriesInstanceUID);
    const removed = await this.#deps.store.remove(seriesInstanceUID);
    return removed.ok ? this.remove(seriesInstanceUID) : removed;
  }

  async #discardStaged(
    seriesInstanceUID: string,
  ): Promise<Result<null, ArchiveFailure>> {
    const staged = await this.#deps.store.stage(seriesInstanceUID);
    return staged.ok ? staged.value.discard() : staged;
  }

  stored(seriesInstanceUID: string) {
    return this.#deps.store.find(seriesInstanceUID);
  }

  isPolicyAccepted(): boolean {
    return this.#policyAcceptedAt !== null;
  }

  async acceptPolicy(): Promise<Result<null, ArchiveFailure>> {
    this.#policyAcceptedAt ??= new Date(this.#deps.clock.nowMs()).toISOString();
    return this.#save();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { abort } of this.#items.values()) abort?.abort();
    await Promise.all(this.#transfers);
    // Pauses are told at once and written behind.
    await this.#save();
    await this.#deps.unlock();
  }

  /** Starts as many transfers as the archive's manners allow. */
  begin(): void {
    for (const item of this.#items.values()) {
      if (this.#isClosed) return;
      if (this.#transfers.size >= this.#deps.manners.parallelDownloads) return;
      if (item.state.kind !== "waiting" || item.abort !== null) continue;
      item.abort = new AbortController();
      const transfer = this.#run(item, item.abort.signal).finally(() => {
        item.abort = null;
        this.#transfers.delete(transfer);
        this.begin();
      });
      this.#transfers.add(transfer);
    }
  }

  async #run(item: Item, signal: AbortSignal): Promise<void> {
    const { series, decision } = item;
    const known = await this.#deps.store.find(series.seriesInstanceUID);
    if (known.ok && known.value !== null) {
      // Of a program that was killed between the record and the end of its work.
      await this.#discardStaged(series.seriesInstanceUID);
      await this.#showStored(item, known.value);
      return;
    }
    const fetched = await fetchSeries(
      this.#deps,
      { series, decision },
      {
        onReceived: (attempt, receivedBytes, expectedBytes) => {
          this.#happened(item, {
            kind: "received",
            attempt,
            receivedBytes,
            expectedBytes,
          });
        },
        onChecking: () => {
          this.#happened(item, { kind: "arrived" });
        },
        onRetry: (nextAttempt, atMs, failure) => {
          this.#happened(item, {
            kind: "tryFailed",
            nextAttempt,
            atMs,
            failure,
          });
        },
      },
      signal,
    );
    if (fetched.ok) {
      item.verdict = decidedVerdict(fetched.value.verdict, decision);
      this.#happened(item, { kind: "stored", ...fetched.value });
    } else if (fetched.failure.kind !== "cancelled")
      this.#happened(item, { kind: "gaveUp", failure: fetched.failure });
  }

  /** A series that is there already is shown as its record has it: its LICENSE file was read then, and its hashes compared. */
  async #showStored(item: Item, stored: StoredSeries): Promise<void> {
    const { series, decision } = item;
    const text = await this.#deps.store.record(stored);
    const record = text.ok ? readProvenance(text.value) : null;
    if (record !== null)
      item.verdict = decidedVerdict(record.verdict, record.decision);
    this.#happened(item, {
      kind: "stored",
      imageCount: record?.files.length ?? series.imageCount ?? 0,
      warnings: record?.warnings ?? (decision.isViewOnly ? ["viewOnly"] : []),
    });
  }

  #happened(item: Item, event: DownloadEvent): void {
    const before = item.state.kind;
    item.state = downloadTransition(item.state, event);
    const nowMs = this.#deps.clock.nowMs();
    const isNews = before !== item.state.kind;
    if (isNews || nowMs - this.#toldAtMs >= tellEveryMs) this.#tell();
  }

  #tell(): void {
    this.#toldAtMs = this.#deps.clock.nowMs();
    for (const listener of this.#listeners) listener();
  }

  #save(): Promise<Result<null, ArchiveFailure>> {
    const text = JSON.stringify({
      version: 1,
      policyAcceptedAt: this.#policyAcceptedAt,
      items: [...this.#items.values()].map(({ series, decision, state }) => ({
        series,
        decision,
        isPaused: state.kind === "paused",
      })),
    } satisfies z.input<typeof queueSchema>);
    return this.#deps.file.write(new TextEncoder().encode(text));
  }
}
