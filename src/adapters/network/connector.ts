// Opens connections to the service over whichever way leads there: the ways in their order, then TLS against this app's trust.
import type { Socket } from "node:net";
import {
  createSecureContext,
  rootCertificates,
  type SecureContext,
} from "node:tls";
import {
  isDirect,
  direct,
  type RouteFor,
} from "../../core/network/proxyChoice.ts";
import {
  proxyName,
  type ProxyCredentials,
  type ProxyHop,
} from "../../core/network/proxyHop.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import { isLastingProxyProblem } from "../../shared/proxyProblem.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { secureSocket, type SecuredSocket } from "./secureSocket.ts";
import { readSystemCertificates } from "./systemCertificates.ts";
import { openTunnel, type TunnelOptions } from "./tunnel.ts";

const timeoutMs = 20_000;

/** A proxy that could not be reached is tried last for this long, as browsers do. */
const avoidedForMs = 5 * 60_000;

export interface ConnectorDeps {
  readonly routeFor: RouteFor;
  /** By `host:port` of the proxy. */
  readonly credentialsFor: (proxy: string) => ProxyCredentials | null;
  /** PEM of the authorities the user added, beside those of Node and the system. */
  readonly extraAuthorities: () => readonly string[];
  readonly clock: Clock;
  readonly userAgent: string;
}

export interface ConnectionTarget {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
}

/** A way that stands, before TLS. */
export interface OpenWay {
  readonly socket: Socket;
  readonly hop: ProxyHop;
}

export interface Connector {
  /** The connection, secured if it is to be. */
  connect(target: ConnectionTarget): Promise<Result<Socket, NetworkFailure>>;
  /** The ways to a target in their order. */
  waysTo(target: ConnectionTarget): Promise<readonly ProxyHop[]>;
  openWay(target: ConnectionTarget): Promise<Result<OpenWay, NetworkFailure>>;
  secure(
    socket: Socket,
    host: string,
  ): Promise<Result<SecuredSocket, NetworkFailure>>;
  readonly tunnelOptions: TunnelOptions;
  /** Trust is put together anew with the next connection, and every proxy is given another chance. */
  forget(): void;
}

function isLasting(failure: NetworkFailure): boolean {
  return (
    failure.kind === "proxyUnreachable" && isLastingProxyProblem(failure.code)
  );
}

/** Makes a connector. The trust is put together with the first secure connection. */
export function createConnector(deps: ConnectorDeps): Connector {
  const avoided = new Map<string, number>();
  let context: SecureContext | null = null;
  const secureContext = () => {
    context ??= createSecureContext({
      ca: [
        ...new Set([
          ...rootCertificates,
          ...readSystemCertificates(),
          ...deps.extraAuthorities(),
        ]),
      ],
    });
    return context;
  };
  const tunnelOptions: TunnelOptions = {
    secureContext,
    credentialsFor: deps.credentialsFor,
    userAgent: deps.userAgent,
    timeoutMs,
  };
  const isAvoided = (hop: ProxyHop) =>
    hop.kind !== "direct" &&
    (avoided.get(proxyName(hop)) ?? 0) > deps.clock.nowMs();
  const waysTo = async (target: ConnectionTarget) => {
    const url = urlOf(target);
    return isDirect(url) ? direct : deps.routeFor(url);
  };
  const openWay = async (
    target: ConnectionTarget,
  ): Promise<Result<OpenWay, NetworkFailure>> => {
    const ways = await waysTo(target);
    const ordered = [
      ...ways.filter((hop) => !isAvoided(hop)),
      ...ways.filter(isAvoided),
    ];
    const failures: NetworkFailure[] = [];
    for (const hop of ordered) {
      const opened = await openTunnel(hop, target, tunnelOptions);
      if (opened.ok) {
        if (hop.kind !== "direct") avoided.delete(proxyName(hop));
        return success({ socket: opened.value, hop });
      }
      const { failure } = opened;
      failures.push(failure);
      // A proxy that answers has decided; only one that does not is passed over.
      if (failure.kind === "proxyUnreachable")
        avoided.set(failure.proxy, deps.clock.nowMs() + avoidedForMs);
      else if (failure.kind !== "unreachable") return failed(failure);
    }
    return failed(
      // Where one of the ways may open again, the whole is worth another try.
      failures.findLast((failure) => !isLasting(failure)) ??
        failures.at(-1) ?? { kind: "unreachable", code: "NO_ROUTE" },
    );
  };
  const secure: Connector["secure"] = (socket, host) =>
    secureSocket(socket, host, { secureContext: secureContext(), timeoutMs });
  return {
    waysTo,
    openWay,
    secure,
    tunnelOptions,
    async connect(target) {
      const way = await openWay(target);
      if (!way.ok) return way;
      if (!target.isSecure) return success(way.value.socket);
      const secured = await secure(way.value.socket, target.host);
      return secured.ok ? success(secured.value.socket) : secured;
    },
    forget() {
      context = null;
      avoided.clear();
    },
  };
}

function urlOf({ isSecure, host, port }: ConnectionTarget): URL {
  return new URL(
    `${isSecure ? "https" : "http"}://${proxyName({ host, port })}/`,
  );
}
