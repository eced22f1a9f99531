// Manners of the caller: pace, patience, what is tried again, and who it says it is.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../../testing/hastyClock.ts";
import { ManualClock } from "../../../testing/manualClock.ts";
import {
  ScriptedHttp,
  type ScriptedReply,
} from "../../../testing/scriptedHttp.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import {
  createArchiveCaller,
  hostFellSilent,
  type ArchiveTokens,
} from "./archiveCaller.ts";
import {
  placesAt,
  politeManners,
  type ArchiveSettings,
} from "./archiveSettings.ts";
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
  given: Partial<ArchiveSettings> = {},
) {
  const http = new ScriptedHttp(...replies);
  const clock = new HastyClock();
  const settings = {
    baseUrls: {},
    storageBase: null,
    apiKey: { key: "key-of-the-user", place: "header" as const },
    userAgent: () => "Casedrop/1.0 (+https://example.org)",
    manners: politeManners,
    ...given,
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

describe("the key of the retired interface", () => {
  const retired = endpointOf("tcia-v2", "getCollectionValues");
  const at = (base: string | null) => ({
    apiKey: null,
    baseUrls: base === null ? {} : { "tcia-v2": base },
  });
  const needed = {
    ok: false,
    failure: { kind: "apiKeyNeeded", endpoint: "getCollectionValues" },
  };

  it.each([null, "https://example.org/services/v3/"])(
    "is asked for before anything is sent where nobody is answered without it (%s)",
    async (base) => {
      const { caller, http } = setUp([], null, undefined, at(base));
      expect(await caller.call(retired, [], never)).toEqual(needed);
      expect(http.requests).toEqual([]);
    },
  );

  it("is not needed from version 4 on", async () => {
    const base = "https://example.org/services/v4/";
    const { caller, http } = setUp([ok], null, undefined, at(base));
    expect(await caller.call(retired, [], never)).toMatchObject({ ok: true });
    expect(http.requests[0]?.url).toBe(`${base}TCIA/query/getCollectionValues`);
  });

  it.each([401, 403])(
    "is asked for where a server answers %i",
    async (status) => {
      const { caller } = setUp(
        [{ status, body: "" }],
        null,
        undefined,
        at("https://example.org/services/v4/"),
      );
      expect(await caller.call(retired, [], never)).toEqual(needed);
    },
  );
});

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

describe("the other host name of the main server", () => {
  const other = "https://services.cancerimagingarchive.net";
  const usual = "https://nbia.cancerimagingarchive.net";
  const hosts = placesAt(null);
  const manners = { ...politeManners, retries: 0 };
  const down = { status: 503, body: "" };
  const origins = (requests: readonly { readonly url: string }[]) =>
    requests.map(({ url }) => new URL(url).origin);
  const images = endpointOf("nbia-v4", "getImage");
  const wanted = [{ name: "SeriesInstanceUID", value: "1.2.3" }];

  it("is asked when the usual one fails, is named in the answer, and is kept to", async () => {
    const { caller, http } = setUp([down, ok, ok], null, undefined, {
      ...hosts,
      manners,
    });
    const first = await caller.call(collections, [], never);
    expect(first).toMatchObject({
      ok: true,
      value: { baseUrl: `${other}/nbia-api/services/v4/` },
    });
    await caller.call(collections, [], never);
    expect(origins(http.requests)).toEqual([usual, other, other]);
  });

  it("is asked only after the retries of the usual one, and only once", async () => {
    const { caller, http } = setUp(
      [down, down, down, down, down],
      null,
      undefined,
      hosts,
    );
    expect(await caller.call(collections, [], never)).toMatchObject({
      ok: false,
      failure: { kind: "archiveError", status: 503 },
    });
    expect(origins(http.requests)).toEqual([usual, usual, usual, usual, other]);
  });

  it("is not asked what the usual one refused, and not at a server that the user named", async () => {
    const refused = { status: 400, body: "Series is not public" };
    const atTcia = setUp([refused], null, undefined, { ...hosts, manners });
    await atTcia.caller.call(images, wanted, never);
    expect(origins(atTcia.http.requests)).toEqual([usual]);
    const elsewhere = setUp([down], null, undefined, {
      ...placesAt("https://example.org/"),
      manners,
    });
    await elsewhere.caller.call(collections, [], never);
    expect(origins(elsewhere.http.requests)).toEqual(["https://example.org"]);
  });

  it("takes the next try of a transfer that broke off, not the rest of this one", async () => {
    const lost = { failure: { kind: "connectionLost", code: "X" } } as const;
    const { caller, http } = setUp([lost, ok], null, undefined, hosts);
    const options = { mayRetry: false };
    await caller.call(images, wanted, never, options);
    expect(origins(http.requests)).toEqual([usual]);
    await caller.call(images, wanted, never, options);
    expect(origins(http.requests)).toEqual([usual, other]);
  });

  it("takes the next try where the host never began to answer", async () => {
    const { caller, http } = setUp([ok, ok], null, undefined, hosts);
    const silent = new AbortController();
    silent.abort(hostFellSilent);
    await caller.call(images, wanted, silent.signal, { mayRetry: false });
    const before = http.requests.length;
    await caller.call(images, wanted, never, { mayRetry: false });
    expect(origins(http.requests.slice(before))).toEqual([other]);
  });
});

describe("a parameter that the server refuses", () => {
  const refusal = (name: string) => ({
    status: 400,
    body: `Invalid query parameter: '${name}'. Allowed parameters are: [Collection]`,
  });
  const series = endpointOf("nbia-v4", "getSeries");
  const images = endpointOf("nbia-v4", "getImage");
  const parametersOf = ({ url }: { readonly url: string } = { url: "" }) => [
    ...new URL(url).searchParams.keys(),
  ];

  it("is left out once where the answer holds the same without it", async () => {
    const { caller, http } = setUp([refusal("NewFileNames"), ok]);
    const answer = await caller.call(
      images,
      [
        { name: "SeriesInstanceUID", value: "1.2.3" },
        { name: "NewFileNames", value: "Yes" },
      ],
      never,
    );
    expect(answer).toMatchObject({ value: { leftOut: "NewFileNames" } });
    expect(http.requests.map(parametersOf)).toEqual([
      ["SeriesInstanceUID", "NewFileNames"],
      ["SeriesInstanceUID"],
    ]);
  });

  it("is not left out by itself where the answer would hold more, but is when the user says so", async () => {
    const given = [{ name: "Modality", value: "CT" }];
    const { caller, http } = setUp([refusal("Modality")]);
    expect(await caller.call(series, given, never)).toMatchObject({
      failure: { kind: "archiveRefused", status: 400 },
    });
    expect(http.requests).toHaveLength(1);
    const asked = setUp([refusal("Modality"), ok]);
    expect(
      await asked.caller.call(series, given, never, { mayWiden: true }),
    ).toMatchObject({ value: { leftOut: "Modality" } });
    expect(asked.http.requests.map(parametersOf)).toEqual([["Modality"], []]);
  });

  it("is not left out where the endpoint needs it, and not a second time", async () => {
    const needed = setUp([refusal("SeriesInstanceUID")]);
    await needed.caller.call(
      images,
      [{ name: "SeriesInstanceUID", value: "1.2.3" }],
      never,
      { mayWiden: true },
    );
    expect(needed.http.requests).toHaveLength(1);
    const twice = setUp([refusal("format"), refusal("format")]);
    const format = [{ name: "format", value: "JSON" }];
    expect((await twice.caller.call(series, format, never)).ok).toBe(false);
    expect(twice.http.requests).toHaveLength(2);
  });
});
