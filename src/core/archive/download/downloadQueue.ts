// The queue of series to be fetched: two at a time, remembered over restarts, each paused and resumed by itself.
//
// Invariants:
// 1. A series is in the queue once, and fetched by one transfer at a time.
// 2. What the user asked for is on the disk before the answer: after a kill the queue goes on with it.
// 3. Nothing is queued that policy or licence forbid; the gate is asked again when the transfer begins.
import type {
  ArchiveDownload,
  ArchiveFailure,
  ArchiveSeries,
  DownloadState,
  LicenceDecision,
  LicenceDoubt,
  LicenceSettlement,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import type { DiskFailure } from "../../../shared/failure.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { ArchiveDownloads } from "../../ports/archiveDownloads.ts";
import type { DurableFile } from "../../ports/durableFile.ts";
import { licenceDoubt, type LicenceFacts } from "../licence/licenceDoubt.ts";
import {
  decidedVerdict,
  licenceVerdict,
  mayFetch,
} from "../licence/licenceGate.ts";
import {
  downloadTransition,
  type DownloadEvent,
} from "./downloadTransition.ts";
import { queuedFetch, type QueuedFetchDeps } from "./queuedFetch.ts";
import { readQueue, writeQueue, type QueuedSeries } from "./queueFile.ts";
import { settleLicence } from "./settleLicence.ts";

/** Where it is kept that the data usage policy was accepted: once for all archives on this computer. */
export interface PolicyRecord {
  /** When, as an ISO 8601 instant; null if it was not. */
  acceptedAt(): string | null;
  accept(at: string): Result<unknown, DiskFailure>;
}

export interface DownloadQueueDeps extends QueuedFetchDeps {
  /** Holds the queue; and, where `policy` is null, whether the policy was accepted. */
  readonly file: DurableFile;
  /** Null: each folder by itself. */
  readonly policy: PolicyRecord | null;
  /** Keeps other programs out of the folder until it is called back; `inUseElsewhere` while one is in. */
  readonly lock: () => Promise<Result<() => Promise<void>, DiskFailure>>;
}

interface Item {
  series: ArchiveSeries;
  readonly decision: LicenceDecision;
  isNews: boolean;
  verdict: LicenceVerdict;
  doubt: LicenceDoubt | null;
  state: DownloadState;
}

/** A transfer under way. */
interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
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
    return locked.failure.kind === "inUseElsewhere"
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
  const kept = readQueue(new TextDecoder().decode(content.value));
  if (kept === null) {
    await deps.file.keepAside();
    return failed({ kind: "recordDamaged", record: "settings" });
  }
  const { policyAcceptedAt, items } = kept;
  // Releases before asked once for each folder.
  if (policyAcceptedAt !== null && deps.policy?.acceptedAt() === null)
    deps.policy.accept(policyAcceptedAt);
  const queue = new DownloadQueue(
    { ...deps, unlock },
    policyAcceptedAt,
    items.map(itemOf),
  );
  queue.begin();
  return success(queue);
}

function itemOf({ series, decision, isNews, state }: QueuedSeries): Item {
  const verdict = decidedVerdict(licenceVerdict(series.licence), decision);
  return { series, decision, isNews, verdict, doubt: null, state };
}

interface LockedDeps extends DownloadQueueDeps {
  readonly unlock: () => Promise<void>;
}

class DownloadQueue implements ArchiveDownloads {
  readonly #deps: LockedDeps;
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<() => void>();
  /** By series: also of lines that were taken off the list and have not ended yet. */
  readonly #running = new Map<string, Running>();
  /** Series whose remains are being removed, with how many times: none of them is begun with. */
  readonly #clearing = new Map<string, number>();
  #policyAcceptedAt: string | null;
  #lastSave: Promise<unknown> = Promise.resolve();
  #nextSave: Promise<Result<null, ArchiveFailure>> | null = null;
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
    return [...this.#items.values()].map(
      ({ series, verdict, state, doubt }) => ({
        series,
        verdict,
        state,
        doubt,
      }),
    );
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
    if (!this.isPolicyAccepted()) return failed({ kind: "policyNotAccepted" });
    const allowed = mayFetch(licenceVerdict(series.licence), decision);
    if (!allowed.ok) return allowed;
    const { seriesInstanceUID: uid } = series;
    const known = this.#items.get(uid);
    if (known !== undefined && isUnderWay(known, decision))
      return success(null);
    const state = { kind: "waiting" } as const;
    this.#items.set(uid, itemOf({ series, decision, isNews: true, state }));
    // It was begun with another decision, or is paused.
    this.#running.get(uid)?.abort.abort();
    const saved = await this.#save();
    if (!saved.ok) {
      if (known === undefined) this.#items.delete(uid);
      else this.#items.set(uid, known);
      return saved;
    }
    this.begin();
    return success(null);
  }

  pause(seriesInstanceUID: string): void {
    const item = this.#items.get(seriesInstanceUID);
    if (item === undefined) return;
    this.#happened(item, { kind: "pauseAsked" });
    this.#running.get(seriesInstanceUID)?.abort.abort();
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
    const running = this.#running.get(seriesInstanceUID);
    running?.abort.abort();
    const clearing = this.#clearing.get(seriesInstanceUID) ?? 0;
    this.#clearing.set(seriesInstanceUID, clearing + 1);
    try {
      const saved = await this.#save();
      this.#tell();
      // What it still writes would lie in the way of the next transfer.
      await running?.ended;
      if (!saved.ok || item.state.kind === "stored") return saved;
      return await this.#discardStaged(seriesInstanceUID);
    } finally {
      this.#cleared(seriesInstanceUID);
    }
  }

  #cleared(uid: string): void {
    const others = (this.#clearing.get(uid) ?? 1) - 1;
    if (others > 0) this.#clearing.set(uid, others);
    else this.#clearing.delete(uid);
    this.begin();
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

  async settle(
    seriesInstanceUID: string,
    settlement: LicenceSettlement,
  ): Promise<Result<null, ArchiveFailure>> {
    const { store } = this.#deps;
    const settled = await settleLicence(store, seriesInstanceUID, settlement);
    if (!settled.ok) return settled;
    const item = this.#items.get(seriesInstanceUID);
    if (item !== undefined) this.#takeFacts(item, settled.value);
    this.#tell();
    return success(null);
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
    const { policy } = this.#deps;
    return (policy?.acceptedAt() ?? this.#policyAcceptedAt) !== null;
  }

  async acceptPolicy(): Promise<Result<null, ArchiveFailure>> {
    const { policy, clock } = this.#deps;
    const at = new Date(clock.nowMs()).toISOString();
    if (policy === null) {
      this.#policyAcceptedAt ??= at;
      return this.#save();
    }
    if (policy.acceptedAt() !== null) return success(null);
    const kept = policy.accept(at);
    return kept.ok ? success(null) : kept;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    // Pauses are told at once and written behind.
    await this.#save();
    await this.#deps.unlock();
  }

  /** Starts as many transfers as the archive's manners allow. */
  begin(): void {
    const { parallelDownloads } = this.#deps.manners;
    for (const [uid, item] of this.#items) {
      if (this.#isClosed || this.#running.size >= parallelDownloads) return;
      if (item.state.kind !== "waiting") continue;
      if (this.#running.has(uid) || this.#clearing.has(uid)) continue;
      const abort = new AbortController();
      const ended = this.#run(item, abort.signal).finally(() => {
        this.#running.delete(uid);
        this.begin();
      });
      this.#running.set(uid, { abort, ended });
    }
  }

  async #run(item: Item, signal: AbortSignal): Promise<void> {
    const happened = (event: DownloadEvent) => {
      // The line may be waiting for its next transfer by now: only that the series is whole still counts.
      if (signal.aborted && event.kind !== "stored") return;
      this.#happened(item, event);
    };
    const fetched = await queuedFetch(
      this.#deps,
      item,
      {
        onListed: (series) => {
          // Shown, and what the next try is measured by.
          item.series = series;
          const verdict = licenceVerdict(series.licence);
          item.verdict = decidedVerdict(verdict, item.decision);
        },
        onReceived: (attempt, receivedBytes, expectedBytes) => {
          happened({ kind: "received", attempt, receivedBytes, expectedBytes });
        },
        onChecking: () => {
          happened({ kind: "arrived" });
        },
        onRetry: (nextAttempt, atMs, failure) => {
          happened({ kind: "tryFailed", nextAttempt, atMs, failure });
        },
      },
      signal,
    );
    if (fetched.ok) {
      item.verdict = fetched.value.verdict;
      item.doubt = fetched.value.doubt;
      item.isNews = false;
      happened({ kind: "stored", ...fetched.value });
    } else if (fetched.failure.kind !== "cancelled")
      happened({ kind: "gaveUp", failure: fetched.failure });
    else return;
    await this.#save();
  }

  #takeFacts(item: Item, facts: LicenceFacts): void {
    item.verdict = decidedVerdict(facts.verdict, facts.decision);
    item.doubt = licenceDoubt(facts);
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

  /** Changes that come while the file is being written go into one writing behind it. */
  #save(): Promise<Result<null, ArchiveFailure>> {
    this.#nextSave ??= this.#lastSave.then(() => {
      this.#nextSave = null;
      const saved = this.#write();
      this.#lastSave = saved;
      return saved;
    });
    return this.#nextSave;
  }

  #write(): Promise<Result<null, ArchiveFailure>> {
    const text = writeQueue({
      policyAcceptedAt: this.#policyAcceptedAt,
      items: [...this.#items.values()],
    });
    return this.#deps.file.write(new TextEncoder().encode(text));
  }
}

/** True where this decision is being carried out. */
function isUnderWay(item: Item, decision: LicenceDecision): boolean {
  return (
    ["waiting", "fetching", "checking", "retrying"].includes(item.state.kind) &&
    isSameDecision(item.decision, decision)
  );
}

/** By what is asked of the user; what has come of it belongs to the record. */
function isSameDecision(one: LicenceDecision, other: LicenceDecision): boolean {
  return (
    one.isViewOnly === other.isViewOnly &&
    one.isNonCommercialConfirmed === other.isNonCommercialConfirmed &&
    one.resolvedLicence?.name === other.resolvedLicence?.name &&
    one.resolvedLicence?.uri === other.resolvedLicence?.uri
  );
}
