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
  LicenceChoice,
  ListReading,
  OfferedSeries,
} from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { AnswerCache } from "../ports/answerCache.ts";
import type { ArchiveDownloads } from "../ports/archiveDownloads.ts";
import type { ImageArchive } from "../ports/imageArchive.ts";
import type { SeriesStore } from "../ports/seriesStore.ts";
import type { ArchiveCart } from "./archiveCart.ts";
import type { ArchiveWarnings } from "./archiveWarnings.ts";
import type { IdcArchive } from "./idcArchive.ts";
import { askArchive } from "./askArchive.ts";
import type { ArchiveLogin, NbiaTokens } from "./call/archiveTokens.ts";
import { publicSeriesOf, type PublicSeries } from "./credit/publicSeries.ts";
import { underStricterLicence } from "./licence/licenceElsewhere.ts";
import { LateCitations } from "./download/lateCitations.ts";
import { readProvenance } from "./download/provenance.ts";
import { KnownSeries, offered } from "./knownSeries.ts";
import { unknownOf } from "./seriesByUID.ts";
import {
  readSeriesList,
  writeManifest,
  writeSeriesTable,
} from "./lists/seriesList.ts";

export interface ArchiveDeskDeps {
  readonly archive: ImageArchive;
  /** Imaging Data Commons, which mirrors public series of the others. */
  readonly mirror: Pick<IdcArchive, "seriesByUID">;
  readonly downloads: ArchiveDownloads;
  readonly store: Pick<SeriesStore, "record" | "replaceRecord">;
  readonly cart: ArchiveCart;
  /** What the archive answered before. */
  readonly answers: Pick<AnswerCache, "clear">;
  /** Tokens of the older families, which search words and shared carts need. */
  readonly tokens: Pick<NbiaTokens, "username" | "signIn" | "signOut">;
  /** What the archive remarked beside its answers. */
  readonly warnings: Pick<ArchiveWarnings, "latest" | "clear">;
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

  /** Null: asked as a guest, who sees all public data. */
  get signedInAs(): string | null {
    return this.#deps.tokens.username;
  }

  /** Nothing changes where the archive does not take the name or the password. */
  async signIn(login: ArchiveLogin): Answer<null> {
    const { tokens, answers, onChange } = this.#deps;
    const signedIn = await tokens.signIn(login, new AbortController().signal);
    // Others may see other series.
    if (signedIn.ok) await answers.clear();
    onChange();
    return signedIn;
  }

  async signOut(): Promise<void> {
    const { tokens, answers, onChange } = this.#deps;
    await tokens.signOut(new AbortController().signal);
    await answers.clear();
    onChange();
  }

  get warnings(): readonly string[] {
    return this.#deps.warnings.latest;
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
    this.#deps.warnings.clear();
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
    const { series, unasked } = found.value;
    this.#known.learn(series);
    const added = await this.#deps.cart.add(series);
    this.#deps.onChange();
    if (!added.ok) return added;
    return success({
      added: added.value,
      unknown: unknownOf(seriesInstanceUIDs, found.value),
      unasked,
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
    // Not waited for one by one: thousands go into the queue's file together. Each is asked for by itself when its turn comes.
    const adding = seriesInstanceUIDs.map((uid): Answer<null> => {
      const series = this.find(uid);
      return series === null
        ? Promise.resolve(failed({ kind: "seriesUnknown" }))
        : this.#deps.downloads.add(series, decision);
    });
    const queued: string[] = [];
    const refused: FetchAnswer["refused"][number][] = [];
    for (const [at, added] of (await Promise.all(adding)).entries()) {
      const seriesInstanceUID = seriesInstanceUIDs[at] ?? "";
      if (added.ok) queued.push(seriesInstanceUID);
      else refused.push({ seriesInstanceUID, failure: added.failure });
    }
    const removed = await this.removeFromCart(queued);
    return removed.ok ? success({ queued: queued.length, refused }) : removed;
  }

  /** A series of the downloads as the archive listed it last; what is fetched next under its UID is this one. */
  offerAgain(seriesInstanceUID: string): Result<OfferedSeries, ArchiveFailure> {
    const line = this.#lineOf(seriesInstanceUID);
    if (line === undefined) return failed({ kind: "seriesUnknown" });
    this.#known.learn([line.series]);
    return success(offered(line.series));
  }

  /**
   * The same series at Imaging Data Commons, under the stricter of the licences that are named here and there; null if it is not mirrored. What is fetched
   * next under its UID comes from there (reference section 4.2).
   */
  async offerMirrored(
    seriesInstanceUID: string,
    signal: AbortSignal,
  ): Answer<OfferedSeries | null> {
    const found = await this.#deps.mirror.seriesByUID(
      [seriesInstanceUID],
      signal,
    );
    if (!found.ok) return found;
    const own = found.value.series.find(
      (each) => each.seriesInstanceUID === seriesInstanceUID,
    );
    if (own === undefined) return success(null);
    const before = this.#lineOf(seriesInstanceUID)?.series;
    const mirrored =
      before === undefined ? own : underStricterLicence(own, before.licence);
    this.#known.learn([mirrored]);
    return success(offered(mirrored));
  }

  #lineOf(seriesInstanceUID: string): ArchiveDownload | undefined {
    return this.#deps.downloads
      .list()
      .find(({ series }) => series.seriesInstanceUID === seriesInstanceUID);
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

  /**
   * Decides between the licences that a fetched series is named with, and answers what cases keep of it now. Which ones there
   * are says the record, never the window.
   */
  async settleLicence(
    seriesInstanceUID: string,
    { place, because, isNonCommercialConfirmed }: LicenceChoice,
  ): Answer<PublicSeries> {
    const { downloads } = this.#deps;
    const line = this.#lineOf(seriesInstanceUID);
    const named = line?.doubt?.named.find((each) => each.place === place);
    if (named === undefined) return failed({ kind: "licenceNotInDoubt" });
    const settled = await downloads.settle(seriesInstanceUID, {
      licence: named.licence,
      because,
      isNonCommercialConfirmed,
    });
    if (!settled.ok) return settled;
    const { signal } = new AbortController();
    const ready = await this.readySeries([seriesInstanceUID], signal);
    if (!ready.ok) return ready;
    const [first] = ready.value;
    return first === undefined
      ? failed({ kind: "notAvailable" })
      : success(first.series);
  }

  /**
   * Fetched series with what their records say; a citation that was not to be had when they were fetched is asked for again
   * while `signal` lets it. `notAvailable` if one is not in the store.
   */
  async readySeries(
    seriesInstanceUIDs: readonly string[],
    signal: AbortSignal,
  ): Answer<readonly ReadySeries[]> {
    const { store, archive, downloads } = this.#deps;
    const citations = new LateCitations(store, archive);
    const ready: ReadySeries[] = [];
    for (const uid of seriesInstanceUIDs) {
      const stored = await downloads.stored(uid);
      if (!stored.ok) return stored;
      if (stored.value === null) return failed({ kind: "notAvailable" });
      const text = await store.record(stored.value);
      if (!text.ok) return text;
      const record = readProvenance(text.value);
      if (record === null)
        return failed({ kind: "recordDamaged", record: "draft" });
      const cited = await citations.complete(stored.value, record, signal);
      ready.push({
        folder: stored.value.folder,
        series: publicSeriesOf(cited),
      });
    }
    return success(ready);
  }

  /**
   * Asks for citations that were not to be had before: of everything that was fetched, and of these series of cases. Answers
   * those of the latter that have one now.
   */
  async askForCitations(
    ofCases: readonly PublicSeries[],
    signal: AbortSignal,
  ): Promise<readonly PublicSeries[]> {
    const { store, archive, downloads } = this.#deps;
    const citations = new LateCitations(store, archive);
    for (const { series, state } of downloads.list()) {
      if (state.kind !== "stored" || series.doi === null) continue;
      const stored = await downloads.stored(series.seriesInstanceUID);
      const text =
        stored.ok && stored.value !== null
          ? { place: stored.value, read: await store.record(stored.value) }
          : null;
      const record =
        text?.read.ok === true ? readProvenance(text.read.value) : null;
      if (text !== null && record !== null)
        await citations.complete(text.place, record, signal);
    }
    const cited: PublicSeries[] = [];
    for (const each of ofCases) {
      if (each.citation !== null || each.doi === null) continue;
      const citation = await citations.of(each.doi, signal);
      if (citation === null) continue;
      cited.push({
        ...each,
        citation: { ...citation, creators: [...citation.creators] },
      });
    }
    return cited;
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#deps.downloads.close();
  }
}
