// Turns what undici and Node throw into a NetworkFailure: by code only, since messages may hold addresses.
import type { NetworkFailure } from "../../shared/failure.ts";

/** Codes of OpenSSL and Node for a certificate or handshake that was not accepted. */
const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|PATH_LENGTH_EXCEEDED$|INVALID_PURPOSE$)/;

/** `code` of an error or of the first cause that has one; AggregateError (several addresses tried) answers for its first part. */
export function errorCode(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (typeof current !== "object" || current === null) break;
    if ("code" in current && typeof current.code === "string")
      return current.code;
    current =
      "cause" in current && current.cause !== undefined
        ? current.cause
        : current instanceof AggregateError
          ? current.errors[0]
          : null;
  }
  return error instanceof Error ? error.name : "UNKNOWN";
}

/** Codes that only arise while a connection is being made. */
const connectCodes = new Set([
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** How far an exchange got. `unknown`: a request without a body, of which undici does not say when it left. */
export type ExchangeStart = "notYet" | "unknown" | "begun";

/** What a thrown error means. Before the exchange began nothing a server could act on was sent, whatever the code. */
export function networkFailure(
  error: unknown,
  start: ExchangeStart,
): NetworkFailure {
  const code = errorCode(error);
  if (start === "begun") return { kind: "connectionLost", code };
  if (tlsCodes.test(code)) return { kind: "tlsRejected", code };
  return start === "notYet" || connectCodes.has(code)
    ? { kind: "unreachable", code }
    : { kind: "connectionLost", code };
}
