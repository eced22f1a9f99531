// A socket that leads to a target: straight, or through a proxy (CONNECT of RFC 9110 9.3.6, SOCKS 5). Nothing of a request is sent here.
import { request, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import { errorCode } from "../../core/network/networkFailure.ts";
import {
  basicAuthorization,
  challengedSchemes,
} from "../../core/network/proxyChallenge.ts";
import { parseIp } from "../../core/network/ipAddress.ts";
import {
  proxyName,
  type ProxyCredentials,
  type ProxyHop,
  type UsableProxy,
} from "../../core/network/proxyHop.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import { notSocks5, socks4Unsupported } from "../../shared/proxyProblem.ts";
import { assertNever } from "../../shared/assertNever.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { requestSocks5, type Socks5Problem } from "./socks5.ts";

export interface TunnelTarget {
  /** A name or a literal address without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface TunnelOptions {
  /** For proxies that are themselves spoken to by TLS. */
  readonly secureContext: () => SecureContext;
  readonly credentialsFor: (proxy: string) => ProxyCredentials | null;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

/**
 * A happy-eyeballs attempt (RFC 8305) gets this long before the next address is tried. Node gives up the earlier attempt then,
 * so its default of 250 ms makes far servers unreachable.
 */
const attemptTimeoutMs = 1_000;

/** Opens a way to the target over one hop. */
export async function openTunnel(
  hop: ProxyHop,
  target: TunnelTarget,
  options: TunnelOptions,
): Promise<Result<Socket, NetworkFailure>> {
  switch (hop.kind) {
    case "direct": {
      const opened = await openSocket(target, options.timeoutMs);
      return opened.ok
        ? opened
        : failed({ kind: "unreachable", code: opened.failure });
    }
    case "http":
    case "https":
    case "socks5":
      return throughProxy(hop, target, options);
    case "socks4":
      return failed({
        kind: "proxyUnreachable",
        proxy: proxyName(hop),
        code: socks4Unsupported,
      });
    default:
      return assertNever(hop, "hop");
  }
}

/** Opens a connection to the proxy itself, and ends with it. */
export async function reachProxy(
  hop: UsableProxy,
  options: TunnelOptions,
): Promise<Result<Socket, NetworkFailure>> {
  const opened = await openSocket(hop, options.timeoutMs);
  const proxy = proxyName(hop);
  if (!opened.ok)
    return failed({ kind: "proxyUnreachable", proxy, code: opened.failure });
  if (hop.kind !== "https") return opened;
  const secured = await secureProxy(opened.value, hop.host, options);
  return secured.ok
    ? secured
    : failed({ kind: "proxyUnreachable", proxy, code: secured.failure });
}

async function throughProxy(
  hop: UsableProxy,
  target: TunnelTarget,
  options: TunnelOptions,
): Promise<Result<Socket, NetworkFailure>> {
  const reached = await reachProxy(hop, options);
  if (!reached.ok) return reached;
  const socket = reached.value;
  const proxy = proxyName(hop);
  const credentials = options.credentialsFor(proxy);
  // A proxy that accepts and then says nothing must not hold the way up.
  const watchdog = setTimeout(() => {
    socket.destroy(
      Object.assign(new Error("The proxy is silent"), { code: "ETIMEDOUT" }),
    );
  }, options.timeoutMs);
  try {
    const failure =
      hop.kind === "socks5"
        ? socksFailure(await requestSocks5(socket, target, credentials), proxy)
        : connectFailure(
            await requestConnect(socket, target, credentials, options),
            proxy,
            credentials !== null,
          );
    if (failure === null) return success(socket);
    socket.destroy();
    return failed(failure);
  } catch (error) {
    socket.destroy();
    return failed({ kind: "proxyUnreachable", proxy, code: errorCode(error) });
  } finally {
    clearTimeout(watchdog);
  }
}

/** The failure is an errno name. */
function openSocket(
  { host, port }: TunnelTarget,
  timeoutMs: number,
): Promise<Result<Socket, string>> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
      noDelay: true,
      keepAlive: true,
    });
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(failed("ETIMEDOUT"));
    }, timeoutMs);
    socket.once("connect", () => {
      clearTimeout(timer);
      // Whoever takes the socket over listens a moment later; the error would end the process until then.
      socket.on("error", () => undefined);
      socket.off("error", fail);
      resolve(success(socket));
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      resolve(failed(errorCode(error)));
    };
    socket.once("error", fail);
  });
}

function secureProxy(
  socket: Socket,
  host: string,
  { secureContext, timeoutMs }: TunnelOptions,
): Promise<Result<Socket, string>> {
  return new Promise((resolve) => {
    const secured = connectTls({
      socket,
      host,
      ...(parseIp(host) === null && { servername: host }),
      secureContext: secureContext(),
      ALPNProtocols: ["http/1.1"],
    });
    const timer = setTimeout(() => {
      secured.destroy();
      resolve(failed("ETIMEDOUT"));
    }, timeoutMs);
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      resolve(success(secured));
    });
    secured.on("error", (error) => {
      clearTimeout(timer);
      resolve(failed(errorCode(error)));
    });
  });
}

/** Sends CONNECT and resolves with the answer to it; rejects when the connection fails. */
function requestConnect(
  socket: Socket,
  target: TunnelTarget,
  credentials: ProxyCredentials | null,
  { userAgent }: TunnelOptions,
): Promise<IncomingMessage> {
  const authority = proxyName(target);
  return new Promise((resolve, reject) => {
    const sent = request({
      method: "CONNECT",
      path: authority,
      setHost: false,
      headers: {
        host: authority,
        "user-agent": userAgent,
        ...(credentials !== null && {
          "proxy-authorization": basicAuthorization(credentials),
        }),
      },
      createConnection: () => socket,
    });
    sent.once("connect", (answer, _socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(answer);
    });
    sent.once("error", reject);
    sent.end();
  });
}

function connectFailure(
  answer: IncomingMessage,
  proxy: string,
  hadCredentials: boolean,
): NetworkFailure | null {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return null;
  if (status !== 407) return { kind: "proxyRefused", proxy, status };
  const schemes = challengedSchemes(
    answer.headersDistinct["proxy-authenticate"] ?? [],
  );
  return {
    kind: "proxyAuthNeeded",
    proxy,
    schemes,
    wasRejected: hadCredentials && schemes.includes("basic"),
  };
}

/** SOCKS has no HTTP status: a rule of the proxy counts as 403, a target it cannot reach as 502. */
function socksFailure(
  answer: Result<null, Socks5Problem>,
  proxy: string,
): NetworkFailure | null {
  if (answer.ok) return null;
  const problem = answer.failure;
  switch (problem.kind) {
    case "authNeeded":
    case "authRejected":
      return {
        kind: "proxyAuthNeeded",
        proxy,
        schemes: ["basic"],
        wasRejected: problem.kind === "authRejected",
      };
    case "refused":
      return {
        kind: "proxyRefused",
        proxy,
        status: problem.reply === 2 ? 403 : 502,
      };
    case "notSocks5":
      return { kind: "proxyUnreachable", proxy, code: notSocks5 };
    default:
      return assertNever(problem, "SOCKS problem");
  }
}
