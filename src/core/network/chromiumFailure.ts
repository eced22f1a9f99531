// What Chromium's network errors mean: by name only, and as "nothing was sent" only where that is certain.
import type { NetworkFailure } from "../../shared/failure.ts";

/** Errors before a connection to the service stood. */
const notConnected = new Set([
  "ERR_NAME_NOT_RESOLVED",
  "ERR_NAME_RESOLUTION_FAILED",
  "ERR_INTERNET_DISCONNECTED",
  "ERR_ADDRESS_UNREACHABLE",
  "ERR_ADDRESS_INVALID",
  "ERR_CONNECTION_REFUSED",
  "ERR_CONNECTION_FAILED",
  "ERR_NETWORK_ACCESS_DENIED",
  "ERR_UNSAFE_PORT",
  "ERR_INVALID_URL",
]);

const proxyNotReached = new Set([
  "ERR_PROXY_CONNECTION_FAILED",
  "ERR_PROXY_CERTIFICATE_INVALID",
  "ERR_SOCKS_CONNECTION_FAILED",
  "ERR_MANDATORY_PROXY_CONFIGURATION_FAILED",
  "ERR_NO_SUPPORTED_PROXIES",
]);

const proxyAuth = new Set([
  "ERR_PROXY_AUTH_REQUESTED",
  "ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION",
  "ERR_PROXY_AUTH_UNSUPPORTED",
  "ERR_UNEXPECTED_PROXY_AUTH",
  "ERR_MISSING_AUTH_CREDENTIALS",
  "ERR_INVALID_AUTH_CREDENTIALS",
  "ERR_UNSUPPORTED_AUTH_SCHEME",
]);

/** The failure for the message of an error of Electron's net module, such as `net::ERR_CONNECTION_RESET`. `proxy` as far as it is known. */
export function chromiumFailure(
  message: string,
  proxy: string,
): NetworkFailure {
  const code = /\b(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? "UNKNOWN";
  if (notConnected.has(code)) return { kind: "unreachable", code };
  if (proxyNotReached.has(code))
    return { kind: "proxyUnreachable", proxy, code };
  if (proxyAuth.has(code))
    return { kind: "proxyAuthNeeded", proxy, schemes: [], wasRejected: true };
  // The proxy answered CONNECT with something else than 200; Chromium does not tell what.
  if (code === "ERR_TUNNEL_CONNECTION_FAILED")
    return { kind: "proxyRefused", proxy, status: null };
  if (code.startsWith("ERR_CERT_"))
    return { kind: "tlsRejected", code, issuer: null };
  return { kind: "connectionLost", code };
}
