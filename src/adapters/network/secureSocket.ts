// The TLS handshake over an open socket, with the chain that was shown also when it is refused.
import type { Socket } from "node:net";
import {
  connect,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { parseIp } from "../../core/network/ipAddress.ts";
import {
  errorCode,
  networkFailure,
} from "../../core/network/networkFailure.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import type { CertificateSummary } from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";

export interface SecuredSocket {
  readonly socket: TLSSocket;
  /** From the host's own certificate upwards. */
  readonly chain: readonly CertificateSummary[];
  /** Such as TLSv1.3. */
  readonly protocol: string;
}

/** Secures a socket to `host`. The certificate is checked against the context and the host's name, always. */
export function secureSocket(
  socket: Socket,
  host: string,
  options: {
    readonly secureContext: SecureContext;
    readonly timeoutMs: number;
  },
): Promise<Result<SecuredSocket, NetworkFailure>> {
  return new Promise((resolve) => {
    let chain: readonly CertificateSummary[] = [];
    const secured = connect({
      socket,
      host,
      // Addresses are not sent as server name (RFC 6066 3), but compared with the certificate all the same.
      ...(parseIp(host) === null && { servername: host }),
      secureContext: options.secureContext,
      ALPNProtocols: ["http/1.1"],
    });
    const timer = setTimeout(() => {
      secured.destroy();
      resolve(failed({ kind: "unreachable", code: "TLS_TIMEOUT" }));
    }, options.timeoutMs);
    // Before Node's own listener, which checks the certificate and lets go of it together with the connection.
    secured.prependOnceListener("secure", () => {
      chain = chainOf(secured.getPeerCertificate(true));
    });
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      secured.on("error", () => undefined);
      secured.off("error", fail);
      const protocol = secured.getProtocol() ?? "TLS";
      resolve(success({ socket: secured, chain, protocol }));
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      secured.destroy();
      resolve(failed(handshakeFailure(error, chain)));
    };
    secured.once("error", fail);
  });
}

function handshakeFailure(
  error: Error,
  chain: readonly CertificateSummary[],
): NetworkFailure {
  const failure = networkFailure(error, false);
  // A connection that ends in mid-handshake is what filters do instead of an answer.
  if (failure.kind !== "tlsRejected")
    return { kind: "tlsRejected", code: errorCode(error), issuer: null };
  return { ...failure, issuer: chain.at(-1)?.issuer ?? null };
}

/** No chain is longer; a certificate that names itself as its issuer ends it. */
const longestChain = 10;

function chainOf(
  leaf: Partial<DetailedPeerCertificate>,
): readonly CertificateSummary[] {
  const chain: CertificateSummary[] = [];
  let current: Partial<DetailedPeerCertificate> | undefined = leaf;
  while (current?.subject !== undefined && chain.length < longestChain) {
    chain.push({
      subject: nameOf(current.subject),
      issuer: nameOf(current.issuer ?? {}),
      expiresAtMs: Date.parse(current.valid_to ?? ""),
    });
    const next: Partial<DetailedPeerCertificate> | undefined =
      current.issuerCertificate;
    if (next?.fingerprint256 === current.fingerprint256) break;
    current = next;
  }
  return chain;
}

/** Node answers an array for an attribute that is there several times. */
function nameOf(name: object): string {
  const parts = Object.entries(name).map(
    ([attribute, value]) =>
      [
        attribute,
        Array.isArray(value) ? value.join(", ") : String(value),
      ] as const,
  );
  const common = parts.find(([attribute]) => attribute === "CN");
  const text =
    common?.[1] ??
    parts.map(([attribute, value]) => `${attribute}=${value}`).join(", ");
  return text.slice(0, 200);
}
