// Opens the desk of one archive: the way there, its store, its cart and the queue that goes on where it stopped.
import { join } from "node:path";
import { createAnswerCacheFolder } from "../../adapters/archiveStore/answerCacheFolder.ts";
import { createSeriesFolder } from "../../adapters/archiveStore/seriesFolder.ts";
import { readZipDirectory } from "../../adapters/archives/yauzlDirectory.ts";
import { createDurableFile } from "../../adapters/durableFile.ts";
import { lockJournal } from "../../adapters/journal/journalLock.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import { ArchiveCart } from "../../core/archive/archiveCart.ts";
import { ArchiveDesk } from "../../core/archive/archiveDesk.ts";
import { ArchiveWarnings } from "../../core/archive/archiveWarnings.ts";
import { createArchiveCaller } from "../../core/archive/call/archiveCaller.ts";
import { createCachedCaller } from "../../core/archive/call/cachedCaller.ts";
import type { ArchiveSettings } from "../../core/archive/call/archiveSettings.ts";
import {
  guestLogin,
  NbiaTokens,
  type ArchiveLogin,
} from "../../core/archive/call/archiveTokens.ts";
import {
  openDownloadQueue,
  type PolicyRecord,
} from "../../core/archive/download/downloadQueue.ts";
import { createIdcTransport } from "../../core/archive/download/idcTransport.ts";
import { createNbiaTransport } from "../../core/archive/download/nbiaTransport.ts";
import {
  createListedNow,
  listsAskedOnce,
} from "../../core/archive/download/listedNow.ts";
import { createIdcArchive } from "../../core/archive/idcArchive.ts";
import { createIdcBrowser } from "../../core/archive/idcBrowser.ts";
import { createNbiaArchive } from "../../core/archive/nbiaArchive.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import { Bandwidth } from "../../core/upload/bandwidth.ts";
import type { ArchiveFailure } from "../../shared/archive.ts";
import { success, type Result } from "../../shared/result.ts";

/** Tables of what is in the archive; a few large collections fill a tenth of it. */
const cacheBytes = 128 * 1024 * 1024;

/** Series that were being fetched are fetched on. Fails with `recordDamaged` if queue or cart cannot be understood. */
export async function openDesk(parts: {
  readonly folder: string;
  readonly http: HttpClient;
  readonly settings: ArchiveSettings;
  /** Whose lists are browsed; fetched is from wherever a series lies. */
  readonly source: "nbia" | "idc";
  /** Null: the guest. */
  readonly login: ArchiveLogin | null;
  readonly policy: PolicyRecord;
  /** What all transfers together may take; null: as fast as it goes. */
  readonly bytesPerSecond: () => number | null;
  readonly onChange: () => void;
}): Promise<Result<ArchiveDesk, ArchiveFailure>> {
  const { folder, settings, onChange } = parts;
  const common = { clock: systemClock, random: systemRandom };
  const shared = { ...common, http: parts.http, settings };
  const tokens = new NbiaTokens(
    createArchiveCaller({ ...shared, tokens: null }),
    systemClock,
    parts.login ?? guestLogin,
  );
  const cache = createAnswerCacheFolder(join(folder, "answers"), cacheBytes);
  const asking = createArchiveCaller({ ...shared, tokens });
  const caller = createCachedCaller(asking, {
    cache,
    clock: systemClock,
    places: settings.baseUrls,
  });
  const nbiaArchive = createNbiaArchive(caller);
  const warnings = new ArchiveWarnings(onChange);
  const mirror = createIdcArchive(asking, warnings);
  const archive =
    parts.source === "idc"
      ? createIdcBrowser(caller, nbiaArchive, warnings)
      : nbiaArchive;
  const { manners } = settings;
  const bandwidth = new Bandwidth(systemClock, parts.bytesPerSecond);
  const transfer = { caller, clock: systemClock, manners, bandwidth };
  const nbia = createNbiaTransport({ ...transfer, readZipDirectory });
  const idc = createIdcTransport(transfer, settings.storageBase);
  const store = createSeriesFolder(folder);
  const cart = await ArchiveCart.open(
    createDurableFile(join(folder, "cart.json")),
  );
  if (!cart.ok) return cart;
  const downloads = await openDownloadQueue({
    ...common,
    store,
    manners,
    policy: parts.policy,
    // What counts before pixels come is what the archive says now, not what it said before.
    listedNow: createListedNow(
      { nbia: createNbiaArchive(asking), idc: mirror },
      listsAskedOnce(asking),
      systemClock,
    ),
    transportFor: ({ source }) => (source === "idc" ? idc : nbia),
    citation: (doi, signal) => archive.citation(doi, signal),
    file: createDurableFile(join(folder, "queue.json")),
    lock: () => lockJournal(join(folder, ".queue")),
  });
  if (!downloads.ok) return downloads;
  return success(
    new ArchiveDesk({
      archive,
      mirror,
      downloads: downloads.value,
      store,
      cart: cart.value,
      answers: cache,
      tokens,
      warnings,
      onChange,
    }),
  );
}
