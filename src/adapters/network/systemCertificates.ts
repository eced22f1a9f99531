// The certificate authorities this computer trusts, as far as the running Node can read them.
import { readFileSync } from "node:fs";
import * as tls from "node:tls";

/** Where distributions keep their bundle; the first that is there is the one (OpenSSL, Debian, Red Hat, SUSE, Alpine). */
const bundlePaths = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * PEM of the authorities. Node 22.15 and later read the stores of Windows and macOS themselves, with their settings of trust;
 * earlier ones can only be helped on Linux, where the store is a file. On Windows and macOS with an earlier Node the answer
 * is empty: an export by `security` or PowerShell would take authorities the system distrusts for trusted ones.
 */
export function readSystemCertificates(): readonly string[] {
  return nativeStore() ?? linuxBundle();
}

/** Null where this Node has no such function, or it fails. */
function nativeStore(): readonly string[] | null {
  // In later versions of Node's types: getCACertificates(type?: string): string[].
  const read: unknown = Reflect.get(tls, "getCACertificates");
  if (typeof read !== "function") return null;
  try {
    const found: unknown = Reflect.apply(read, tls, ["system"]);
    return Array.isArray(found) && found.length > 0
      ? found.filter((pem) => typeof pem === "string")
      : null;
  } catch {
    return null;
  }
}

function linuxBundle(): readonly string[] {
  if (process.platform !== "linux") return [];
  for (const path of bundlePaths) {
    try {
      const pems = readFileSync(path, "latin1").match(
        /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g,
      );
      if (pems !== null) return pems;
    } catch {
      // Not this distribution.
    }
  }
  return [];
}
