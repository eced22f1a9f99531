// The sample archive behind the app's own client, over loopback, with a folder that series are fetched into.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { createSeriesFolder } from "../adapters/archiveStore/seriesFolder.ts";
import { createUndiciHttp } from "../adapters/http/undiciHttp.ts";
import { systemClock } from "../adapters/systemClock.ts";
import {
  createArchiveCaller,
  type ArchiveCaller,
} from "../core/archive/call/archiveCaller.ts";
import {
  placesAt,
  type ArchiveManners,
} from "../core/archive/call/archiveSettings.ts";
import { NbiaTokens } from "../core/archive/call/archiveTokens.ts";
import {
  fetchSeries,
  type FetchOutcome,
} from "../core/archive/download/fetchSeries.ts";
import {
  createListedNow,
  listsAskedOnce,
  type ListedNow,
} from "../core/archive/download/listedNow.ts";
import { createIdcTransport } from "../core/archive/download/idcTransport.ts";
import { createNbiaTransport } from "../core/archive/download/nbiaTransport.ts";
import type { SeriesTransport } from "../core/archive/download/seriesTransport.ts";
import { createIdcArchive } from "../core/archive/idcArchive.ts";
import { createNbiaArchive } from "../core/archive/nbiaArchive.ts";
import type { ImageArchive } from "../core/ports/imageArchive.ts";
import {
  sampleApiKey,
  startArchive,
  type RunningArchive,
} from "../sandbox/nbia/archiveServer.ts";
import type {
  ArchiveFailure,
  ArchiveSeries,
  LicenceDecision,
} from "../shared/archive.ts";
import type { Result } from "../shared/result.ts";
import { valueOf } from "./dicomFixtures.ts";

const never = new AbortController().signal;
const heard = {
  onReceived: () => undefined,
  onChecking: () => undefined,
  onRetry: () => undefined,
};

/** Nothing was asked of the user. */
export const plainDecision: LicenceDecision = {
  isNonCommercialConfirmed: false,
  isViewOnly: false,
  resolvedLicence: null,
};

export class SampleArchiveClient {
  readonly server: RunningArchive;
  readonly manners: ArchiveManners;
  readonly random = {
    fraction: () => 0,
    bytes: (length: number) => new Uint8Array(length),
  };
  readonly #http = createUndiciHttp();
  #caller: ArchiveCaller;
  #folder = "";

  private constructor(
    server: RunningArchive,
    manners: Partial<ArchiveManners>,
  ) {
    this.server = server;
    const usual = placesAt(server.origin).manners;
    this.manners = { ...usual, retryFromMs: 5, ...manners };
    this.#caller = this.#newCaller();
  }

  static async start(
    manners: Partial<ArchiveManners> = {},
  ): Promise<SampleArchiveClient> {
    return new SampleArchiveClient(valueOf(await startArchive()), manners);
  }

  async end(): Promise<void> {
    await this.#http.close();
    await this.server.close();
  }

  get caller(): ArchiveCaller {
    return this.#caller;
  }

  get archive(): ImageArchive {
    return createNbiaArchive(this.#caller);
  }

  /** Where fetched series go in this test. */
  get folder(): string {
    return this.#folder;
  }

  /** Before each test: an empty folder, and nobody signed in. */
  async begin(): Promise<void> {
    this.#caller = this.#newCaller();
    this.#folder = await mkdtemp(join(tmpdir(), "casedrop-archive-"));
  }

  /** After each test: nothing of it is left, neither faults nor files. */
  async clear(): Promise<void> {
    this.server.setFaults({ rules: [] });
    this.server.requests.length = 0;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #newCaller(): ArchiveCaller {
    const settings = {
      ...placesAt(this.server.origin),
      manners: this.manners,
      apiKey: { key: sampleApiKey, place: "header" as const },
      userAgent: () => "Casedrop test",
    };
    const deps = {
      http: this.#http,
      clock: systemClock,
      random: this.random,
      settings,
    };
    const signIn = createArchiveCaller({ ...deps, tokens: null });
    const tokens = new NbiaTokens(signIn, systemClock);
    return createArchiveCaller({ ...deps, tokens });
  }

  /** As the archive lists it. */
  async seriesOf(uid: string): Promise<ArchiveSeries> {
    const {
      series: [series],
    } = valueOf(await this.archive.seriesByUID([uid], never));
    if (series === undefined) throw new Error(`No series ${uid}`);
    return series;
  }

  /** As it is listed when its turn comes. */
  get listedNow(): ListedNow {
    const idc = createIdcArchive(this.#caller, { add: () => undefined });
    return createListedNow(
      { nbia: this.archive, idc },
      listsAskedOnce(this.#caller),
      systemClock,
    );
  }

  transportFor({ source }: Pick<ArchiveSeries, "source">): SeriesTransport {
    const deps = {
      caller: this.caller,
      clock: systemClock,
      manners: this.manners,
    };
    return source === "idc"
      ? createIdcTransport(deps, `${this.server.origin}/s3/`)
      : createNbiaTransport({ ...deps, readZipDirectory });
  }

  /** Fetches a series into the folder. */
  fetch(
    series: ArchiveSeries,
    decision: LicenceDecision = plainDecision,
  ): Promise<Result<FetchOutcome, ArchiveFailure>> {
    const { archive, manners, random } = this;
    return fetchSeries(
      {
        store: createSeriesFolder(this.#folder),
        transportFor: (each) => this.transportFor(each),
        citation: (doi, signal) => archive.citation(doi, signal),
        clock: systemClock,
        random,
        manners,
      },
      { series, decision },
      heard,
      never,
    );
  }

  /** What lies in the folder for everybody to see. */
  async visible(): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    return names.filter((name) => !name.startsWith("."));
  }
}
