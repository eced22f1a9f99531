// What the app keeps on this computer between runs: settings, secrets, sealed records of cases, the log.
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { removeScratchFolder } from "../adapters/archives/scratchFolder.ts";
import {
  caseFolders,
  casesFolderIn,
  createCaseRecords,
} from "../adapters/caseRecords.ts";
import { policyFileName } from "../adapters/archiveStore/policyFile.ts";
import { createDurableFile } from "../adapters/durableFile.ts";
import { createFileRemoval, removeFromDisk } from "../adapters/fileRemoval.ts";
import { safeStorageCipher } from "../adapters/electron/safeStorageCipher.ts";
import { openSettingsStore } from "../adapters/electron/settingsStore.ts";
import {
  createRedactingLog,
  type RedactingLog,
} from "../adapters/redactingLog.ts";
import {
  createSealedRecord,
  createSealer,
  loadSealingKey,
  type SealingKeys,
} from "../adapters/sealedRecords.ts";
import { createFileJournalStore } from "../adapters/journal/fileJournalStore.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import {
  openSecretStore,
  type SecretStore,
} from "../core/account/secretStore.ts";
import type { SettingsStore } from "../core/account/settings.ts";
import type { RecordStore } from "../core/ports/recordStore.ts";
import type { Sealer } from "../core/ports/sealer.ts";
import type { Removal } from "../core/ports/removal.ts";
import type { JournalStore } from "../core/upload/journal.ts";
import { parseSentImages, SentImages } from "../core/sentBefore/sentImages.ts";
import {
  MaskMemory,
  parseMaskMemory,
  type MaskMemoryRecord,
} from "../core/workspace/maskMemory.ts";
import type { DiskFailure, Failure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success } from "../shared/result.ts";

/** Opened storage. */
export interface Storage {
  readonly log: RedactingLog;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly records: RecordStore;
  readonly maskMemory: MaskMemory;
  /** Which images were sent before. */
  readonly sentImages: SentImages;
  /** Of what is being sent; their plans are sealed. */
  readonly journals: JournalStore;
  /** The spool of a case lies here. */
  readonly foldersOf: (caseId: CaseId) => { readonly spool: string };
  /** Places outside the cases, for forgetting everything. */
  readonly places: {
    /** Logs of this run and earlier ones. */
    readonly logs: string;
    /** The synthetic study for trying the app. */
    readonly sampleStudy: string;
    readonly sandbox: string;
    /** What was fetched from public archives, with queue and cart. */
    readonly publicArchives: string;
    /** Shared with commands. */
    readonly dataUsagePolicy: string;
    /** Memories that were found damaged and kept aside. */
    readonly keptAside: () => Promise<readonly string[]>;
  };
  readonly removal: Removal;
  /** For what is unpacked from archives to be read; empty at the start. */
  readonly scratchFolder: string;
  /** What was found damaged; it was kept aside. */
  readonly failures: readonly Failure[];
}

/** Opens everything below the app's data folder. Call after the app is ready: the keychain answers only then. */
export async function openStorage(dataFolder: string): Promise<Storage> {
  const { settings, failure: settingsFailure } = openSettingsStore(dataFolder);
  const { secrets, failure: secretsFailure } = await openSecretStore({
    file: createDurableFile(join(dataFolder, "secrets.json")),
    cipher: safeStorageCipher(),
    isPlainTextAllowed: settings.read().isPlainTextSecretsAllowed,
  });
  const sealingKey = await loadSealingKey({
    secrets,
    keyFile: createDurableFile(join(dataFolder, "records.key")),
    random: systemRandom,
  });
  const scratchFolder = join(dataFolder, "scratch");
  // What a crash left behind holds images of patients.
  await removeScratchFolder(scratchFolder);
  const casesFolder = casesFolderIn(dataFolder);
  const removal = createFileRemoval(removeFromDisk);
  const logsFolder = join(dataFolder, "logs");
  const masks = await MaskMemory.open(
    sealingKey.ok
      ? createSealedRecord<unknown>({
          file: createDurableFile(join(dataFolder, "masks.sealed")),
          sealer: sealerFor("maskMemory", sealingKey.value),
          parse: parseMaskMemory,
        })
      : withoutRecord,
  );
  const sent = await SentImages.open({
    record: sealingKey.ok
      ? createSealedRecord<unknown>({
          file: createDurableFile(join(dataFolder, "sent.sealed")),
          sealer: sealerFor("sentImages", sealingKey.value),
          parse: parseSentImages,
        })
      : withoutRecord,
    random: systemRandom,
    nextTurn: async () => {
      await nextTurn();
    },
  });
  return {
    log: createRedactingLog({
      path: join(logsFolder, "casedrop.jsonl"),
      maxBytes: 1024 * 1024,
      keptFiles: 3,
      clock: systemClock,
    }),
    settings,
    secrets,
    records: sealingKey.ok
      ? sealedRecords(casesFolder, sealingKey.value, removal)
      : withoutRecords(sealingKey.failure),
    maskMemory: masks.memory,
    sentImages: sent.memory,
    journals: sealingKey.ok
      ? createFileJournalStore(
          (caseId) => caseFolders(casesFolder, caseId).journal,
          sealerFor("uploadPlan", sealingKey.value),
        )
      : withoutJournals(sealingKey.failure),
    foldersOf: (caseId) => caseFolders(casesFolder, caseId),
    places: {
      logs: logsFolder,
      sampleStudy: join(dataFolder, "sample-study"),
      sandbox: join(dataFolder, "sandbox"),
      publicArchives: join(dataFolder, "public-archives"),
      dataUsagePolicy: join(dataFolder, policyFileName),
      keptAside: async () =>
        ((await removal.list(dataFolder)) ?? [])
          .filter((name) => /^(masks|sent)\.sealed\./.test(name))
          .map((name) => join(dataFolder, name)),
    },
    removal,
    scratchFolder,
    failures: [
      settingsFailure,
      secretsFailure,
      sealingKey.ok ? sealingKey.value.failure : sealingKey.failure,
      masks.failure,
      sent.failure,
    ].filter((failure) => failure !== null),
  };
}

function sealerFor(purpose: string, sealing: SealingKeys): Sealer {
  return createSealer({
    key: sealing.key,
    otherKeys: sealing.otherKeys,
    random: systemRandom,
    purpose,
  });
}

/** For a run without a usable key: what is remembered is so until it ends. */
const withoutRecord: MaskMemoryRecord = {
  read: () => Promise.resolve(success(null)),
  write: () => Promise.resolve(success(null)),
  remove: () => Promise.resolve(success(null)),
};

function sealedRecords(
  casesFolder: string,
  sealing: SealingKeys,
  removal: Removal,
): RecordStore {
  const sealer = sealerFor("caseRecord", sealing);
  const recordAt = (path: string) =>
    createSealedRecord<unknown>({
      file: createDurableFile(path),
      sealer,
      // The workspace parses what it gets.
      parse: (json) => json,
    });
  return createCaseRecords(casesFolder, recordAt, removal);
}

/** Journals for a run without a usable key: nothing is begun and nothing reopened. */
function withoutJournals(failure: DiskFailure): JournalStore {
  return {
    create: () => Promise.resolve(failed(failure)),
    open: () => Promise.resolve(failed(failure)),
  };
}

/** Records for a run without a usable key: nothing is read, nothing is written, so nothing is overwritten; every attempt says so. */
function withoutRecords(failure: DiskFailure): RecordStore {
  return {
    load: () =>
      Promise.resolve({ records: [], failures: [], journalsOnly: [] }),
    save: () => Promise.resolve(failed(failure)),
    remove: () => Promise.resolve(success(null)),
    removeOthers: () => Promise.resolve(success(null)),
  };
}
