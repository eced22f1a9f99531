// The one keeper of a token pair: refreshes early, once for all callers, and never uses a pair that a crash could lose.
import type { AccountFailure, Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { TokenSource } from "../ports/tokenSource.ts";
import type { TokenPair, TokenStore } from "./tokenStore.ts";

// Invariants
// 1. At most one refresh is under way, and no caller's cancelling stops it: its answer kills the old pair, so it must
//    be heard to the end.
// 2. A new pair is given out only after the store has it. If the store fails, the pair is all there is: it is used
//    from memory, reported, and offered to the store again.
// 3. A pair that was adopted or forgotten while a refresh ran wins over the answer of that refresh.
// 4. Only the service's word that the grant is dead removes a pair; no network trouble does.

/** What the keeper tells of itself. */
export type TokenEvent =
  | { readonly kind: "grantRevoked" }
  /** The pair lives in memory only until the store takes it. */
  | { readonly kind: "storeFailed"; readonly failure: Failure }
  | { readonly kind: "storeRecovered" };

export interface TokenSourceDeps {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** One try at the token endpoint. */
  readonly refresh: (
    refreshToken: string,
    signal: AbortSignal,
  ) => Promise<Result<TokenPair, Failure>>;
  readonly onEvent: (event: TokenEvent) => void;
  /** True if somebody is known to have been signed in and not to have signed out: a missing pair then is a lost one. */
  readonly isSomebodyKnown?: () => Promise<boolean>;
}

/** The tokens of one account. */
export interface AccountTokens extends TokenSource {
  /** True if there is a pair; a failure if the store cannot be read. */
  hasTokens(): Promise<Result<boolean, Failure>>;
  /** Takes the pair of a new sign-in. A store failure is told, but the pair is in force. */
  adopt(tokens: TokenPair): Promise<Result<null, Failure>>;
  /** Signs out on this computer. */
  forget(): Promise<Result<null, Failure>>;
  /** Waits for a refresh under way and offers an unsaved pair to the store once more: for shutting down. */
  settle(): Promise<void>;
}

const refreshEarlyMs = 5 * 60_000;
/** After an early refresh failed while the token is still good; and between offers to a store that failed. */
const retryPauseMs = 30_000;

/** A token source over a store. Nothing is read before it is asked. */
export function createTokenSource(deps: TokenSourceDeps): AccountTokens {
  return new RefreshingTokenSource(deps);
}

type MissingReason = (AccountFailure & { kind: "signInNeeded" })["reason"];

interface HeldPair {
  readonly kind: "pair";
  readonly tokens: TokenPair;
  /** The service has refused this access token. */
  readonly isRejected: boolean;
  /** When the store last refused this pair; null once it is stored. */
  readonly storeFailedAtMs: number | null;
}

/** What is known of the pair. */
type Held =
  | { readonly kind: "unread" }
  | { readonly kind: "none"; readonly reason: MissingReason }
  | HeldPair;

class RefreshingTokenSource implements AccountTokens {
  readonly #deps: TokenSourceDeps;
  #held: Held = { kind: "unread" };
  #loading: Promise<Result<null, Failure>> | null = null;
  #refreshing: Promise<Result<string, Failure>> | null = null;
  #refreshFailedAtMs: number | null = null;
  /** Grows with each adoption and sign-out; what began under an older one is void. */
  #grantVersion = 0;
  /** Writes run one after the other, and what is held changes inside them, so disk and memory agree on the order. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(deps: TokenSourceDeps) {
    this.#deps = deps;
  }

  async hasTokens(): Promise<Result<boolean, Failure>> {
    const loaded = await this.#load();
    return loaded.ok ? success(this.#held.kind === "pair") : loaded;
  }

  async accessToken(signal: AbortSignal): Promise<Result<string, Failure>> {
    const loaded = await this.#load();
    if (!loaded.ok) return loaded;
    // An adoption or sign-out under way decides first.
    await this.#lastWrite;
    await this.#offerUnsavedPair(retryPauseMs);
    if (signal.aborted) return failed({ kind: "cancelled" });
    const held = this.#held;
    if (held.kind !== "pair") return missing(held);
    if (!this.#wantsRefresh(held)) return success(held.tokens.accessToken);
    const refreshed = await orCancelled(this.#refreshOnce(), signal);
    if (refreshed.ok || refreshed.failure.kind === "cancelled")
      return refreshed;
    return this.#isStillGood(held.tokens)
      ? success(held.tokens.accessToken)
      : refreshed;
  }

  async replaceRejected(
    rejectedToken: string,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>> {
    const loaded = await this.#load();
    if (!loaded.ok) return loaded;
    const held = this.#held;
    if (held.kind === "pair" && held.tokens.accessToken === rejectedToken)
      this.#held = { ...held, isRejected: true };
    return this.accessToken(signal);
  }

  adopt(tokens: TokenPair): Promise<Result<null, Failure>> {
    this.#grantVersion += 1;
    this.#refreshFailedAtMs = null;
    return this.#keep(tokens, this.#grantVersion);
  }

  forget(): Promise<Result<null, Failure>> {
    this.#grantVersion += 1;
    this.#held = { kind: "none", reason: "signedOut" };
    return this.#write(() => this.#deps.store.save(null));
  }

  async settle(): Promise<void> {
    await this.#refreshing;
    await this.#lastWrite;
    await this.#offerUnsavedPair(0);
  }

  /** Reads the store until it has answered once; one that cannot be read is asked again by the next caller. */
  async #load(): Promise<Result<null, Failure>> {
    if (this.#held.kind !== "unread") return success(null);
    this.#loading ??= this.#readStore().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #readStore(): Promise<Result<null, Failure>> {
    const { store, isSomebodyKnown } = this.#deps;
    const stored = await store.load();
    const isLost =
      stored.ok &&
      stored.value === null &&
      (await isSomebodyKnown?.()) === true;
    // Adopted or forgotten meanwhile: what the store said is old.
    if (this.#held.kind !== "unread") return success(null);
    if (!stored.ok) return stored;
    this.#held =
      stored.value === null
        ? { kind: "none", reason: isLost ? "revoked" : "neverSignedIn" }
        : heldPair(stored.value);
    return success(null);
  }

  #wantsRefresh({ tokens, isRejected }: HeldPair): boolean {
    if (isRejected) return true;
    const { expiresAtMs, refreshToken } = tokens;
    const nowMs = this.#deps.clock.nowMs();
    if (expiresAtMs === null || nowMs < expiresAtMs - refreshEarlyMs)
      return false;
    if (nowMs >= expiresAtMs) return true;
    const hasJustFailed =
      this.#refreshFailedAtMs !== null &&
      nowMs < this.#refreshFailedAtMs + retryPauseMs;
    return refreshToken !== null && !hasJustFailed;
  }

  /** True while a failed early refresh leaves a token that can be used. */
  #isStillGood(tokens: TokenPair): boolean {
    const held = this.#held;
    if (held.kind !== "pair" || held.tokens !== tokens || held.isRejected)
      return false;
    const { expiresAtMs } = tokens;
    return expiresAtMs === null || this.#deps.clock.nowMs() < expiresAtMs;
  }

  #refreshOnce(): Promise<Result<string, Failure>> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<Result<string, Failure>> {
    const before = this.#held;
    if (before.kind !== "pair") return missing(before);
    const version = this.#grantVersion;
    const { refreshToken } = before.tokens;
    if (refreshToken === null) return this.#loseGrant(version);
    const answer = await this.#deps.refresh(
      refreshToken,
      new AbortController().signal,
    );
    if (version === this.#grantVersion) {
      if (!answer.ok) {
        this.#refreshFailedAtMs = this.#deps.clock.nowMs();
        return answer.failure.kind === "signInNeeded"
          ? this.#loseGrant(version)
          : answer;
      }
      this.#refreshFailedAtMs = null;
      await this.#keep(answer.value, version);
    }
    await this.#lastWrite;
    return this.#held.kind === "pair"
      ? success(this.#held.tokens.accessToken)
      : missing(this.#held);
  }

  /** Stores a pair and only then holds it; if the store fails, holds it all the same (invariant 2). */
  #keep(tokens: TokenPair, version: number): Promise<Result<null, Failure>> {
    return this.#write(async () => {
      if (version !== this.#grantVersion) return success(null);
      const saved = await this.#deps.store.save(tokens);
      // Signed out or in anew while the disk worked: the write queued behind this one puts the store right.
      if (version !== this.#grantVersion) return success(null);
      const wasUnsaved =
        this.#held.kind === "pair" && this.#held.storeFailedAtMs !== null;
      const storeFailedAtMs = saved.ok ? null : this.#deps.clock.nowMs();
      this.#held = { ...heldPair(tokens), storeFailedAtMs };
      if (!saved.ok)
        this.#deps.onEvent({ kind: "storeFailed", failure: saved.failure });
      else if (wasUnsaved) this.#deps.onEvent({ kind: "storeRecovered" });
      return saved;
    });
  }

  async #offerUnsavedPair(pauseMs: number): Promise<void> {
    if (this.#held.kind !== "pair" || this.#held.storeFailedAtMs === null)
      return;
    await this.#write(async () => {
      const held = this.#held;
      const nowMs = this.#deps.clock.nowMs();
      if (held.kind !== "pair" || held.storeFailedAtMs === null) return;
      if (nowMs < held.storeFailedAtMs + pauseMs) return;
      const saved = await this.#deps.store.save(held.tokens);
      const current = this.#held;
      if (current.kind !== "pair" || current.tokens !== held.tokens) return;
      this.#held = { ...current, storeFailedAtMs: saved.ok ? null : nowMs };
      if (saved.ok) this.#deps.onEvent({ kind: "storeRecovered" });
    });
  }

  async #loseGrant(version: number): Promise<Result<string, Failure>> {
    this.#held = { kind: "none", reason: "revoked" };
    await this.#write(() => this.#deps.store.save(null));
    if (version === this.#grantVersion)
      this.#deps.onEvent({ kind: "grantRevoked" });
    return missing({ kind: "none", reason: "revoked" });
  }

  #write<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#lastWrite.then(change);
    this.#lastWrite = done.catch(() => undefined);
    return done;
  }
}

function heldPair(tokens: TokenPair): HeldPair {
  return { kind: "pair", tokens, isRejected: false, storeFailedAtMs: null };
}

function missing(
  held: Exclude<Held, { kind: "pair" }>,
): Result<never, Failure> {
  return failed({
    kind: "signInNeeded",
    reason: held.kind === "none" ? held.reason : "neverSignedIn",
  });
}

/** The outcome of shared work, or `cancelled` as soon as this caller gives up; the work goes on for the others. */
function orCancelled<T>(
  work: Promise<Result<T, Failure>>,
  signal: AbortSignal,
): Promise<Result<T, Failure>> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      resolve(failed({ kind: "cancelled" }));
    };
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", giveUp);
    });
  });
}
