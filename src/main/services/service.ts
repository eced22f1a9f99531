// One sign-in at a service: its account, its client, and the name plans are bound to.
import { createAccount, type Account } from "../../core/account/account.ts";
import type { AccountStores } from "../../core/account/accountStores.ts";
import { boundTokens, isSameLogin } from "../../core/account/boundTokens.ts";
import type { RedirectListeners } from "../../core/account/redirectListener.ts";
import {
  oauthSettingsOf,
  type SettingsStore,
} from "../../core/account/settings.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { Log } from "../../core/ports/log.ts";
import type { Random } from "../../core/ports/random.ts";
import type { TokenSource } from "../../core/ports/tokenSource.ts";
import {
  createRadiopaediaClient,
  type RadiopaediaClient,
} from "../../core/radiopaedia/client.ts";
import { serviceSettingsOf } from "../../core/radiopaedia/serviceSettings.ts";
import type { AccountRef } from "../../shared/destination.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";

/** One sign-in at a service. */
export interface Service {
  readonly signInId: string;
  readonly kind: AccountRef["service"];
  /** What plans of this service are bound to: its origin, or for the sandbox, whose port changes, a fixed name. */
  readonly planOrigin: string;
  readonly account: Account;
  /** Null while the service cannot be reached at all (the sandbox before it listens). */
  origin(): string | null;
  /** A client for the origin of this moment; null without one. With a login: for that one only. */
  client(login?: string): RadiopaediaClient | null;
}

/** What all sign-ins share. */
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

const notRunning: Result<never, Failure> = failed({
  kind: "unreachable",
  code: "NOT_RUNNING",
});

/** A client for the sign-in of an account; with a login: for that one only. */
export function clientAt(
  origin: string,
  account: Account,
  deps: ServiceDeps,
  login?: string,
): RadiopaediaClient {
  const { tokens } = account;
  return clientWith(
    login === undefined
      ? tokens
      : boundTokens(tokens, (signal) => account.loginInForce(signal), login),
    origin,
    deps,
  );
}

/** A client for a site that the app went to before: its addresses are still right, every call is refused here. */
export function formerSiteClient(
  origin: string,
  deps: ServiceDeps,
): RadiopaediaClient {
  const refused = () =>
    Promise.resolve(failed({ kind: "otherSite", origin } as const));
  return clientWith(
    { accessToken: refused, replaceRejected: refused },
    origin,
    deps,
  );
}

function clientWith(
  tokens: TokenSource,
  origin: string,
  deps: ServiceDeps,
): RadiopaediaClient {
  return createRadiopaediaClient({
    http: deps.http,
    clock: deps.clock,
    tokens,
    settings: serviceSettingsOf(
      origin,
      deps.userAgent,
      deps.settings.read().contract,
    ),
  });
}

/** Makes a sign-in. Nothing is sent before its account is restored. */
export function createService(
  service: Pick<Service, "signInId" | "kind" | "planOrigin" | "origin"> & {
    readonly stores: AccountStores;
  },
  deps: ServiceDeps,
): Service {
  const { stores, ...facts } = service;
  const client = (login?: string): RadiopaediaClient | null => {
    const origin = service.origin();
    return origin === null ? null : clientAt(origin, account, deps, login);
  };
  const account: Account = createAccount({
    ...deps,
    stores,
    oauth: () => {
      const origin = service.origin();
      return origin === null
        ? null
        : oauthSettingsOf(origin, deps.settings.read().contract);
    },
    readCurrentUser: (signal) =>
      client()?.currentUser(signal) ?? Promise.resolve(notRunning),
  });
  return { ...facts, account, client };
}

/** Who is signed in, or was before the site refused it; null where nobody knows. */
export function loginOf(account: Account): string | null {
  const state = account.state();
  const login =
    state.kind === "signedIn" || state.kind === "signInAgain"
      ? state.login
      : "";
  return login === "" ? null : login;
}

/** True for the sign-in of this login. */
export function isOf({ account }: Service, login: string): boolean {
  const known = loginOf(account);
  return known !== null && isSameLogin(known, login);
}
