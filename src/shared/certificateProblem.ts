// What is wrong with a certificate, from the codes of OpenSSL, Node and Chromium.

/** Kinds of trouble that call for different remedies. `handshake`: it did not come to a certificate. */
export type CertificateProblem =
  | "unknownIssuer"
  | "expired"
  | "notYetValid"
  | "wrongHost"
  | "revoked"
  | "handshake";

const problems: Readonly<Record<string, CertificateProblem>> = {
  UNABLE_TO_GET_ISSUER_CERT: "unknownIssuer",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknownIssuer",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknownIssuer",
  DEPTH_ZERO_SELF_SIGNED_CERT: "unknownIssuer",
  SELF_SIGNED_CERT_IN_CHAIN: "unknownIssuer",
  CERT_UNTRUSTED: "unknownIssuer",
  INVALID_CA: "unknownIssuer",
  ERR_CERT_AUTHORITY_INVALID: "unknownIssuer",
  CERT_HAS_EXPIRED: "expired",
  ERR_CERT_DATE_INVALID: "expired",
  CERT_NOT_YET_VALID: "notYetValid",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrongHost",
  HOSTNAME_MISMATCH: "wrongHost",
  ERR_CERT_COMMON_NAME_INVALID: "wrongHost",
  CERT_REVOKED: "revoked",
  ERR_CERT_REVOKED: "revoked",
};

/** Chromium's one code for whatever is wrong with the certificate of a proxy. */
const anyOfProxy = "ERR_PROXY_CERTIFICATE_INVALID";

/** The problem that a `tlsRejected` code stands for. */
export function certificateProblem(code: string): CertificateProblem {
  return problems[code] ?? "handshake";
}

/** True for a code that tells of a certificate, not of the line or the handshake. */
export function isCertificateCode(code: string): boolean {
  return code === anyOfProxy || Object.hasOwn(problems, code);
}

/** True for a code of OpenSSL for an answer that is no TLS, or none that both sides speak. */
export function isHandshakeCode(code: string): boolean {
  return code === "EPROTO" || /^ERR_(?:SSL|TLS)_/.test(code);
}

/** The connection ended before a certificate was seen: a line that broke, or a filter that cuts instead of answering. */
const cutCodes = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE"]);

/** True if a `tlsRejected` code tells of a connection that was cut, which may go better the next time. */
export function isCutHandshake(code: string): boolean {
  return cutCodes.has(code);
}
