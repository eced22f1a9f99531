// Where the archives are and how they are to be treated, so that nothing of it is a constant in code.
import { archiveAdapters, type ArchiveAdapter } from "../catalogue/endpoint.ts";

/** The key of the retired interface, and where it goes. */
export interface ArchiveApiKey {
  readonly key: string;
  readonly place: "query" | "header";
}

/** Pace and patience (reference section 7.6: what the archive's own client keeps to). */
export interface ArchiveManners {
  /** Between the starts of two requests to one server. */
  readonly pauseMs: number;
  readonly parallelDownloads: number;
  readonly retries: number;
  /** Before the first retry; doubles each time, with jitter. */
  readonly retryFromMs: number;
  /** A Retry-After beyond this is reported instead of waited for. */
  readonly longestObeyedMs: number;
  readonly firstByteMs: number;
  /** Longest silence in an answer that is no download. */
  readonly idleMs: number;
  readonly downloadIdleMs: number;
}

export interface ArchiveSettings {
  /** In place of the usual address of an adapter's service. */
  readonly baseUrls: Partial<Readonly<Record<ArchiveAdapter, string>>>;
  /** The same services under their other host names, asked where the usual one fails; absent: none. */
  readonly otherBaseUrls?: Partial<Readonly<Record<ArchiveAdapter, string>>>;
  /** In place of the host of every bucket of open storage; null for the hosts that the series name. */
  readonly storageBase: string | null;
  readonly apiKey: ArchiveApiKey | null;
  /** Names the app and where to ask about it, as they are when something is sent (reference section 7.6). */
  readonly userAgent: () => string;
  readonly manners: ArchiveManners;
}

export const politeManners: ArchiveManners = {
  pauseMs: 500,
  parallelDownloads: 2,
  retries: 3,
  retryFromMs: 10_000,
  longestObeyedMs: 15 * 60_000,
  firstByteMs: 30_000,
  idleMs: 30_000,
  downloadIdleMs: 120_000,
};

/** For archives that are short of breath: one at a time, far apart. */
export const gentleManners: ArchiveManners = {
  ...politeManners,
  pauseMs: 2_000,
  parallelDownloads: 1,
  retryFromMs: 30_000,
};

/** Places and manners of one address. */
type ArchivePlaces = Pick<
  ArchiveSettings,
  "baseUrls" | "otherBaseUrls" | "storageBase" | "manners"
>;

/** The alternative host name of the main server (reference section 2). */
const nbiaOtherBase =
  "https://services.cancerimagingarchive.net/nbia-api/services/v4/";

/** Where the sandbox's sample archive plays each service; it answers at once and needs no pauses. */
function sampleArchiveSettings(origin: string): ArchivePlaces {
  return {
    baseUrls: {
      "nbia-v4": origin,
      "nbia-token": origin,
      nlst: `${origin}/nlst/nbia-api/services/v4/`,
      "tcia-v2": origin,
      "idc-v3": origin,
      datacite: origin,
    },
    storageBase: `${origin}/s3/`,
    manners: { ...politeManners, pauseMs: 0, retryFromMs: 200 },
  };
}

/**
 * The archives' own places for null; one address for every service otherwise. Only a server on this computer is treated
 * without pauses, and only the root of one is laid out like the sandbox's.
 */
export function placesAt(baseUrl: string | null): ArchivePlaces {
  if (baseUrl === null)
    return {
      baseUrls: {},
      otherBaseUrls: { "nbia-v4": nbiaOtherBase },
      storageBase: null,
      manners: politeManners,
    };
  const { hostname, pathname, origin, href } = new URL(baseUrl);
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  const sample = sampleArchiveSettings(origin);
  if (isLocal && pathname === "/") return sample;
  const places = archiveAdapters.map((adapter) => [adapter, href] as const);
  return {
    baseUrls: Object.fromEntries(places),
    storageBase: href,
    manners: isLocal ? sample.manners : politeManners,
  };
}

/** How long a whole transfer may take: five minutes and one for each 100 MB, an hour at most; half an hour if the size is unknown. */
export function transferTimeMs(sizeBytes: number | null): number {
  if (sizeBytes === null) return 30 * 60_000;
  const minutes = 5 + Math.ceil(sizeBytes / 100_000_000);
  return Math.min(minutes, 60) * 60_000;
}
