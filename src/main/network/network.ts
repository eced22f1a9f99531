// The network of the desktop app: the ways out, what is trusted on them, who is asked for a password, and the client all requests go through.
import { networkInterfaces } from "node:os";
import { createDurableFile } from "../../adapters/durableFile.ts";
import { createElectronHttp } from "../../adapters/electron/electronHttp.ts";
import {
  openSystemNetwork,
  type SystemNetwork,
} from "../../adapters/electron/systemNetwork.ts";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { createConnectionProbe } from "../../adapters/network/connectionProbe.ts";
import { createConnector } from "../../adapters/network/connector.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
import type { SettingsStore } from "../../core/account/settings.ts";
import { parseAuthorityFile } from "../../core/network/authorityFile.ts";
import { openAuthorityStore } from "../../core/network/authorityStore.ts";
import {
  createConnectivityWatch,
  type ConnectivityWatch,
} from "../../core/network/connectivityWatch.ts";
import type { NetworkProbe } from "../../core/network/networkProbe.ts";
import {
  direct,
  manualRoutes,
  type RouteFor,
} from "../../core/network/proxyChoice.ts";
import {
  parsePacResult,
  parseProxyAddress,
  proxyName,
} from "../../core/network/proxyHop.ts";
import { ProxyPasswords } from "../../core/network/proxyPasswords.ts";
import { createRoutedHttp } from "../../core/network/routedHttp.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import type {
  AuthorityProblem,
  ConnectivityState,
  NetworkView,
  ProxySetting,
} from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { rememberStorage } from "./rememberStorage.ts";

export interface NetworkDeps {
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  /** For the authorities the user adds. */
  readonly authoritiesPath: string;
  readonly userAgent: string;
  readonly onChange: () => void;
}

/** Everything between this app and the service. */
export interface Network {
  readonly http: HttpClient;
  readonly probe: NetworkProbe;
  readonly passwords: ProxyPasswords;
  /** Watches the way to the service whose call this is; one watch for each origin. */
  connectivityFor(origin: string, callUrl: () => URL | null): ConnectivityWatch;
  /** What the watch over these plans' service saw last. */
  connectivityOf(origin: string): ConnectivityState;
  view(): Omit<NetworkView, "diagnostics" | "connectivity">;
  /** Takes effect with the next request. A name and password in an address go among the secrets. */
  setProxy(setting: ProxySetting): Promise<Result<null, Failure>>;
  addAuthorities(
    content: Uint8Array,
  ): Promise<Result<null, Failure | AuthorityFileFailure>>;
  removeAuthorities(): Promise<Result<null, Failure>>;
  forgetPasswords(): Promise<Result<null, Failure>>;
  /** The computer woke up or the network changed: whoever waits looks again. */
  nudge(): void;
  close(): Promise<void>;
}

/** A certificate file that was not taken. */
export interface AuthorityFileFailure {
  readonly kind: "authorityFile";
  readonly problem: AuthorityProblem;
}

/** Opens the network; call after the app is ready. Nothing is sent yet. */
export async function openNetwork(deps: NetworkDeps): Promise<Network> {
  const { settings, userAgent, onChange } = deps;
  const setting = () => settings.read().network.proxy;
  const system = await openSystemNetwork(setting());
  const passwords = new ProxyPasswords({
    secrets: deps.secrets,
    clock: systemClock,
    onChange,
  });
  await passwords.load();
  const authorities = await openAuthorityStore(
    createDurableFile(deps.authoritiesPath),
    systemClock,
  );
  const credentialsFor = (proxy: string) => passwords.credentialsFor(proxy);
  const connector = createConnector({
    routeFor: routesBy(setting, system),
    credentialsFor,
    extraAuthorities: () => authorities.authorities.map(({ pem }) => pem),
    clock: systemClock,
    userAgent,
  });
  const own = createUndiciHttp({
    connect: (target) => connector.connect(target),
  });
  const routed = createRoutedHttp({
    own,
    system: createElectronHttp({ network: system, credentialsFor }),
    askProxySignIn: (failure, signal) => passwords.ask(failure, signal),
  });
  const watches = new Map<string, ConnectivityWatch>();
  const nudge = () => {
    for (const watch of watches.values()) watch.nudge();
  };
  /** What was learned on the old way no longer holds. */
  const renew = () => {
    connector.forget();
    routed.forget();
    own.renewConnections();
    nudge();
    onChange();
  };
  return {
    http: rememberStorage(routed, settings),
    probe: createConnectionProbe(connector),
    passwords,
    connectivityFor(origin, callUrl) {
      const known = watches.get(origin);
      if (known !== undefined) return known;
      const made = createConnectivityWatch({
        http: routed,
        clock: systemClock,
        serviceUrl: callUrl,
        hasInterface,
        userAgent,
      });
      made.subscribe(onChange);
      watches.set(origin, made);
      return made;
    },
    connectivityOf: (origin) =>
      watches.get(origin)?.state ?? { kind: "unknown" },
    view: () => ({
      proxy: setting(),
      authorities: authorities.authorities.map(({ subject, expiresAtMs }) => ({
        subject,
        expiresAtMs,
      })),
      proxySignIn: passwords.question,
      hasProxyPassword: passwords.hasAny,
    }),
    async setProxy(next) {
      const cleaned = await withoutCredentials(next, passwords);
      if (!cleaned.ok) return cleaned;
      const updated = settings.update((before) => ({
        ...before,
        network: { ...before.network, proxy: cleaned.value },
      }));
      if (!updated.ok) return updated;
      await system.apply(cleaned.value);
      renew();
      return success(null);
    },
    async addAuthorities(content) {
      const parsed = parseAuthorityFile(content, systemClock.nowMs());
      if (!parsed.ok)
        return failed({ kind: "authorityFile", problem: parsed.failure });
      const added = await authorities.add(parsed.value);
      if (added.ok) renew();
      return added;
    },
    async removeAuthorities() {
      const removed = await authorities.removeAll();
      if (removed.ok) renew();
      return removed;
    },
    async forgetPasswords() {
      const forgotten = await passwords.forget();
      await system.forgetSignIns();
      renew();
      return forgotten;
    },
    nudge,
    close: () => own.close(),
  };
}

function routesBy(
  setting: () => ProxySetting,
  system: SystemNetwork,
): RouteFor {
  return async (url) => {
    const current = setting();
    switch (current.kind) {
      case "none":
        return direct;
      case "manual": {
        const address = parseProxyAddress(current.address);
        return address.ok
          ? manualRoutes(address.value, current.bypass).routeFor(url)
          : direct;
      }
      case "system":
      case "pac":
        return parsePacResult(await system.resolveProxy(url.href));
      default:
        return assertNever(current, "proxy setting");
    }
  };
}

/** A manual proxy as it may stand in the settings; refused if it is no address. */
async function withoutCredentials(
  setting: ProxySetting,
  passwords: ProxyPasswords,
): Promise<Result<ProxySetting, Failure>> {
  if (setting.kind !== "manual") return success(setting);
  const parsed = parseProxyAddress(setting.address);
  if (!parsed.ok)
    return failed({
      kind: "invalidInput",
      field: "proxy",
      problem: "write it as host:port or socks5://host:port",
    });
  const { hop, credentials } = parsed.value;
  if (credentials !== null) {
    const stored = await passwords.remember(proxyName(hop), credentials);
    if (!stored.ok) return stored;
  }
  const address = `${hop.kind}://${proxyName(hop)}`;
  return success({ ...setting, address });
}

/** False if no interface but loopback has an address. */
function hasInterface(): boolean {
  return Object.values(networkInterfaces()).some(
    (addresses) => addresses?.some(({ internal }) => !internal) ?? false,
  );
}
