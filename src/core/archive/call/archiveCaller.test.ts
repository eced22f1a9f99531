// Manners of the caller: pace, patience, what is tried again, and who it says it is.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../../testing/hastyClock.ts";
import { ManualClock } from "../../../testing/manualClock.ts";
import {
  ScriptedHttp,
  type ScriptedReply,
} from "../../../testing/scriptedHttp.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { createArchiveCaller, type ArchiveTokens } from "./archiveCaller.ts";
import { politeManners } from "./archiveSettings.ts";
import { NbiaTokens } from "./archiveTokens.ts";

const never = new AbortController().signal;
const random = {
  fraction: () => 0,
  bytes: (length: number) => new Uint8Array(length),
};
const collections = endpointOf("nbia-v4", "getCollectionValues");
const ok = { status: 200, body: [] };

function setUp(
  replies: readonly ScriptedReply[],
  tokens: ArchiveTokens | null = null,
  standing?: ManualClock,
) {
  const http = new ScriptedHttp(...replies);
  const clock = new HastyClock();
  const settings = {
    baseUrls: {},
    storageBase: null,
    apiKey: { key: "key-of-the-user", place: "header" as const },
    userAgent: "Casedrop/1.0 (+https://example.org)",
    manners: politeManners,
  };
  const caller = createArchiveCaller({
    http,
    clock: standing ?? clock,
    random,
    settings,
    tokens,
  });
  return { http, clock, caller };
}

describe("the caller", () => {
  it("lets half a second pass between two requests to one server", async () => {
    const { caller, clock } = setUp([ok, ok, ok]);
    for (let time = 0; time < 3; time++)
      await caller.call(collections, [], never);
    expect(clock.sleeps).toEqual([500, 500]);
  });

  it("does not let one server wait for another", async () => {
    const { caller, clock } = setUp([ok, ok]);
    await caller.call(collections, [], never);
    await caller.call(endpointOf("idc-v3", "version"), [], never);
    expect(clock.sleeps).toEqual([]);
  });

  it("says who it is, and sends no sign-in where none is needed", async () => {
    const { caller, http } = setUp([ok]);
    await caller.call(collections, [], never);
    expect(http.requests[0]?.headers).toEqual({
      "user-agent": "Casedrop/1.0 (+https://example.org)",
      accept: "*/*",
    });
  });

  it("waits as long as the archive asks, and so does the next call", async () => {
    const { caller, clock } = setUp([
      { status: 429, body: "", headers: { "retry-after": "90" } },
      ok,
    ]);
    const before = clock.nowMs();
    expect(await caller.call(collections, [], never)).toMatchObject({
      ok: true,
    });
    expect(clock.nowMs() - before).toBeGreaterThanOrEqual(90_000);
  });

  it("reports a pause that nobody would wait for", async () => {
    const { caller, http } = setUp([
      { status: 503, body: "", headers: { "retry-after": "86400" } },
    ]);
    expect(await caller.call(collections, [], never)).toEqual({
      ok: false,
      failure: {
        kind: "archiveError",
        status: 503,
        retryAfterMs: 86_400_000,
        detail: "",
      },
    });
    expect(http.requests).toHaveLength(1);
  });

  it.each([
    [502, 4],
    [503, 4],
    [504, 4],
    [429, 4],
    [500, 3],
    [400, 1],
    [401, 1],
    [404, 1],
    [422, 1],
    [501, 1],
  ])("asks after status %i %i times in all", async (status, times) => {
    const replies = Array.from({ length: 4 }, () => ({ status, body: "" }));
    const { caller, http, clock } = setUp(replies);
    expect((await caller.call(collections, [], never)).ok).toBe(false);
    expect(http.requests).toHaveLength(times);
    // From ten seconds on, doubling (jitter takes up to half).
    if (times === 4)
      expect(clock.sleeps.filter((ms) => ms >= 5_000).length).toBe(3);
  });

  it("stops waiting when the user does", async () => {
    const stop = new AbortController();
    const { caller } = setUp(
      [{ status: 503, body: "" }],
      null,
      new ManualClock(),
    );
    const asked = caller.call(collections, [], stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 0);
    expect(await asked).toEqual({ ok: false, failure: { kind: "cancelled" } });
  });

  it("keeps the key of the retired interface out of failures", async () => {
    const { caller, http } = setUp([{ status: 401, body: "bad key" }]);
    const refused = await caller.call(
      endpointOf("tcia-v2", "getCollectionValues"),
      [],
      never,
    );
    expect(http.requests[0]?.headers["api_key"]).toBe("key-of-the-user");
    expect(JSON.stringify(refused)).not.toContain("key-of-the-user");
  });
});

const token = (name: string, seconds: number) => ({
  status: 200,
  body: {
    access_token: name,
    refresh_token: `${name}-refresh`,
    expires_in: seconds,
    refresh_expires_in: 2 * seconds,
  },
});

describe("tokens", () => {
  const withTokens = (replies: readonly ScriptedReply[]) => {
    const { http, clock, caller } = setUp(replies);
    return { http, clock, tokens: new NbiaTokens(caller, clock) };
  };

  it("are asked for once and used while they live", async () => {
    const { http, tokens } = withTokens([token("a", 7_200)]);
    const both = await Promise.all([tokens.token(never), tokens.token(never)]);
    expect(both).toEqual([
      { ok: true, value: "a" },
      { ok: true, value: "a" },
    ]);
    expect(http.formOf(0)).toEqual({
      grant_type: "password",
      username: "nbia_guest",
      password: "",
      client_id: "NBIA",
    });
  });

  it("are refreshed under the other client id before they end", async () => {
    const { http, clock, tokens } = withTokens([
      token("a", 7_200),
      token("b", 7_200),
    ]);
    await tokens.token(never);
    clock.pass(7_150_000);
    expect(await tokens.token(never)).toEqual({ ok: true, value: "b" });
    expect(http.formOf(1)).toMatchObject({
      grant_type: "refresh_token",
      refresh_token: "a-refresh",
      client_id: "nbia",
    });
  });

  it("are asked for by name where the refresh is refused or too old", async () => {
    const { http, clock, tokens } = withTokens([
      token("a", 7_200),
      { status: 400, body: '{"error":"invalid_grant"}' },
      token("b", 7_200),
      token("c", 7_200),
    ]);
    await tokens.token(never);
    clock.pass(7_200_000);
    expect(await tokens.token(never)).toEqual({ ok: true, value: "b" });
    clock.pass(20_000_000);
    expect(await tokens.token(never)).toEqual({ ok: true, value: "c" });
    expect(http.formOf(3)).toMatchObject({ grant_type: "password" });
  });

  it("that were refused say so, and an answer without one is not understood", async () => {
    const refused = withTokens([
      {
        status: 401,
        body: '{"error":"invalid_grant","error_description":"Invalid user credentials"}',
      },
    ]);
    expect(await refused.tokens.token(never)).toMatchObject({
      failure: { kind: "archiveSignInRefused" },
    });
    const odd = withTokens([{ status: 200, body: "{}" }]);
    expect(await odd.tokens.token(never)).toMatchObject({
      failure: { kind: "unreadableAnswer" },
    });
  });

  it("that a call finds refused are replaced once", async () => {
    const sign = withTokens([token("old", 7_200), token("new", 7_200)]);
    const { caller, http } = setUp(
      [{ status: 401, body: "" }, ok],
      sign.tokens,
    );
    const search = endpointOf("nbia-token", "v2/getCollectionValues");
    expect(await caller.call(search, [], never)).toMatchObject({ ok: true });
    expect(
      http.requests.map(({ headers }) => headers["authorization"]),
    ).toEqual(["Bearer old", "Bearer new"]);
  });

  it("are given back in a header", async () => {
    const { http, tokens } = withTokens([
      token("a", 7_200),
      { status: 200, body: "" },
    ]);
    await tokens.token(never);
    await tokens.logout(never);
    expect(http.requests[1]?.headers["authorization"]).toBe("Bearer a");
    expect(http.requests[1]?.url.endsWith("/nbia-api/logout")).toBe(true);
  });
});
