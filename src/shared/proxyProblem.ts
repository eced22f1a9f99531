// What is wrong with a proxy, from the codes of a `proxyUnreachable` failure.
import { isCertificateCode, isHandshakeCode } from "./certificateProblem.ts";

/** A SOCKS 4 proxy is the way. */
export const socks4Unsupported = "SOCKS4_UNSUPPORTED";

/** What answers at the proxy's address is no SOCKS 5 proxy. */
export const notSocks5 = "NOT_SOCKS5";

/** True if trying again changes nothing before somebody changes the proxy, or its certificate. */
export function isLastingProxyProblem(code: string): boolean {
  return (
    code === socks4Unsupported ||
    code === notSocks5 ||
    isCertificateCode(code) ||
    isHandshakeCode(code)
  );
}
