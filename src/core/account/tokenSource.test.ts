// Behaviours of the keeper of the token pair.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { createTokenSource, type TokenEvent } from "./tokenSource.ts";
import type { TokenPair, TokenStore } from "./tokenStore.ts";

const hourMs = 3_600_000;
const startMs = 1_700_000_000_000;
const unwritable: Failure = { kind: "unwritable", code: "EROFS" };
const revoked: Failure = { kind: "signInNeeded", reason: "revoked" };

function pair(number: number, lifetimeMs: number | null = 24 * hourMs) {
  return {
    accessToken: `access-${String(number)}`,
    refreshToken: `refresh-${String(number)}`,
    expiresAtMs: lifetimeMs === null ? null : startMs + lifetimeMs,
  } satisfies TokenPair;
}

/** A store that can fail, and can die in the middle of a save. */
class FakeTokenStore implements TokenStore {
  stored: TokenPair | null;
  failure: Failure | null = null;
  loadFailure: Failure | null = null;
  saves = 0;
  /** While set, saves wait for it. */
  gate: Promise<void> | null = null;

  constructor(stored: TokenPair | null) {
    this.stored = stored;
  }

  async load(): Promise<Result<TokenPair | null, Failure>> {
    await Promise.resolve();
    return this.loadFailure === null
      ? success(this.stored)
      : failed(this.loadFailure);
  }

  async save(tokens: TokenPair | null): Promise<Result<null, Failure>> {
    this.saves += 1;
    await (this.gate ?? Promise.resolve());
    if (this.failure !== null) return failed(this.failure);
    this.stored = tokens;
    return success(null);
  }
}

/** A token endpoint with single-use refresh tokens: each pair dies with the next. */
class FakeEndpoint {
  readonly asked: string[] = [];
  readonly replies: Result<TokenPair, Failure>[] = [];
  gate: Promise<void> | null = null;

  async refresh(refreshToken: string): Promise<Result<TokenPair, Failure>> {
    this.asked.push(refreshToken);
    await (this.gate ?? Promise.resolve());
    const reply = this.replies.shift();
    if (reply === undefined) throw new Error("Unexpected refresh");
    return reply;
  }
}

function setUp(stored: TokenPair | null) {
  const store = new FakeTokenStore(stored);
  const endpoint = new FakeEndpoint();
  const clock = new ManualClock(startMs);
  const events: TokenEvent[] = [];
  const tokens = createTokenSource({
    store,
    clock,
    refresh: (refreshToken) => endpoint.refresh(refreshToken),
    onEvent: (event) => events.push(event),
  });
  return { store, endpoint, clock, events, tokens };
}

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

const { signal } = new AbortController();

describe("giving out tokens", () => {
  it("gives the stored token while it is far from its end", async () => {
    const { tokens, endpoint } = setUp(pair(1));
    expect(await tokens.accessToken(signal)).toEqual(success("access-1"));
    expect(endpoint.asked).toEqual([]);
  });

  it.each([
    ["5 minutes and 1 ms before its end", 5 * 60_000 + 1, "access-1"],
    ["5 minutes before its end", 5 * 60_000, "access-2"],
    ["after its end", -hourMs, "access-2"],
  ])("%s", async (_name, lifetimeMs, expected) => {
    const { tokens, endpoint } = setUp(pair(1, lifetimeMs));
    endpoint.replies.push(success(pair(2)));
    expect(await tokens.accessToken(signal)).toEqual(success(expected));
  });

  it("uses a token of unknown lifetime until it is refused", async () => {
    const { tokens, clock } = setUp(pair(1, null));
    clock.advance(1000 * hourMs);
    expect(await tokens.accessToken(signal)).toEqual(success("access-1"));
  });

  it("asks for a sign-in when there never was one", async () => {
    const { tokens } = setUp(null);
    expect(await tokens.accessToken(signal)).toEqual(
      failed({ kind: "signInNeeded", reason: "neverSignedIn" }),
    );
  });

  it("does not take an unreadable store for an empty one, and reads it again later", async () => {
    const { tokens, store } = setUp(pair(1));
    store.loadFailure = { kind: "unreadable", code: "KEYCHAIN_REFUSED" };
    expect(await tokens.accessToken(signal)).toEqual(failed(store.loadFailure));
    store.loadFailure = null;
    expect(await tokens.accessToken(signal)).toEqual(success("access-1"));
  });
});

describe("refreshing", () => {
  it("asks once for any number of callers", async () => {
    const { tokens, endpoint } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        tokens.accessToken(new AbortController().signal),
      ),
    );
    expect(answers).toEqual(Array(20).fill(success("access-2")));
    expect(endpoint.asked).toEqual(["refresh-1"]);
  });

  it("stores the new pair before anyone gets it", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const { passed, open } = gate();
    store.gate = passed;
    let given: unknown = null;
    const asking = tokens.accessToken(signal).then((token) => {
      given = token;
    });
    await new Promise(setImmediate);
    expect(store.saves).toBe(1);
    expect(given).toBeNull();
    open();
    await asking;
    expect(store.stored).toEqual(pair(2));
    expect(given).toEqual(success("access-2"));
  });

  it("walks a chain of single-use refresh tokens", async () => {
    const { tokens, endpoint, clock, store } = setUp(pair(1, hourMs));
    endpoint.replies.push(success(pair(2, 2 * hourMs)));
    endpoint.replies.push(success(pair(3, 3 * hourMs)));
    clock.advance(hourMs);
    expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
    clock.advance(hourMs);
    expect(await tokens.accessToken(signal)).toEqual(success("access-3"));
    expect(endpoint.asked).toEqual(["refresh-1", "refresh-2"]);
    expect(store.stored).toEqual(pair(3, 3 * hourMs));
  });

  it("hears the answer to its end though every caller gave up, since the old pair is dead by then", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const { passed, open } = gate();
    endpoint.gate = passed;
    const caller = new AbortController();
    const asking = tokens.accessToken(caller.signal);
    await new Promise(setImmediate);
    caller.abort();
    expect(await asking).toEqual(failed({ kind: "cancelled" }));
    open();
    await tokens.settle();
    expect(store.stored).toEqual(pair(2));
  });

  it("goes on with the old token when an early refresh fails, and does not try at every call", async () => {
    const { tokens, endpoint, clock } = setUp(pair(1, 4 * 60_000));
    endpoint.replies.push(failed({ kind: "unreachable", code: "ENOTFOUND" }));
    expect(await tokens.accessToken(signal)).toEqual(success("access-1"));
    expect(await tokens.accessToken(signal)).toEqual(success("access-1"));
    expect(endpoint.asked).toHaveLength(1);
    endpoint.replies.push(success(pair(2)));
    clock.advance(30_000);
    expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
  });

  it.each([
    { kind: "unreachable", code: "ENOTFOUND" },
    { kind: "connectionLost", code: "ECONNRESET" },
    { kind: "serverError", status: 503, retryAfterMs: null, detail: "" },
    { kind: "signInFailed", reason: "badClient", detail: "" },
  ] satisfies Failure[])(
    "keeps an expired pair on $kind, for the next try",
    async (failure) => {
      const { tokens, endpoint, store, events } = setUp(pair(1, 0));
      endpoint.replies.push(failed(failure), success(pair(2)));
      expect(await tokens.accessToken(signal)).toEqual(failed(failure));
      expect(store.stored).toEqual(pair(1, 0));
      expect(events).toEqual([]);
      expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
    },
  );

  it("ends in a sign-in when the grant is dead, and says so once", async () => {
    const { tokens, endpoint, store, events } = setUp(pair(1, 0));
    endpoint.replies.push(failed(revoked));
    expect(await tokens.accessToken(signal)).toEqual(failed(revoked));
    expect(await tokens.accessToken(signal)).toEqual(failed(revoked));
    expect(events).toEqual([{ kind: "grantRevoked" }]);
    expect(store.stored).toBeNull();
  });

  it("counts an expired token that cannot be refreshed as a dead grant", async () => {
    const { tokens, events } = setUp({ ...pair(1, 0), refreshToken: null });
    expect(await tokens.accessToken(signal)).toEqual(failed(revoked));
    expect(events).toEqual([{ kind: "grantRevoked" }]);
  });
});

describe("a token the service refused", () => {
  it("is replaced once for all callers that saw it", async () => {
    const { tokens, endpoint } = setUp(pair(1));
    endpoint.replies.push(success(pair(2)));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        tokens.replaceRejected("access-1", signal),
      ),
    );
    expect(answers).toEqual(Array(5).fill(success("access-2")));
    expect(await tokens.replaceRejected("access-1", signal)).toEqual(
      success("access-2"),
    );
    expect(endpoint.asked).toEqual(["refresh-1"]);
  });

  it("is never given out again while refreshing fails", async () => {
    const { tokens, endpoint } = setUp(pair(1));
    const offline: Failure = { kind: "unreachable", code: "ENOTFOUND" };
    endpoint.replies.push(failed(offline), failed(offline));
    expect(await tokens.replaceRejected("access-1", signal)).toEqual(
      failed(offline),
    );
    expect(await tokens.accessToken(signal)).toEqual(failed(offline));
  });
});

describe("a store that fails", () => {
  it("does not cost the new pair: it is used from memory, reported, and stored when the disk works again", async () => {
    const { tokens, endpoint, store, events, clock } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    store.failure = unwritable;
    expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
    expect(events).toEqual([{ kind: "storeFailed", failure: unwritable }]);
    expect(store.stored).toEqual(pair(1, 0));

    store.failure = null;
    expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
    expect(store.stored).toEqual(pair(1, 0));
    clock.advance(30_000);
    expect(await tokens.accessToken(signal)).toEqual(success("access-2"));
    expect(store.stored).toEqual(pair(2));
    expect(events.at(-1)).toEqual({ kind: "storeRecovered" });
    expect(endpoint.asked).toEqual(["refresh-1"]);
  });

  it("gets the pair offered once more before the app ends", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    store.failure = unwritable;
    await tokens.accessToken(signal);
    store.failure = null;
    await tokens.settle();
    expect(store.stored).toEqual(pair(2));
  });

  it("keeps the refusal of a token in mind while it is offered again", async () => {
    const { tokens, endpoint, store, clock } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)), success(pair(3)));
    store.failure = unwritable;
    await tokens.accessToken(signal);
    store.failure = null;
    clock.advance(30_000);
    expect(await tokens.replaceRejected("access-2", signal)).toEqual(
      success("access-3"),
    );
    expect(store.stored).toEqual(pair(3));
  });
});

describe("a crash between the answer and the store", () => {
  it("costs a sign-in and nothing else: the old pair is tried, found dead, and cleared", async () => {
    const before = setUp(pair(1, 0));
    before.endpoint.replies.push(success(pair(2)));
    before.store.gate = new Promise(() => undefined);
    void before.tokens.accessToken(signal);
    await new Promise(setImmediate);

    const after = setUp(before.store.stored);
    after.endpoint.replies.push(failed(revoked));
    expect(await after.tokens.accessToken(signal)).toEqual(failed(revoked));
    expect(after.endpoint.asked).toEqual(["refresh-1"]);
    expect(after.events).toEqual([{ kind: "grantRevoked" }]);
  });
});

describe("signing in and out while a refresh runs", () => {
  it("lets the new sign-in win over the refresh of the old one", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const { passed, open } = gate();
    endpoint.gate = passed;
    const asking = tokens.accessToken(signal);
    await new Promise(setImmediate);
    await tokens.adopt(pair(7));
    open();
    expect(await asking).toEqual(success("access-7"));
    expect(store.stored).toEqual(pair(7));
  });

  it("stays signed out when the refresh answers afterwards", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const { passed, open } = gate();
    endpoint.gate = passed;
    const asking = tokens.accessToken(signal);
    await new Promise(setImmediate);
    await tokens.forget();
    open();
    const signedOut = failed({ kind: "signInNeeded", reason: "signedOut" });
    expect(await asking).toEqual(signedOut);
    expect(await tokens.accessToken(signal)).toEqual(signedOut);
    expect(store.stored).toBeNull();
  });

  it("stays signed out when a slow save ends afterwards", async () => {
    const { tokens, endpoint, store } = setUp(pair(1, 0));
    endpoint.replies.push(success(pair(2)));
    const { passed, open } = gate();
    store.gate = passed;
    const asking = tokens.accessToken(signal);
    await new Promise(setImmediate);
    const forgotten = tokens.forget();
    open();
    await forgotten;
    await asking;
    expect(store.stored).toBeNull();
    expect(await tokens.hasTokens()).toEqual(success(false));
  });

  it("does not report the end of a grant that was replaced meanwhile", async () => {
    const { tokens, endpoint, events } = setUp(pair(1, 0));
    endpoint.replies.push(failed(revoked));
    const { passed, open } = gate();
    endpoint.gate = passed;
    const asking = tokens.accessToken(signal);
    await new Promise(setImmediate);
    await tokens.adopt(pair(7));
    open();
    expect(await asking).toEqual(success("access-7"));
    expect(events).toEqual([]);
  });
});
