// Sign-ins: clients, codes, and token pairs of which each refresh kills the old one.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { failed, success, type Result } from "../../shared/result.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type { PendingAuthorization, Service } from "../service.ts";
import { demoLogin, type DemoLogin } from "../state/demoLogins.ts";
import type { ClientRecord, GrantRecord } from "../state/records.ts";
import { sha256OfText } from "../state/sandboxData.ts";

export const outOfBandUri = "urn:ietf:wg:oauth:2.0:oob";

const loopbackCallback =
  /^http:\/\/127\.0\.0\.1:[1-9]\d{0,4}\/([\w-]+\/)*callback$/;

/** Sign-ins kept; the oldest die when more come. */
const maxGrants = 200;

/** Requests and codes that wait at the same time; the oldest are forgotten. */
const maxWaiting = 200;

/** Answer of the token endpoint (contract section 2); times in seconds. */
export interface TokenPair {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly created_at: number;
}

/** A new secret of 256 bits, safe in URLs and headers. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Keeps the newest entries of a table only. */
function forgetOldest(table: Map<string, unknown>, limit: number): void {
  for (const key of table.keys()) {
    if (table.size <= limit) return;
    table.delete(key);
  }
}

/**
 * Whether a client may be sent back to this place: the out-of-band URN, one it registered, and for the sandbox's own client a
 * loopback callback on any port (RFC 8252 7.3). Radiopaedia registers no loopback address (contract section 2), so neither do
 * other clients here.
 */
export function isRedirectAllowed(
  client: ClientRecord,
  redirectUri: string,
): boolean {
  return (
    redirectUri === outOfBandUri ||
    (client.clientId === sandboxClient.clientId &&
      loopbackCallback.test(redirectUri)) ||
    client.redirectUris.includes(redirectUri)
  );
}

/** The client if id and secret belong together; a non-confidential client may leave the secret out. */
export function authenticateClient(
  service: Service,
  clientId: string,
  clientSecret: string,
): ClientRecord | null {
  const client = service.data.clients.get(clientId);
  if (client === undefined) return null;
  if (client.clientSecretHash === null)
    return clientSecret === "" ? client : null;
  return sha256OfText(clientSecret) === client.clientSecretHash ? client : null;
}

/** Remembers an authorization request; answers the nonce for its form. */
export function holdAuthorization(
  service: Service,
  request: PendingAuthorization,
): string {
  const nonce = newSecret();
  service.pendingAuthorizations.set(nonce, request);
  forgetOldest(service.pendingAuthorizations, maxWaiting);
  return nonce;
}

/** Makes a code for an authorized request. */
export function issueCode(
  service: Service,
  request: PendingAuthorization,
  login: DemoLogin,
): string {
  const code = newSecret();
  const expiresAtMs = service.clock.nowMs() + service.settings.codeLifetimeMs;
  service.codes.set(sha256OfText(code), { ...request, login, expiresAtMs });
  forgetOldest(service.codes, maxWaiting);
  return code;
}

function issuePair(
  service: Service,
  grant: Pick<GrantRecord, "grantId" | "clientId" | "login">,
): TokenPair {
  const accessToken = newSecret();
  const refreshToken = newSecret();
  const nowMs = service.clock.nowMs();
  const lifetimeMs = service.settings.accessTokenLifetimeMs;
  service.data.grants.set(grant.grantId, {
    ...grant,
    accessTokenHash: sha256OfText(accessToken),
    accessExpiresAtMs: nowMs + lifetimeMs,
    refreshTokenHash: sha256OfText(refreshToken),
    createdAtMs: nowMs,
  });
  forgetOldest(service.data.grants, maxGrants);
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: Math.ceil(lifetimeMs / 1000),
    refresh_token: refreshToken,
    created_at: Math.floor(nowMs / 1000),
  };
}

/** A fresh sign-in of a user with a client. */
export function issueGrant(
  service: Service,
  clientId: string,
  login: DemoLogin = demoLogin,
): TokenPair {
  return issuePair(service, { grantId: randomUUID(), clientId, login });
}

/** What a code is exchanged with. */
export interface CodeExchange {
  readonly clientId: string;
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string | null;
}

/** Exchanges a code, once; the failure is an OAuth error code (RFC 6749 5.2). */
export function exchangeCode(
  service: Service,
  exchange: CodeExchange,
): Result<TokenPair, "invalid_grant"> {
  const key = sha256OfText(exchange.code);
  const issued = service.codes.get(key);
  service.codes.delete(key);
  const isGood =
    issued !== undefined &&
    issued.clientId === exchange.clientId &&
    issued.redirectUri === exchange.redirectUri &&
    issued.expiresAtMs > service.clock.nowMs() &&
    isVerifierRight(issued.codeChallenge, exchange.codeVerifier);
  return isGood
    ? success(issueGrant(service, exchange.clientId, issued.login))
    : failed("invalid_grant");
}

/** RFC 7636 4.6 for S256; without a challenge there must be no verifier to check. */
function isVerifierRight(
  challenge: string | null,
  verifier: string | null,
): boolean {
  if (challenge === null) return true;
  if (verifier === null) return false;
  return (
    createHash("sha256").update(verifier).digest("base64url") === challenge
  );
}

/** Exchanges a refresh token for a new pair; the old pair is dead from then on. */
export function refreshGrant(
  service: Service,
  clientId: string,
  refreshToken: string,
): Result<TokenPair, "invalid_grant"> {
  const hash = sha256OfText(refreshToken);
  for (const grant of service.data.grants.values())
    if (grant.refreshTokenHash === hash && grant.clientId === clientId)
      return success(
        issuePair(service, {
          grantId: grant.grantId,
          clientId,
          login: grant.login,
        }),
      );
  return failed("invalid_grant");
}

/** The user whose living access token an Authorization header carries; null without one. */
export function signedInUser(
  service: Service,
  authorization: string | undefined,
): DemoLogin | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return null;
  const hash = sha256OfText(token);
  const nowMs = service.clock.nowMs();
  const living = [...service.data.grants.values()].find(
    (grant) =>
      grant.accessTokenHash === hash && grant.accessExpiresAtMs > nowMs,
  );
  return living?.login ?? null;
}

/** Ends sign-ins: the access tokens only (a refresh mends it), or the whole grants. */
export function revokeAll(service: Service, what: "access" | "grant"): void {
  for (const grant of [...service.data.grants.values()]) {
    if (what === "grant") service.data.grants.delete(grant.grantId);
    else
      service.data.grants.set(grant.grantId, {
        ...grant,
        accessExpiresAtMs: 0,
      });
  }
}
