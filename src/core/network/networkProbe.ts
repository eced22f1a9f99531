// Port: the parts of a connection, one by one, for diagnostics.
import type { NetworkFailure } from "../../shared/failure.ts";
import type { CertificateSummary } from "../../shared/network.ts";
import type { Result } from "../../shared/result.ts";
import type { ProxyHop, UsableProxy } from "./proxyHop.ts";

/** A way that stands, up to but without TLS. */
export interface ProbedWay {
  /** `host:port` of the proxy; null for a direct way. */
  readonly through: string | null;
  /** Ends the way, whatever comes out. */
  secure(): Promise<
    Result<
      {
        readonly protocol: string;
        readonly chain: readonly CertificateSummary[];
      },
      NetworkFailure
    >
  >;
  close(): void;
}

/** Looks at one part of a connection at a time. */
export interface NetworkProbe {
  waysTo(url: URL): Promise<readonly ProxyHop[]>;
  /** Number of addresses by family; the failure is the resolver's code. */
  resolve(
    host: string,
  ): Promise<Result<{ readonly ipv4: number; readonly ipv6: number }, string>>;
  reachProxy(hop: UsableProxy): Promise<Result<null, NetworkFailure>>;
  open(url: URL): Promise<Result<ProbedWay, NetworkFailure>>;
}
