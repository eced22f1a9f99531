// Behaviours of the browser's half of signing in.
import { describe, expect, it } from "vitest";
import { outOfBandRedirectUri } from "../../shared/contractSettings.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import {
  beginAuthorization,
  codeChallengeOf,
  codeFromPastedText,
  codeFromRedirect,
  type OAuthSettings,
} from "./authorization.ts";

const settings: OAuthSettings = {
  authorizeUrl: "https://radiopaedia.org/oauth/authorize",
  tokenUrl: "https://radiopaedia.org/oauth/token",
  redirectUri: outOfBandRedirectUri,
  scope: "",
  usesPkce: true,
};
const request = { clientId: "app id&1", redirectUri: outOfBandRedirectUri };
const state = "expected-state";

describe("the authorize address", () => {
  it("carries client, redirect, state and an S256 challenge, and no scope by default", () => {
    const attempt = beginAuthorization(
      settings,
      request,
      new SequentialRandom(),
    );
    const url = new URL(attempt.authorizeUrl);
    expect(url.origin + url.pathname).toBe(
      "https://radiopaedia.org/oauth/authorize",
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "app id&1",
      redirect_uri: "urn:ietf:wg:oauth:2.0:oob",
      response_type: "code",
      state: "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
      code_challenge: codeChallengeOf(
        "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI",
      ),
      code_challenge_method: "S256",
    });
  });

  it("never holds the verifier, which only the token endpoint may see", () => {
    const attempt = beginAuthorization(
      settings,
      request,
      new SequentialRandom(),
    );
    expect(attempt.codeVerifier).toHaveLength(43);
    expect(attempt.authorizeUrl).not.toContain(attempt.codeVerifier);
  });

  it("leaves the proof key out when it is switched off, and adds a scope when one is set", () => {
    const attempt = beginAuthorization(
      { ...settings, usesPkce: false, scope: "cases" },
      request,
      new SequentialRandom(),
    );
    const { searchParams } = new URL(attempt.authorizeUrl);
    expect(attempt.codeVerifier).toBeNull();
    expect(searchParams.has("code_challenge")).toBe(false);
    expect(searchParams.get("scope")).toBe("cases");
  });

  it("computes the challenge of RFC 7636 appendix B", () => {
    expect(codeChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });
});

describe("reading what the user pasted", () => {
  const code = "Xy-7_abcDEF0123";
  const site = "https://radiopaedia.org/oauth/authorize/native";

  it.each([
    ["a bare code", code],
    ["a code with white space around it", `  \n${code}\t `],
    ["a code in quotes", `"${code}"`],
    ["a code in typographic quotes", `“${code}”`],
    ["a code broken over two lines", "Xy-7_abc\r\nDEF0123"],
    ["a whole address", `${site}?code=${code}`],
    ["an address with the right state", `${site}?code=${code}&state=${state}`],
    ["an address with the state first", `${site}?state=${state}&code=${code}`],
    ["an address in angle brackets", `<${site}?code=${code}>`],
    ["an address with a line break inside", `${site}?co\nde=${code}`],
    ["an address with a fragment", `${site}?code=${code}#_=_`],
    ["the query alone", `?code=${code}&state=${state}`],
    ["a part of the query", `code=${code}`],
  ])("takes the code from %s", (_name, text) => {
    expect(codeFromPastedText(text, state)).toEqual({ ok: true, value: code });
  });

  it("decodes a percent-encoded code", () => {
    expect(codeFromPastedText(`${site}?code=a%2Fb%2Bc`, state)).toEqual({
      ok: true,
      value: "a/b+c",
    });
  });

  it.each([
    ["nothing", "   ", "noCodeInText", ""],
    ["a sentence", "I clicked on authorize", "noCodeInText", ""],
    [
      "an address without a code",
      "https://radiopaedia.org/",
      "noCodeInText",
      "",
    ],
    ["an empty code", `${site}?code=`, "noCodeInText", ""],
    ["a word too short for a code", "abc", "noCodeInText", ""],
    [
      "another attempt's address",
      `${site}?code=${code}&state=old`,
      "stateMismatch",
      "",
    ],
    ["a denial", `${site}?error=access_denied`, "denied", "access_denied"],
    [
      "a refused scope",
      `${site}?error=invalid_scope`,
      "denied",
      "invalid_scope",
    ],
    [
      "an unknown application",
      `${site}?error=unauthorized_client`,
      "badClient",
      "unauthorized_client",
    ],
    ["an error that is no word", `${site}?error=%3Cscript%3E`, "denied", ""],
  ])("refuses %s", (_name, text, reason, detail) => {
    expect(codeFromPastedText(text, state)).toEqual({
      ok: false,
      failure: { kind: "signInFailed", reason, detail },
    });
  });
});

describe("reading a redirect", () => {
  it("takes the code that comes with the right state", () => {
    const query = new URLSearchParams({ code: "abc", state });
    expect(codeFromRedirect(query, state)).toEqual({ ok: true, value: "abc" });
  });

  it.each([
    ["another state", { code: "abc", state: "other" }, "stateMismatch"],
    ["no state", { code: "abc" }, "stateMismatch"],
    ["a denial without state", { error: "access_denied" }, "stateMismatch"],
    ["a denial", { error: "access_denied", state }, "denied"],
    ["no code", { state }, "noCodeInText"],
  ])("refuses %s", (_name, fields, reason) => {
    const result = codeFromRedirect(new URLSearchParams(fields), state);
    expect(result).toMatchObject({ ok: false, failure: { reason } });
  });
});
