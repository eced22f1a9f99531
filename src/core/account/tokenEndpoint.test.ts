// Behaviours of the calls to the token endpoint.
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../testing/manualClock.ts";
import { ScriptedHttp } from "../../testing/scriptedHttp.ts";
import { outOfBandRedirectUri } from "../../shared/contractSettings.ts";
import { exchangeCode, refreshTokens } from "./tokenEndpoint.ts";

const settings = {
  authorizeUrl: "https://radiopaedia.org/oauth/authorize",
  tokenUrl: "https://radiopaedia.org/oauth/token",
  redirectUri: outOfBandRedirectUri,
  scope: "",
  usesPkce: true,
};
const requester = {
  settings,
  client: { clientId: "id", clientSecret: "s&cret" },
};
const attempt = {
  authorizeUrl: "",
  redirectUri: outOfBandRedirectUri,
  state: "state",
  codeVerifier: "verifier",
};
const nowMs = 1_700_000_000_000;
const pair = {
  access_token: "access-2",
  token_type: "Bearer",
  expires_in: 86_400,
  refresh_token: "refresh-2",
};
const { signal } = new AbortController();

function depsWith(http: ScriptedHttp) {
  return { http, clock: new ManualClock(nowMs), userAgent: "Casedrop/test" };
}

function exchange(http: ScriptedHttp) {
  const grant = { attempt, code: "the-code" };
  return exchangeCode(depsWith(http), requester, grant, signal);
}

function refresh(http: ScriptedHttp) {
  return refreshTokens(depsWith(http), requester, "refresh-1", signal);
}

describe("trading a code", () => {
  it("sends a form with every documented field and the verifier", async () => {
    const http = new ScriptedHttp({ status: 200, body: pair });
    await exchange(http);
    expect(http.requests[0]).toMatchObject({
      method: "POST",
      url: "https://radiopaedia.org/oauth/token",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        "user-agent": "Casedrop/test",
      },
    });
    expect(http.formOf(0)).toEqual({
      grant_type: "authorization_code",
      client_id: "id",
      client_secret: "s&cret",
      code: "the-code",
      redirect_uri: "urn:ietf:wg:oauth:2.0:oob",
      code_verifier: "verifier",
    });
  });

  it("leaves an empty secret out, as a non-confidential application must", async () => {
    const http = new ScriptedHttp({ status: 200, body: pair });
    const open = { settings, client: { clientId: "id", clientSecret: "" } };
    const grant = { attempt: { ...attempt, codeVerifier: null }, code: "c" };
    await exchangeCode(depsWith(http), open, grant, signal);
    expect(Object.keys(http.formOf(0))).toEqual([
      "grant_type",
      "client_id",
      "code",
      "redirect_uri",
    ]);
  });

  it("answers the pair with the time at which it expires", async () => {
    const http = new ScriptedHttp({ status: 200, body: pair });
    expect(await exchange(http)).toEqual({
      ok: true,
      value: {
        accessToken: "access-2",
        refreshToken: "refresh-2",
        expiresAtMs: 1_700_086_400_000,
      },
    });
  });

  it.each([
    ["a lower-case token type", { ...pair, token_type: "bearer" }],
    ["a lifetime as text", { ...pair, expires_in: "86400" }],
    ["further fields", { ...pair, scope: "cases", created_at: 1 }],
  ])("accepts %s", async (_name, body) => {
    const http = new ScriptedHttp({ status: 200, body });
    expect(await exchange(http)).toMatchObject({
      ok: true,
      value: { expiresAtMs: 1_700_086_400_000 },
    });
  });

  it("accepts a token without lifetime and without refresh token", async () => {
    const body = { access_token: "a", token_type: "bearer" };
    const http = new ScriptedHttp({ status: 200, body });
    expect(await exchange(http)).toEqual({
      ok: true,
      value: { accessToken: "a", refreshToken: null, expiresAtMs: null },
    });
  });

  it.each([
    [
      400,
      { error: "invalid_grant" },
      { kind: "signInFailed", reason: "badCode", detail: "" },
    ],
    [
      401,
      { error: "invalid_client", error_description: "Unknown client" },
      { kind: "signInFailed", reason: "badClient" },
    ],
    [400, { error: "invalid_scope" }, { kind: "refused", status: 400 }],
    [
      503,
      "Maintenance",
      {
        kind: "serverError",
        status: 503,
        retryAfterMs: null,
        detail: "Maintenance",
      },
    ],
    [429, "", { kind: "rateLimited", status: 429, retryAfterMs: null }],
    [
      200,
      "<html>Log in to the hospital WLAN</html>",
      { kind: "unexpectedAnswer", call: "token", problem: "" },
    ],
    [
      200,
      { ...pair, token_type: "mac" },
      { kind: "unexpectedAnswer", call: "token", problem: "token_type" },
    ],
  ])("turns an answer %i %j into a failure", async (status, body, failure) => {
    const http = new ScriptedHttp({ status, body });
    expect(await exchange(http)).toMatchObject({ ok: false, failure });
  });

  it("never repeats a token of the answer in a failure", async () => {
    const body = {
      error: "invalid_request",
      error_description: `Bad value 0123456789abcdef0123456789abcdef at https://x.test/?code=1`,
    };
    const http = new ScriptedHttp({ status: 400, body });
    const result = JSON.stringify(await exchange(http));
    expect(result).not.toContain("0123456789abcdef");
    expect(result).not.toContain("x.test");
  });
});

describe("refreshing", () => {
  it("sends the refresh token and answers the new pair", async () => {
    const http = new ScriptedHttp({ status: 200, body: pair });
    expect(await refresh(http)).toMatchObject({
      ok: true,
      value: { accessToken: "access-2", refreshToken: "refresh-2" },
    });
    expect(http.formOf(0)).toEqual({
      grant_type: "refresh_token",
      client_id: "id",
      client_secret: "s&cret",
      refresh_token: "refresh-1",
    });
  });

  it("keeps the old refresh token when the answer brings none", async () => {
    const body = { ...pair, refresh_token: undefined };
    const http = new ScriptedHttp({ status: 200, body });
    expect(await refresh(http)).toMatchObject({
      value: { refreshToken: "refresh-1" },
    });
  });

  it.each([
    [400, { error: "invalid_grant" }],
    [401, { error: "invalid_grant" }],
    [400, { error: "invalid_request" }],
    [401, ""],
  ])("calls the grant dead on %i %j", async (status, body) => {
    expect(await refresh(new ScriptedHttp({ status, body }))).toEqual({
      ok: false,
      failure: { kind: "signInNeeded", reason: "revoked" },
    });
  });

  it("does not blame the grant for an application that is not accepted", async () => {
    const http = new ScriptedHttp({
      status: 401,
      body: { error: "invalid_client" },
    });
    expect(await refresh(http)).toMatchObject({
      failure: { kind: "signInFailed", reason: "badClient" },
    });
  });

  it.each([
    [{ status: 500, body: "" }, "serverError"],
    [{ status: 403, body: "" }, "refused"],
    [{ status: 200, body: "<html>" }, "unexpectedAnswer"],
    [{ failure: { kind: "unreachable", code: "ENOTFOUND" } }, "unreachable"],
    [
      { failure: { kind: "connectionLost", code: "ECONNRESET" } },
      "connectionLost",
    ],
  ] as const)("keeps the grant on %j", async (reply, kind) => {
    expect(await refresh(new ScriptedHttp(reply))).toMatchObject({
      ok: false,
      failure: { kind },
    });
  });
});
