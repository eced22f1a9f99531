// The services a case can go to, sandbox and Radiopaedia: each with its account, its client, and the name plans are bound to.
import { createAccount, type Account } from "../../core/account/account.ts";
import {
  createRadiopaediaStores,
  createSandboxStores,
  type AccountStores,
} from "../../core/account/accountStores.ts";
import { whenSignedIn } from "../../core/account/whenSignedIn.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
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
import { failed, success, type Result } from "../../shared/result.ts";
import type { Failure } from "../../shared/failure.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";

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
const sandboxPlanOrigin = "casedrop-sandbox";

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

function clientAt(
  origin: string,
  account: Account,
  deps: ServiceDeps,
): RadiopaediaClient {
  return createRadiopaediaClient({
    http: deps.http,
    clock: deps.clock,
    tokens: account.tokens,
    settings: serviceSettingsOf(origin, deps),
  });
}

/** Makes a service. Nothing is sent before its account is restored. */
function createService(
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
    return origin === null ? null : clientAt(origin, account, deps);
  };
  const account: Account = createAccount({
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

/** Both services, and which of them new cases go to. */
export interface Services {
  readonly all: readonly Service[];
  inUse(): Service;
  /** New cases go to this one from now on. */
  use(kind: Service["kind"]): Result<null, Failure>;
  /** The client for plans bound to this name. Calls fail with `unreachable` while its service is not running. */
  clientFor(planOrigin: string): RadiopaediaClient;
  /** Where the service of these plans is now; null while it is not there. */
  originOf(planOrigin: string): string | null;
  /** Reads what each account knew before and asks its service who is signed in; without a network that takes its time. */
  restore(): Promise<void>;
  /** Calls back whenever an account becomes signed in. */
  onSignedIn(listener: () => void): void;
  close(): Promise<void>;
}

/** An address where nothing can listen, for a service that is not there. */
const nowhere = "http://127.0.0.1:0";

/** Makes both services. `onChange` is called after every change of an account or of the choice. */
export function createServices(
  deps: ServiceDeps & {
    readonly secrets: SecretStore;
    readonly sandboxOrigin: () => string | null;
    readonly onChange: () => void;
  },
): Services {
  const { settings, secrets } = deps;
  const radiopaediaOrigin = settings.read().radiopaedia.origin;
  const sandbox = createService(
    {
      kind: "sandbox",
      planOrigin: sandboxPlanOrigin,
      stores: createSandboxStores(secrets, sandboxClient),
      origin: deps.sandboxOrigin,
    },
    deps,
  );
  const radiopaedia = createService(
    {
      kind: "radiopaedia",
      planOrigin: radiopaediaOrigin,
      stores: createRadiopaediaStores(secrets, settings),
      origin: () => radiopaediaOrigin,
    },
    deps,
  );
  const all = [sandbox, radiopaedia];
  for (const { account } of all) account.onChange(deps.onChange);
  return {
    all,
    inUse: () =>
      settings.read().serviceInUse === "sandbox" ? sandbox : radiopaedia,
    use(kind) {
      const updated = settings.update((before) => ({
        ...before,
        serviceInUse: kind,
      }));
      deps.onChange();
      return updated.ok ? success(null) : updated;
    },
    clientFor(planOrigin) {
      const service = all.find((known) => known.planOrigin === planOrigin);
      return (
        service?.client() ??
        clientAt(nowhere, (service ?? sandbox).account, deps)
      );
    },
    originOf: (planOrigin) =>
      all.find((known) => known.planOrigin === planOrigin)?.origin() ?? null,
    async restore() {
      await Promise.all(all.map(({ account }) => account.restore()));
    },
    onSignedIn(listener) {
      for (const { account } of all) whenSignedIn(account, listener);
    },
    async close() {
      await Promise.all(all.map(({ account }) => account.close()));
    },
  };
}
