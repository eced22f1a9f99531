// One account with one service: signing in and out, who is signed in, and the tokens for everyone who calls the service.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SignInMethod } from "../../shared/signInMethod.ts";
import type { AccountState } from "../../shared/accountState.ts";
import type { Log } from "../ports/log.ts";
import type { TokenSource } from "../ports/tokenSource.ts";
import type { LoginInForce } from "./boundTokens.ts";
import type { AccountStores } from "./accountStores.ts";
import {
  accountView,
  initialAccount,
  transition,
  type AccountEvent,
  type AccountMachine,
  type SignedInUser,
} from "./accountState.ts";
import type { OAuthClient, OAuthSettings } from "./authorization.ts";
import {
  openSignInAttempt,
  type SignInAttempt,
  type SignInDeps,
} from "./signInAttempt.ts";
import { createSignInFlow, type SignInFlow } from "./signInFlow.ts";
import { refreshTokens } from "./tokenEndpoint.ts";
import {
  createTokenSource,
  type AccountTokens,
  type TokenEvent,
} from "./tokenSource.ts";
import type { TokenPair } from "./tokenStore.ts";

export interface AccountDeps extends SignInDeps {
  readonly stores: AccountStores;
  /** Null while the service is not running (the sandbox before it has its port). */
  readonly oauth: () => OAuthSettings | null;
  /** False if it is known that no browser opened; true proves nothing. */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** `GET users/current` with the tokens of this account (contract section 3). */
  readonly readCurrentUser: (
    signal: AbortSignal,
  ) => Promise<Result<SignedInUser, Failure>>;
  readonly log: Log;
}

export interface Account {
  readonly tokens: TokenSource;
  state(): AccountState;
  /** Calls back after every change; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Reads the stores, then asks the service who is signed in. Failures of the stores are also in the state. */
  restore(): Promise<Result<null, Failure>>;
  /** Starts an attempt, ending the one before; resolves once the browser was asked to open. The outcome is in the state. */
  signIn(method: SignInMethod): Promise<Result<null, Failure>>;
  /** Hands the running attempt what the user pasted; resolves when signed in. After most failures the user may paste again. */
  submitCode(text: string): Promise<Result<null, Failure>>;
  cancelSignIn(): Promise<void>;
  /** Takes tokens that came another way than through the browser: the sandbox hands them to whoever started it. */
  signInWith(tokens: TokenPair): Promise<void>;
  /** Forgets tokens and login on this computer; the application stays. */
  signOut(): Promise<Result<null, Failure>>;
  /** Another application ends the sign-in, whose grant belongs to the former one; a corrected secret keeps it. */
  setClient(client: OAuthClient): Promise<Result<null, Failure>>;
  /** The application that signs in; null if none was entered. */
  client(): Promise<Result<OAuthClient | null, Failure>>;
  /** Reads login and quota anew. The outcome is in the state. */
  readUser(): Promise<void>;
  /** The login of the tokens in force, as the service said in this run; it is asked if need be. The one in the state may be remembered only. */
  loginInForce: LoginInForce;
  /** Ends an attempt and waits until the tokens are safe: for shutting down. */
  close(): Promise<void>;
}

/** An account over its stores. Nothing happens before `restore`. */
export function createAccount(deps: AccountDeps): Account {
  return new ServiceAccount(deps);
}

class ServiceAccount implements Account {
  readonly tokens: AccountTokens;
  readonly #deps: AccountDeps;
  readonly #flow: SignInFlow;
  readonly #listeners = new Set<() => void>();
  #machine: AccountMachine = initialAccount;
  /** Aborted whenever another user may be meant. */
  #userReading = new AbortController();
  /** What the service said of the tokens in force; null until it did. */
  #confirmedLogin: string | null = null;
  #confirming: Promise<Result<SignedInUser, Failure>> | null = null;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
    this.tokens = createTokenSource({
      store: deps.stores.tokens,
      clock: deps.clock,
      refresh: (refreshToken, signal) => this.#refresh(refreshToken, signal),
      onEvent: (event) => {
        this.#hearTokens(event);
      },
      // Signing out forgets the login, the end of a grant does not.
      isSomebodyKnown: async () => {
        const login = await deps.stores.login.load();
        return login.ok && login.value !== null;
      },
    });
    this.#flow = createSignInFlow({
      openAttempt: (method) => this.#openAttempt(method),
      openBrowser: deps.openBrowser,
      onTokens: (tokens) => this.#becomeSignedIn(tokens),
      onEvent: (event) => {
        this.#apply(event);
      },
      log: deps.log,
    });
  }

  state(): AccountState {
    return accountView(this.#machine);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async restore(): Promise<Result<null, Failure>> {
    const { clients, login } = this.#deps.stores;
    const client = await clients.load();
    const hasTokens = await this.tokens.hasTokens();
    const knownLogin = await login.load();
    const unreadable = [client, hasTokens, knownLogin].find((read) => !read.ok);
    this.#apply({
      kind: "restored",
      // What cannot be read is not absent: the state then says what is wrong, not that nothing is there.
      hasClient: !client.ok || client.value !== null,
      hasTokens: hasTokens.ok && hasTokens.value,
      login: knownLogin.ok ? (knownLogin.value ?? "") : "",
    });
    if (unreadable !== undefined) {
      this.#deps.log.write("error", "account.storesUnreadable");
      this.#apply({ kind: "signInFailed", failure: unreadable.failure });
      return failed(unreadable.failure);
    }
    await this.readUser();
    return success(null);
  }

  signIn(method: SignInMethod): Promise<Result<null, Failure>> {
    return this.#flow.start(method);
  }

  submitCode(text: string): Promise<Result<null, Failure>> {
    return this.#flow.submit(text);
  }

  async cancelSignIn(): Promise<void> {
    const ended = this.#flow.end();
    this.#apply({ kind: "signInCancelled" });
    await ended;
  }

  async signInWith(tokens: TokenPair): Promise<void> {
    await this.#flow.end();
    await this.#becomeSignedIn(tokens);
  }

  async signOut(): Promise<Result<null, Failure>> {
    void this.#flow.end();
    this.#newUser();
    this.#apply({ kind: "signedOut" });
    this.#deps.log.write("info", "account.signedOut");
    const forgotten = await this.tokens.forget();
    const login = await this.#deps.stores.login.save(null);
    return forgotten.ok ? login : forgotten;
  }

  async setClient(client: OAuthClient): Promise<Result<null, Failure>> {
    await this.#flow.end();
    const before = await this.#deps.stores.clients.load();
    const isSameApplication =
      before.ok && before.value?.clientId === client.clientId;
    if (!isSameApplication) {
      const signedOut = await this.signOut();
      if (!signedOut.ok) return signedOut;
    }
    const saved = await this.#deps.stores.clients.save(client);
    return saved.ok ? this.restore() : saved;
  }

  client(): Promise<Result<OAuthClient | null, Failure>> {
    return this.#deps.stores.clients.load();
  }

  async readUser(): Promise<void> {
    if (this.#machine.settled.kind !== "signedIn") return;
    await this.#askWho();
  }

  async loginInForce(signal: AbortSignal): Promise<Result<string, Failure>> {
    if (this.#confirmedLogin !== null) return success(this.#confirmedLogin);
    // Also says why where there is nobody.
    const token = await this.tokens.accessToken(signal);
    if (!token.ok) return token;
    this.#confirming ??= this.#askWho().finally(() => {
      this.#confirming = null;
    });
    const user = await this.#confirming;
    if (signal.aborted) return failed({ kind: "cancelled" });
    return user.ok ? success(user.value.login) : user;
  }

  async #askWho(): Promise<Result<SignedInUser, Failure>> {
    const { signal } = this.#userReading;
    const user = await this.#deps.readCurrentUser(signal);
    if (signal.aborted) return failed({ kind: "cancelled" });
    if (user.ok) {
      this.#confirmedLogin = user.value.login;
      this.#apply({ kind: "userRead", user: user.value });
      await this.#rememberLogin(user.value.login);
      return user;
    }
    this.#apply(
      user.failure.kind === "signInNeeded"
        ? { kind: "grantRevoked" }
        : { kind: "userReadFailed", failure: user.failure },
    );
    return user;
  }

  async close(): Promise<void> {
    this.#userReading.abort();
    await this.#flow.end();
    await this.tokens.settle();
  }

  async #openAttempt(
    method: SignInMethod,
  ): Promise<Result<SignInAttempt, Failure>> {
    const requester = await this.#requester();
    return requester.ok
      ? openSignInAttempt(this.#deps, requester.value, method)
      : requester;
  }

  async #becomeSignedIn(tokens: TokenPair): Promise<void> {
    this.#newUser();
    const { signal } = this.#userReading;
    await this.tokens.adopt(tokens);
    if (signal.aborted) return;
    this.#deps.log.write("info", "account.signedIn");
    this.#apply({ kind: "signedIn" });
    await this.readUser();
  }

  #newUser(): void {
    this.#userReading.abort();
    this.#userReading = new AbortController();
    this.#confirmedLogin = null;
    this.#confirming = null;
  }

  async #rememberLogin(login: string): Promise<void> {
    const saved = await this.#deps.stores.login.save(login);
    if (!saved.ok) this.#deps.log.write("warning", "account.loginNotSaved");
  }

  async #refresh(
    refreshToken: string,
    signal: AbortSignal,
  ): Promise<Result<TokenPair, Failure>> {
    const requester = await this.#requester();
    return requester.ok
      ? refreshTokens(this.#deps, requester.value, refreshToken, signal)
      : requester;
  }

  async #requester(): Promise<
    Result<
      { readonly settings: OAuthSettings; readonly client: OAuthClient },
      Failure
    >
  > {
    const settings = this.#deps.oauth();
    if (settings === null)
      return failed({ kind: "unreachable", code: "NOT_RUNNING" });
    const client = await this.#deps.stores.clients.load();
    if (!client.ok) return client;
    return client.value === null
      ? failed({ kind: "signInFailed", reason: "badClient", detail: "" })
      : success({ settings, client: client.value });
  }

  #hearTokens(event: TokenEvent): void {
    switch (event.kind) {
      case "grantRevoked":
        this.#confirmedLogin = null;
        this.#deps.log.write("warning", "account.grantRevoked");
        this.#apply({ kind: "grantRevoked" });
        return;
      case "storeFailed":
        this.#deps.log.write("error", "account.tokensNotSaved");
        this.#apply({ kind: "tokensNotSaved", failure: event.failure });
        return;
      case "storeRecovered":
        this.#apply({ kind: "tokensSaved" });
        return;
      default:
        assertNever(event, "token event");
    }
  }

  #apply(event: AccountEvent): void {
    this.#machine = transition(this.#machine, event);
    for (const listener of this.#listeners) listener();
  }
}
