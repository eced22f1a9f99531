// The browser's half of signing in: proof key, state, the address to open, and reading what comes back (RFC 6749 4.1, RFC 7636).
import { createHash, timingSafeEqual } from "node:crypto";
import type { AccountFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Random } from "../ports/random.ts";

/** Where and how to sign in; all of it is a setting, since clients of the service disagree (contract section 13). */
export interface OAuthSettings {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** For signing in by a pasted code: the out-of-band URN, or an https page whose address the user pastes. */
  readonly redirectUri: string;
  /** Empty: the parameter is left out. */
  readonly scope: string;
  readonly usesPkce: boolean;
}

/** The user's own application. An empty secret is a non-confidential one. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One attempt to sign in: what must be remembered until its code arrives. */
export interface AuthorizationAttempt {
  readonly authorizeUrl: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Null if PKCE is switched off. */
  readonly codeVerifier: string | null;
}

/** Starts an attempt with a fresh state and proof key. */
export function beginAuthorization(
  settings: OAuthSettings,
  request: { readonly clientId: string; readonly redirectUri: string },
  random: Random,
): AuthorizationAttempt {
  const state = freshState(random);
  const codeVerifier = settings.usesPkce ? base64Url(random.bytes(32)) : null;
  const url = new URL(settings.authorizeUrl);
  url.searchParams.set("client_id", request.clientId);
  url.searchParams.set("redirect_uri", request.redirectUri);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("state", state);
  if (settings.scope !== "") url.searchParams.set("scope", settings.scope);
  if (codeVerifier !== null) {
    url.searchParams.set("code_challenge", codeChallengeOf(codeVerifier));
    url.searchParams.set("code_challenge_method", "S256");
  }
  return {
    authorizeUrl: url.href,
    redirectUri: request.redirectUri,
    state,
    codeVerifier,
  };
}

/** BASE64URL(SHA256(ASCII(verifier))), RFC 7636 4.2. */
export function codeChallengeOf(codeVerifier: string): string {
  return base64Url(createHash("sha256").update(codeVerifier, "ascii").digest());
}

/**
 * The code in the query of a redirect. The state must be the expected one: a redirect without it is as foreign as one
 * with another (RFC 6749 10.12).
 */
export function codeFromRedirect(
  query: URLSearchParams,
  expectedState: string,
): Result<string, AccountFailure> {
  const state = query.get("state");
  if (state === null || !isSameSecret(state, expectedState))
    return signInFailed("stateMismatch");
  return codeFromQuery(query);
}

/**
 * The code in what the user pasted: a bare code, a query, or a whole address, with stray white space, line breaks or
 * quotes. An address may lack the state (it proves no less than a bare code), but must not carry another attempt's.
 */
export function codeFromPastedText(
  text: string,
  expectedState: string,
): Result<string, AccountFailure> {
  const bare = text.replace(wrapping, "").replace(lineBreaks, "");
  if (!/(?:^|[?&#])(?:code|error)=/.test(bare))
    return bareCode.test(bare) ? success(bare) : signInFailed("noCodeInText");
  const query = new URLSearchParams(
    bare
      .replaceAll(" ", "")
      .replace(/^[^?]*\?/, "")
      .replace(/#.*$/, ""),
  );
  const state = query.get("state");
  if (state !== null && !isSameSecret(state, expectedState))
    return signInFailed("stateMismatch");
  return codeFromQuery(query);
}

const wrapping = /^[\s"'`<>“”‘’\u200b]+|[\s"'`<>“”‘’\u200b]+$/gu;
const lineBreaks = /[\r\n\t\u200b]+/gu;
/** Codes are opaque; these are the characters of every encoding in use, and prose always has others. */
const bareCode = /^[\w.~+/=-]{8,1024}$/;

function codeFromQuery(query: URLSearchParams): Result<string, AccountFailure> {
  const error = query.get("error");
  if (error !== null) return signInFailed(reasonOf(error), errorName(error));
  const code = query.get("code");
  return code === null || code === ""
    ? signInFailed("noCodeInText")
    : success(code);
}

/** RFC 6749 4.1.2.1. Whatever the service will not authorise has been denied, whoever did it. */
function reasonOf(error: string): "badClient" | "denied" {
  return error === "unauthorized_client" || error === "invalid_client"
    ? "badClient"
    : "denied";
}

/** The error as a name from the standard, or nothing: this text came through the address bar, where anyone may write. */
function errorName(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? error : "";
}

function signInFailed(
  reason: (AccountFailure & { kind: "signInFailed" })["reason"],
  detail = "",
): Result<never, AccountFailure> {
  return failed({ kind: "signInFailed", reason, detail });
}

function freshState(random: Random): string {
  return base64Url(random.bytes(24));
}

/** Compares digests, so that neither the length nor the first difference shows in the time it takes. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
