// The token endpoint: a code or a refresh token goes in, a pair of tokens comes out (RFC 6749 4.1.3, 5, 6; contract section 2).
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { strangeAnswer } from "../network/answerOrigin.ts";
import type { Clock } from "../ports/clock.ts";
import type { HttpClient, HttpResponse } from "../ports/httpClient.ts";
import { jsonOrNull } from "../radiopaedia/answerDetail.ts";
import { refusal } from "../radiopaedia/refusal.ts";
import type {
  AuthorizationAttempt,
  OAuthClient,
  OAuthSettings,
} from "./authorization.ts";
import type { TokenPair } from "./tokenStore.ts";

export interface TokenEndpointDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Value of the User-Agent header: names the app. */
  readonly userAgent: string;
}

/** Who asks, and where. */
export interface TokenRequester {
  readonly settings: OAuthSettings;
  readonly client: OAuthClient;
}

const stallTimeoutMs = 30_000;

/** Trades the code of an attempt for tokens. Failures: `signInFailed` (badCode, badClient), and those of any call. */
export async function exchangeCode(
  deps: TokenEndpointDeps,
  requester: TokenRequester,
  grant: { readonly attempt: AuthorizationAttempt; readonly code: string },
  signal: AbortSignal,
): Promise<Result<TokenPair, Failure>> {
  const form = formOf(requester.client, "authorization_code");
  form.set("code", grant.code);
  form.set("redirect_uri", grant.attempt.redirectUri);
  if (grant.attempt.codeVerifier !== null)
    form.set("code_verifier", grant.attempt.codeVerifier);
  const answer = await ask(deps, requester.settings, form, signal);
  if (!answer.ok) return answer;
  if (answer.value.kind === "tokens") return success(answer.value.tokens);
  const { error, failure } = answer.value;
  return failed(
    error === "invalid_grant"
      ? { kind: "signInFailed", reason: "badCode", detail: "" }
      : failure,
  );
}

/**
 * Trades a refresh token for a new pair; the old pair is dead from then on. An answer without a refresh token leaves
 * the old one in force (RFC 6749 6). Failures: `signInNeeded` when the grant is dead, `signInFailed` badClient when the
 * application is not accepted (the grant may live), and those of any call, after which the old pair stays.
 */
export async function refreshTokens(
  deps: TokenEndpointDeps,
  requester: TokenRequester,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Result<TokenPair, Failure>> {
  const form = formOf(requester.client, "refresh_token");
  form.set("refresh_token", refreshToken);
  const answer = await ask(deps, requester.settings, form, signal);
  if (!answer.ok) return answer;
  if (answer.value.kind === "refused") {
    const { error, status, failure } = answer.value;
    const isDead =
      error === "invalid_grant" ||
      // The contract: 400 or 401 on refresh means sign in again, whatever the words.
      ((status === 400 || status === 401) && failure.kind === "refused");
    return failed(
      isDead ? { kind: "signInNeeded", reason: "revoked" } : failure,
    );
  }
  const { tokens } = answer.value;
  return success({
    ...tokens,
    refreshToken: tokens.refreshToken ?? refreshToken,
  });
}

type TokenAnswer =
  | { readonly kind: "tokens"; readonly tokens: TokenPair }
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly error: string | null;
      readonly failure: Failure;
    };

async function ask(
  deps: TokenEndpointDeps,
  settings: OAuthSettings,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<Result<TokenAnswer, Failure>> {
  // Read before sending: a slow answer must not make the token look younger than it is.
  const askedAtMs = deps.clock.nowMs();
  const sent = await deps.http.send(
    {
      method: "POST",
      url: settings.tokenUrl,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        "user-agent": deps.userAgent,
      },
      body: form.toString(),
      stallTimeoutMs,
    },
    signal,
  );
  if (!sent.ok) return sent;
  const response = sent.value;
  const strange = strangeAnswer(new URL(settings.tokenUrl), response);
  if (strange !== null) return failed({ kind: "strangerAnswered", ...strange });
  if (response.status >= 200 && response.status < 300)
    return tokenAnswer(response.text, askedAtMs);
  return parseRefusal(response, deps.clock.nowMs());
}

function formOf(client: OAuthClient, grantType: string): URLSearchParams {
  const form = new URLSearchParams({
    grant_type: grantType,
    client_id: client.clientId,
  });
  if (client.clientSecret !== "")
    form.set("client_secret", client.clientSecret);
  return form;
}

function tokenAnswer(
  text: string,
  askedAtMs: number,
): Result<TokenAnswer, Failure> {
  const tokens = parseTokens(text, askedAtMs);
  return tokens.ok ? success({ kind: "tokens", tokens: tokens.value }) : tokens;
}

const tokensSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().nullish(),
  refresh_token: z.string().min(1).nullish(),
});

/** The tokens in an answer of the token endpoint; `askedAtMs` is when it was asked. */
export function parseTokens(
  text: string,
  askedAtMs: number,
): Result<TokenPair, Failure> {
  const parsed = tokensSchema.safeParse(jsonOrNull(text));
  if (!parsed.success)
    return failed({
      kind: "unexpectedAnswer",
      call: "token",
      // Names of fields only: the answer holds credentials.
      problem: parsed.error.issues
        .map((issue) => issue.path.join("."))
        .join(" "),
    });
  const { access_token, expires_in, refresh_token } = parsed.data;
  return success({
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    expiresAtMs: expires_in == null ? null : askedAtMs + expires_in * 1000,
  });
}

const errorSchema = z.object({ error: z.string() });

function parseRefusal(
  response: HttpResponse,
  nowMs: number,
): Result<TokenAnswer, Failure> {
  const failure = refusal(response, nowMs);
  if (failure.kind !== "refused") return failed(failure);
  const parsed = errorSchema.safeParse(jsonOrNull(response.text));
  const error = parsed.success ? parsed.data.error : null;
  const isBadClient =
    error === "invalid_client" || error === "unauthorized_client";
  return success({
    kind: "refused",
    status: response.status,
    error,
    failure: isBadClient
      ? { kind: "signInFailed", reason: "badClient", detail: failure.detail }
      : failure,
  });
}
