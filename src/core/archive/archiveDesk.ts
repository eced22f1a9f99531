// One archive at work: what is asked of it, what was chosen from it, and what is fetched.
//
// Invariant: commands name series by UID. What is known of a series, its licence first of all, is only ever what the archive said.
import type {
  ArchiveDownload,
  ArchiveFailure,
  ArchiveSeries,
  LicenceDecision,
} from "../../shared/archive.ts";
import type {
  ArchiveAnswer,
  ArchiveQuestion,
  FetchAnswer,
  ListReading,
  OfferedSeries,
} from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { AnswerCache } from "../ports/answerCache.ts";
import type { ArchiveDownloads } from "../ports/archiveDownloads.ts";
import type { ImageArchive } from "../ports/imageArchive.ts";
import type { SeriesStore } from "../ports/seriesStore.ts";
import type { ArchiveCart } from "./archiveCart.ts";
import { askArchive } from "./askArchive.ts";
import { publicSeriesOf, type PublicSeries } from "./credit/publicSeries.ts";
import { readProvenance } from "./download/provenance.ts";
import { KnownSeries, offered } from "./knownSeries.ts";
import {
  readSeriesList,
  writeManifest,
  writeSeriesTable,
} from "./lists/seriesList.ts";

export interface ArchiveDeskDeps {
  readonly archive: ImageArchive;
  readonly downloads: ArchiveDownloads;
  readonly store: Pick<SeriesStore, "record">;
  readonly cart: ArchiveCart;
  /** What the archive answered before. */
  readonly answers: Pick<AnswerCache, "clear">;
  /** Called when the cart changed, or a download. */
  readonly onChange: () => void;
}

type Answer<T> = Promise<Result<T, ArchiveFailure>>;

/** A fetched series, ready to go into a case. */
export interface ReadySeries {
  readonly folder: string;
  readonly series: PublicSeries;
}

export class ArchiveDesk {
  readonly #deps: ArchiveDeskDeps;
  readonly #known = new KnownSeries();
  readonly #stopListening: () => void;

  constructor(deps: ArchiveDeskDeps) {
    this.#deps = deps;
    this.#stopListening = deps.downloads.subscribe(deps.onChange);
    this.#known.learn([
      ...deps.cart.series,
      ...deps.downloads.list().map(({ series }) => series),
    ]);
  }

  get cart(): readonly OfferedSeries[] {
    return this.#deps.cart.series.map(offered);
  }

  get downloads(): readonly ArchiveDownload[] {
    return this.#deps.downloads.list();
  }

  get isPolicyAccepted(): boolean {
    return this.#deps.downloads.isPolicyAccepted();
  }

  async acceptPolicy(): Answer<null> {
    const accepted = await this.#deps.downloads.acceptPolicy();
    this.#deps.onChange();
    return accepted;
  }

  /** Asks the archive. Fails with `seriesUnknown` for a series it has not been heard of. */
  ask(question: ArchiveQuestion, signal: AbortSignal): Answer<ArchiveAnswer> {
    const { archive } = this.#deps;
    return askArchive({ archive, known: this.#known }, question, signal);
  }

  /** The next question goes to the archive, whatever it answered before. */
  forgetAnswers(): Promise<void> {
    return this.#deps.answers.clear();
  }

  /** What was told of a series. */
  find(seriesInstanceUID: string): ArchiveSeries | null {
    return this.#known.find(seriesInstanceUID);
  }

  /** Address of the page about a collection; null where there is none. */
  async collectionPage(
    collection: string,
    signal: AbortSignal,
  ): Promise<string | null> {
    const described = await this.#deps.archive.describe(collection, signal);
    return described.ok ? (described.value?.uri ?? null) : null;
  }

  async addToCart(seriesInstanceUIDs: readonly string[]): Answer<null> {
    const chosen = seriesInstanceUIDs.flatMap((uid) => this.find(uid) ?? []);
    const added = await this.#deps.cart.add(chosen);
    this.#deps.onChange();
    return added.ok ? success(null) : added;
  }

  async removeFromCart(seriesInstanceUIDs: readonly string[]): Answer<null> {
    const removed = await this.#deps.cart.remove(seriesInstanceUIDs);
    this.#deps.onChange();
    return removed;
  }

  /** Puts the series of a manifest or table into the cart. */
  async addList(text: string, signal: AbortSignal): Answer<ListReading> {
    const list = readSeriesList(text);
    if (!list.ok) return list;
    const { seriesInstanceUIDs, rejected, repeated } = list.value;
    const found = await this.#deps.archive.seriesByUID(
      seriesInstanceUIDs,
      signal,
    );
    if (!found.ok) return found;
    this.#known.learn(found.value);
    const added = await this.#deps.cart.add(found.value);
    this.#deps.onChange();
    if (!added.ok) return added;
    return success({
      added: added.value,
      missing: seriesInstanceUIDs.length - found.value.length,
      rejected,
      repeated,
    });
  }

  /** The cart as a manifest that other programs open, or as a table with licences. */
  cartAs(form: "manifest" | "table", nowMs: number): string {
    const { series } = this.#deps.cart;
    return form === "table"
      ? writeSeriesTable(series)
      : writeManifest(
          series.map(({ seriesInstanceUID }) => seriesInstanceUID),
          `casedrop-${String(nowMs)}`,
        );
  }

  /** Queues series; those that policy or licence forbid are named. What was queued leaves the cart. */
  async fetch(
    seriesInstanceUIDs: readonly string[],
    decision: LicenceDecision,
  ): Answer<FetchAnswer> {
    const queued: string[] = [];
    const refused: FetchAnswer["refused"][number][] = [];
    for (const uid of seriesInstanceUIDs) {
      const series = await this.#ownWords(uid);
      const added = series.ok
        ? await this.#deps.downloads.add(series.value, decision)
        : series;
      if (added.ok) queued.push(uid);
      else refused.push({ seriesInstanceUID: uid, failure: added.failure });
    }
    const removed = await this.removeFromCart(queued);
    return removed.ok ? success({ queued: queued.length, refused }) : removed;
  }

  /** What is known of a series by itself: lists of Imaging Data Commons are shown with licences that were asked for together. */
  async #ownWords(uid: string): Answer<ArchiveSeries> {
    const series = this.find(uid);
    if (series === null) return failed({ kind: "seriesUnknown" });
    if (series.source !== "idc") return success(series);
    const asked = await this.#deps.archive.seriesByUID(
      [uid],
      new AbortController().signal,
    );
    if (!asked.ok) return asked;
    const [own] = asked.value;
    if (own === undefined) return failed({ kind: "notAvailable" });
    this.#known.learn([own]);
    return success(own);
  }

  pause(seriesInstanceUID: string): void {
    this.#deps.downloads.pause(seriesInstanceUID);
  }

  resume(seriesInstanceUID: string): void {
    this.#deps.downloads.resume(seriesInstanceUID);
  }

  remove(seriesInstanceUID: string): Answer<null> {
    return this.#deps.downloads.remove(seriesInstanceUID);
  }

  /** Removes a fetched series from this computer. */
  removeStored(seriesInstanceUID: string): Answer<null> {
    return this.#deps.downloads.removeStored(seriesInstanceUID);
  }

  /** Fetched series with what their records say. `notAvailable` if one is not in the store. */
  async readySeries(
    seriesInstanceUIDs: readonly string[],
  ): Answer<readonly ReadySeries[]> {
    const ready: ReadySeries[] = [];
    for (const uid of seriesInstanceUIDs) {
      const stored = await this.#deps.downloads.stored(uid);
      if (!stored.ok) return stored;
      if (stored.value === null) return failed({ kind: "notAvailable" });
      const text = await this.#deps.store.record(stored.value);
      if (!text.ok) return text;
      const record = readProvenance(text.value);
      if (record === null)
        return failed({ kind: "recordDamaged", record: "draft" });
      ready.push({
        folder: stored.value.folder,
        series: publicSeriesOf(record),
      });
    }
    return success(ready);
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#deps.downloads.close();
  }
}
