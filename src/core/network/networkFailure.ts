// Turns what undici, Node and Electron throw into a NetworkFailure: by code only, since messages may hold addresses.
import type { NetworkFailure } from "../../shared/failure.ts";

/** Codes of OpenSSL and Node for a certificate or handshake that was not accepted. */
const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|PATH_LENGTH_EXCEEDED$|INVALID_PURPOSE$)/;

/** Thrown where only an error can pass: it carries the failure to who can return it. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly failure: NetworkFailure;

  constructor(failure: NetworkFailure) {
    super("The connection could not be made");
    this.failure = failure;
  }
}

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

/**
 * What a thrown error means. `hasBegun`: the other side may have seen something of the request, so it may have acted; before
 * that nothing was sent, whatever the code.
 */
export function networkFailure(
  error: unknown,
  hasBegun: boolean,
): NetworkFailure {
  if (error instanceof NetworkError && !hasBegun) return error.failure;
  const code = errorCode(error);
  if (hasBegun) return { kind: "connectionLost", code };
  return tlsCodes.test(code)
    ? { kind: "tlsRejected", code }
    : { kind: "unreachable", code };
}
