// The services a case can go to, sandbox and Radiopaedia: each with its account, its client, and the name plans are bound to.
import { createAccount, type Account } from "../../core/account/account.ts";
import type { AccountStores } from "../../core/account/accountStores.ts";
import {
  oauthSettingsOf,
  type SettingsStore,
} from "../../core/account/settings.ts";
import type { RedirectListeners } from "../../core/account/redirectListener.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { Log } from "../../core/ports/log.ts";
import type { Random } from "../../core/ports/random.ts";
import {
  createRadiopaediaClient,
  type RadiopaediaClient,
} from "../../core/radiopaedia/client.ts";
import {
  defaultServiceSettings,
  type ServiceSettings,
} from "../../core/radiopaedia/serviceSettings.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { Failure } from "../../shared/failure.ts";

/** One service. */
export interface Service {
  readonly kind: "sandbox" | "radiopaedia";
  /** What plans of this service are bound to: its origin, or for the sandbox, whose port changes, a fixed name. */
  readonly planOrigin: string;
  readonly account: Account;
  /** Null while the service cannot be reached at all (the sandbox before it listens). */
  origin(): string | null;
  /** A client for the origin of this moment; null without one. */
  client(): RadiopaediaClient | null;
}

/** What both services share. */
export interface ServiceDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly listeners: RedirectListeners;
  readonly settings: SettingsStore;
  readonly userAgent: string;
  readonly openBrowser: (url: string) => Promise<boolean>;
}

/** Name of the embedded sandbox in plans and journals: its port is another at every start. */
export const sandboxPlanOrigin = "casedrop-sandbox";

/** The contract's doubtful choices as the user set them (contract section 13). */
function serviceSettingsOf(origin: string, deps: ServiceDeps): ServiceSettings {
  const { contract } = deps.settings.read();
  return {
    ...defaultServiceSettings(origin, deps.userAgent),
    apiPath: contract.apiPrefix,
    directUploadsPath: contract.presignPath,
    imagePreparationPath: contract.imagePreparationPath,
    uploadedDataShape: contract.uploadedDataShape,
    rootIndexBase: contract.rootIndexBase,
    sendsPerspectiveAndSpecifics: contract.sendsPerspectiveAndSpecifics,
    putContentType: contract.putContentType,
  };
}

const notRunning: Result<never, Failure> = failed({
  kind: "unreachable",
  code: "NOT_RUNNING",
});

/** Makes a service. Nothing is sent before its account is restored. */
export function createService(
  service: {
    readonly kind: Service["kind"];
    readonly planOrigin: string;
    readonly stores: AccountStores;
    readonly origin: () => string | null;
  },
  deps: ServiceDeps,
): Service {
  const client = (): RadiopaediaClient | null => {
    const origin = service.origin();
    return origin === null
      ? null
      : createRadiopaediaClient({
          http: deps.http,
          clock: deps.clock,
          tokens: account.tokens,
          settings: serviceSettingsOf(origin, deps),
        });
  };
  const account = createAccount({
    ...deps,
    stores: service.stores,
    oauth: () => {
      const origin = service.origin();
      return origin === null
        ? null
        : oauthSettingsOf(origin, deps.settings.read().contract);
    },
    readCurrentUser: (signal) =>
      client()?.currentUser(signal) ?? Promise.resolve(notRunning),
  });
  return {
    kind: service.kind,
    planOrigin: service.planOrigin,
    account,
    origin: service.origin,
    client,
  };
}
