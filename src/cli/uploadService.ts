// The service of `casedrop upload`: client, tokens and engine over the real network.
import { createDurableFile } from "../adapters/durableFile.ts";
import { loadCredentials } from "../adapters/credentialsFile.ts";
import { createFileJournalStore } from "../adapters/journal/fileJournalStore.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { defaultSettings, oauthSettingsOf } from "../core/account/settings.ts";
import { refreshTokens } from "../core/account/tokenEndpoint.ts";
import { createTokenSource } from "../core/account/tokenSource.ts";
import { policyVersion } from "../core/deid/policy/radiopaediaPolicy052.ts";
import type { CaseSender } from "../core/ports/caseSender.ts";
import { createRadiopaediaClient } from "../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../core/upload/caseSender.ts";
import { defaultEngineSettings } from "../core/upload/engineSettings.ts";
import { defaultTransferPolicy } from "../core/upload/serviceLine.ts";
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { createSpoolReaders } from "../workers/spoolReader.ts";
import type { CliEnvironment } from "./environment.ts";
import type { CliNetwork } from "./network.ts";
import type { UploadFolder } from "./uploadFolder.ts";

export interface UploadService {
  readonly sender: CaseSender;
  /** Waits for tokens that are being stored, then ends every connection. */
  close(): Promise<void>;
}

/** Failures: those of loading credentials. Nothing is sent yet. */
export async function openUploadService(
  options: {
    readonly origin: string;
    readonly credentials: string | undefined;
    readonly folder: UploadFolder;
    /** Closed with the service. */
    readonly network: CliNetwork;
  },
  environment: CliEnvironment,
): Promise<Result<UploadService, Failure>> {
  const { origin, folder, network } = options;
  const { http, userAgent } = network;
  const credentials = await loadCredentials(
    environment.variables,
    options.credentials === undefined
      ? null
      : createDurableFile(options.credentials),
  );
  if (!credentials.ok) return credentials;
  const { client: application, tokenStore, warning } = credentials.value;
  if (warning !== null) environment.stderr.write(`${warning}\n`);
  const tokens = createTokenSource({
    store: tokenStore,
    clock: systemClock,
    refresh: (refreshToken, signal) =>
      application === null
        ? Promise.resolve(
            failed({ kind: "signInNeeded", reason: "revoked" } as const),
          )
        : refreshTokens(
            { http, clock: systemClock, userAgent },
            {
              settings: oauthSettingsOf(origin, defaultSettings.contract),
              client: application,
            },
            refreshToken,
            signal,
          ),
    onEvent: (event) => {
      if (event.kind === "storeFailed")
        environment.stderr.write(
          "The new tokens could not be written to the credentials file.\n",
        );
    },
  });
  const client = createRadiopaediaClient({
    http,
    tokens,
    clock: systemClock,
    settings: defaultServiceSettings(origin, userAgent),
  });
  const spools = createSpoolReaders(environment);
  const sender = createCaseSender({
    journals: createFileJournalStore(() => folder.journalPath),
    spoolOf: () => spools.readerOf(folder.spoolFolder),
    clientFor: () => client,
    clock: systemClock,
    random: systemRandom,
    log: { write: () => undefined },
    engine: defaultEngineSettings,
    transfers: defaultTransferPolicy,
    connectivityFor: () => network.connectivityFor(origin),
    issuer: { appVersion: environment.appVersion, policyVersion },
    knownRemoteCaseIds: () => folder.otherRemoteCaseIds,
  });
  return success({
    sender,
    async close() {
      await tokens.settle();
      await http.close();
      await spools.close();
    },
  });
}
