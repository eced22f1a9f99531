// A file with certificates of authorities the user wants trusted: parsed, checked, and refused for a reason.
import { X509Certificate } from "node:crypto";
import type { AuthorityProblem, AuthorityView } from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** An authority, ready for TLS. */
export interface Authority extends AuthorityView {
  readonly pem: string;
}

const pemBlock =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/**
 * Reads every certificate of a PEM file, or the one of a DER file. All of them must be authorities (basicConstraints CA,
 * RFC 5280 4.2.1.9) that are still valid: one that is not makes the whole file refused, so that nobody believes it is in use.
 */
export function parseAuthorityFile(
  content: Uint8Array,
  nowMs: number,
): Result<readonly Authority[], AuthorityProblem> {
  const text = Buffer.from(content).toString("latin1");
  if (text.includes("PRIVATE KEY-----")) return failed({ kind: "privateKey" });
  const blocks: readonly (string | Uint8Array)[] =
    text.match(pemBlock) ?? (content[0] === 0x30 ? [content] : []);
  if (blocks.length === 0)
    return failed({
      kind: text.includes("-----BEGIN CERTIFICATE")
        ? "damaged"
        : "noCertificate",
    });
  const authorities: Authority[] = [];
  for (const block of blocks) {
    const authority = parseAuthority(block, nowMs);
    if (!authority.ok) return authority;
    if (!authorities.some(({ pem }) => pem === authority.value.pem))
      authorities.push(authority.value);
  }
  return success(authorities);
}

function parseAuthority(
  block: string | Uint8Array,
  nowMs: number,
): Result<Authority, AuthorityProblem> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch {
    return failed({ kind: "damaged" });
  }
  const subject = commonName(certificate.subject);
  const expiresAtMs = Date.parse(certificate.validTo);
  if (!certificate.ca) return failed({ kind: "notAnAuthority", subject });
  if (!(expiresAtMs > nowMs))
    return failed({ kind: "expired", subject, expiredAtMs: expiresAtMs });
  return success({ subject, expiresAtMs, pem: certificate.toString() });
}

/** The common name of a distinguished name as Node writes it (one attribute a line), else all of it on one line. */
export function commonName(distinguishedName: string): string {
  const name =
    /^CN=(.+)$/m.exec(distinguishedName)?.[1] ??
    distinguishedName.replaceAll("\n", ", ");
  return name.slice(0, 200);
}
