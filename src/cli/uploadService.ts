// The service of `casedrop upload`: client, tokens and engine over the real network.
import { profileFolder } from "../adapters/archiveStore/policyFile.ts";
import { casesFolderIn } from "../adapters/caseRecords.ts";
import { createDurableFile } from "../adapters/durableFile.ts";
import { loadCredentials } from "../adapters/credentialsFile.ts";
import { commandsFolderIn } from "../adapters/journal/casesBelow.ts";
import { createFileJournalStore } from "../adapters/journal/fileJournalStore.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { boundTokens, type LoginInForce } from "../core/account/boundTokens.ts";
import { oauthSettingsOf } from "../core/account/settings.ts";
import { refreshTokens } from "../core/account/tokenEndpoint.ts";
import { createTokenSource } from "../core/account/tokenSource.ts";
import { policyVersion } from "../core/deid/policy/radiopaediaPolicy052.ts";
import type { CaseSender } from "../core/ports/caseSender.ts";
import type { TokenSource } from "../core/ports/tokenSource.ts";
import type { CasePage } from "../core/radiopaedia/cases.ts";
import { createRadiopaediaClient } from "../core/radiopaedia/client.ts";
import { serviceSettingsOf } from "../core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../core/upload/caseSender.ts";
import {
  chosenEngineSettings,
  defaultEngineSettings,
} from "../core/upload/engineSettings.ts";
import { Retrier } from "../core/upload/retrier.ts";
import { createServiceLines } from "../core/upload/serviceLine.ts";
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { createSpoolReaders } from "../workers/spoolReader.ts";
import type { ContractFile } from "./contractFile.ts";
import type { CliEnvironment } from "./environment.ts";
import type { CliNetwork } from "./network.ts";
import type { UploadFolder } from "./uploadFolder.ts";

export interface UploadService {
  readonly sender: CaseSender;
  /** The name that the site knows the credentials by. Tried again like every call that may be repeated. */
  login(): Promise<Result<string, Failure>>;
  /** One page of the account's own cases; tried again likewise. */
  listCases(cursor: string | null): Promise<Result<CasePage, Failure>>;
  /** Waits for tokens that are being stored, then ends every connection. */
  close(): Promise<void>;
}

/** What the service is opened with. */
export interface UploadServiceOptions {
  readonly origin: string;
  readonly credentials: string | undefined;
  readonly contract: ContractFile;
  readonly folder: UploadFolder;
  /** Closed with the service. */
  readonly network: CliNetwork;
}

/** Failures: those of loading credentials. Nothing is sent yet. */
export async function openUploadService(
  options: UploadServiceOptions,
  environment: CliEnvironment,
): Promise<Result<UploadService, Failure>> {
  const { origin, contract, folder, network } = options;
  const { http, userAgent } = network;
  const opened = await openTokens(options, environment);
  if (!opened.ok) return opened;
  const { tokens, settled } = opened.value;
  const clientWith = (source: TokenSource) =>
    createRadiopaediaClient({
      http,
      tokens: source,
      clock: systemClock,
      settings: serviceSettingsOf(origin, userAgent, contract),
    });
  const client = clientWith(tokens);
  const loginInForce = onceKnown((signal) => client.currentUser(signal));
  const transfers = {
    putLimits: () => ({
      start: Math.min(4, contract.concurrency),
      most: contract.concurrency,
    }),
    bytesPerSecond: () => null,
  };
  const connectivityFor = () => network.connectivityFor(origin, contract);
  const log = { write: () => undefined };
  const spools = createSpoolReaders(environment);
  const sender = createCaseSender({
    journals: createFileJournalStore(() => folder.journalPath, null),
    spoolOf: () => spools.readerOf(folder.spoolFolder),
    // What was begun under one login goes on under no other.
    clientFor: ({ login }) =>
      login === undefined
        ? client
        : clientWith(boundTokens(tokens, loginInForce, login)),
    clock: systemClock,
    random: systemRandom,
    log,
    engine: chosenEngineSettings(() => contract),
    transfers,
    connectivityFor,
    issuer: { appVersion: environment.appVersion, policyVersion },
    // Each job goes to one service, which its folder knows.
    casesElsewhere: () => folder.otherCases(usualFolders(environment)),
  });
  const retrier = new Retrier({
    clock: systemClock,
    random: systemRandom,
    log,
    policy: defaultEngineSettings.retry,
    line: createServiceLines({
      clock: systemClock,
      connectivityFor,
      transfers,
    })(origin),
    onChange: () => undefined,
  });
  return success({
    sender,
    login: () => retrier.run(loginInForce, environment.signal),
    listCases: (cursor) =>
      retrier.run(
        (signal) => client.listCases(cursor, signal),
        environment.signal,
      ),
    async close() {
      await settled();
      await http.close();
      await spools.close();
    },
  });
}

/** Where the window, and commands that are not told otherwise, keep their cases. */
function usualFolders({ variables }: CliEnvironment): readonly string[] {
  const profile = profileFolder(process.platform, variables);
  const home = variables["HOME"] ?? variables["USERPROFILE"];
  return [
    ...(profile === null ? [] : [casesFolderIn(profile)]),
    ...(home === undefined ? [] : [commandsFolderIn(home)]),
  ];
}

/** The credentials as a source of tokens that follows each refresh. */
async function openTokens(
  { origin, credentials, contract, network }: UploadServiceOptions,
  environment: CliEnvironment,
) {
  const loaded = await loadCredentials(
    environment.variables,
    credentials === undefined ? null : createDurableFile(credentials),
  );
  if (!loaded.ok) return loaded;
  const { client: application, tokenStore, warning } = loaded.value;
  if (warning !== null) environment.stderr.write(`${warning}\n`);
  const { http, userAgent } = network;
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
              settings: oauthSettingsOf(origin, contract),
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
  return success({ tokens, settled: () => tokens.settle() });
}

/** The login of the credentials, asked for until it is known: within one command nobody else signs in. */
function onceKnown(
  readUser: (
    signal: AbortSignal,
  ) => Promise<Result<{ readonly login: string }, Failure>>,
): LoginInForce {
  let known: string | null = null;
  return async (signal) => {
    if (known !== null) return success(known);
    const user = await readUser(signal);
    if (!user.ok) return user;
    known = user.value.login;
    return success(known);
  };
}
