// What the app keeps on this computer between runs: settings, secrets, sealed records of cases, the log.
import { join } from "node:path";
import { caseFolders, createCaseRecords } from "../adapters/caseRecords.ts";
import { createDurableFile } from "../adapters/durableFile.ts";
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
} from "../adapters/sealedRecords.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import {
  openSecretStore,
  type SecretStore,
} from "../core/account/secretStore.ts";
import type { SettingsStore } from "../core/account/settings.ts";
import type { RecordStore } from "../core/ports/recordStore.ts";
import type { Failure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";

/** Opened storage. */
export interface Storage {
  readonly log: RedactingLog;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly records: RecordStore;
  /** Journal and spool of a case lie here. */
  readonly foldersOf: (caseId: CaseId) => {
    readonly journal: string;
    readonly spool: string;
  };
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
  const sealer = createSealer({
    // Without the key nothing of earlier runs can be read; a key for this run alone keeps the app usable, and it says so.
    key: sealingKey.ok ? sealingKey.value.key : systemRandom.bytes(32),
    random: systemRandom,
    purpose: "caseRecord",
  });
  const casesFolder = join(dataFolder, "cases");
  return {
    log: createRedactingLog({
      path: join(dataFolder, "logs", "casedrop.jsonl"),
      maxBytes: 1024 * 1024,
      keptFiles: 3,
      clock: systemClock,
    }),
    settings,
    secrets,
    records: createCaseRecords(casesFolder, (path) =>
      createSealedRecord<unknown>({
        file: createDurableFile(path),
        sealer,
        // The workspace parses what it gets.
        parse: (json) => json,
      }),
    ),
    foldersOf: (caseId) => caseFolders(casesFolder, caseId),
    failures: [
      settingsFailure,
      secretsFailure,
      sealingKey.ok ? null : sealingKey.failure,
    ].filter((failure) => failure !== null),
  };
}
