// The HttpClient port on undici: a pool per origin, streamed bodies of known length, a stall watchdog, no redirects, nothing logged.
import { setMaxListeners } from "node:events";
import type { Socket } from "node:net";
import { Pool, type buildConnector, type Dispatcher } from "undici";
import { NetworkError } from "../../core/network/networkFailure.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import { mostPutsAtOnce } from "../../shared/transferSettings.ts";
import { failed, type Result } from "../../shared/result.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../../core/ports/httpClient.ts";
import { Exchange } from "./exchange.ts";

const connectTimeoutMs = 20_000;

/** What a connection leads to. */
export interface ConnectTarget {
  readonly isSecure: boolean;
  /** A name or a literal address without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface UndiciHttpOptions {
  /**
   * Opens the connections: how proxies and extra certificates come in. For a secure target it answers a socket on which the
   * handshake is over and the certificate accepted. Without it connections are direct and trust what Node trusts.
   */
  readonly connect?: (
    target: ConnectTarget,
  ) => Promise<Result<Socket, NetworkFailure>>;
}

/** An HttpClient that holds connections until it is closed. */
export interface ClosableHttpClient extends HttpClient {
  /** Requests from now on open connections anew; those under way end on the old ones. For changed proxies and certificates. */
  renewConnections(): void;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Calls of all cases beside the PUTs, which may go to the same origin. */
const connectionsForCalls = 8;

/**
 * Keeps connections open between requests. There are enough for every PUT that may be under way: one that had to wait here for
 * another would look like a line that stands still, and its URL would age unseen.
 */
function poolOf(
  origin: string,
  connect: buildConnector.BuildOptions | buildConnector.connector,
): Dispatcher {
  return new Pool(origin, {
    connections: mostPutsAtOnce + connectionsForCalls,
    pipelining: 1,
    connect,
    // Below the idle limits of common servers, so that a kept connection is seldom found closed.
    keepAliveTimeout: 4_000,
    // The stall watchdog replaces both: it also sees the bytes that go out.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Makes undici ask for each connection. */
function connectorOf(
  connect: NonNullable<UndiciHttpOptions["connect"]>,
): buildConnector.connector {
  return ({ protocol, hostname, port }, callback) => {
    const isSecure = protocol === "https:";
    const target = {
      isSecure,
      host: /^\[(.*)\]$/.exec(hostname)?.[1] ?? hostname,
      port: port === "" ? (isSecure ? 443 : 80) : Number(port),
    };
    connect(target).then(
      (opened) => {
        if (opened.ok) callback(null, opened.value);
        else callback(new NetworkError(opened.failure), null);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error("bug"), null);
      },
    );
  };
}

/** Makes an HttpClient with its own connections. */
export function createUndiciHttp(
  options: UndiciHttpOptions = {},
): ClosableHttpClient {
  const connect =
    options.connect === undefined
      ? { timeout: connectTimeoutMs }
      : connectorOf(options.connect);
  const dispatchers = new Map<string, Dispatcher>();
  const dispatcherOf = (origin: string): Dispatcher => {
    const known = dispatchers.get(origin);
    if (known !== undefined) return known;
    const made = poolOf(origin, connect);
    dispatchers.set(origin, made);
    return made;
  };
  return {
    gathersBodies: () => false,
    send(request, signal) {
      const url = httpUrl(request.url);
      if (signal.aborted) return Promise.resolve(failed({ kind: "cancelled" }));
      if (url === null)
        return Promise.resolve(
          failed({ kind: "unreachable", code: "ERR_INVALID_URL" }),
        );
      // All requests of a step share its signal, and a dozen of them are no leak that Node need warn of.
      setMaxListeners(0, signal);
      return exchange(dispatcherOf(url.origin), url, request, signal);
    },
    renewConnections() {
      const old = [...dispatchers.values()];
      dispatchers.clear();
      // Each ends by itself with its last request, or is cut with it.
      for (const dispatcher of old) void dispatcher.close();
    },
    async close() {
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

function httpUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : null;
}

/** Resolves exactly once, with the answer or the first thing that went wrong. */
function exchange(
  dispatcher: Dispatcher,
  url: URL,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Result<HttpResponse, HttpFailure>> {
  return new Promise((resolve) => {
    const handler = new Exchange(request, signal, resolve);
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: request.method,
          headers: headersOf(request),
          body: handler.body(),
        },
        handler,
      );
    } catch (error) {
      handler.onResponseError(null, error);
    }
  });
}

function headersOf({ headers, body }: HttpRequest): Record<string, string> {
  if (body === undefined) return { ...headers };
  const sizeBytes =
    typeof body === "string" ? Buffer.byteLength(body) : body.sizeBytes;
  return { ...headers, "content-length": String(sizeBytes) };
}
