// The HttpClient port on undici: a pool per origin, streamed bodies of known length, a stall watchdog, no redirects, nothing logged.
import { Pool, type Dispatcher } from "undici";
import { failed, type Result } from "../../shared/result.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../../core/ports/httpClient.ts";
import { Exchange } from "./exchange.ts";

const connectTimeoutMs = 20_000;

export interface UndiciHttpOptions {
  /**
   * The dispatcher for an origin: how proxies and extra certificates come in. Owned by the client, which asks once per
   * origin and closes it. There is no option to switch certificate checks off.
   */
  readonly dispatcherFor?: (origin: string) => Dispatcher;
}

/** An HttpClient that holds connections until it is closed. */
export interface ClosableHttpClient extends HttpClient {
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Keeps connections open between requests; four PUTs and a call or two are in flight at most. */
function directDispatcher(origin: string): Dispatcher {
  return new Pool(origin, {
    connections: 6,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    // Below the idle limits of common servers, so that a kept connection is seldom found closed.
    keepAliveTimeout: 4_000,
    // The stall watchdog replaces both: it also sees the bytes that go out.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Makes an HttpClient with its own connections. */
export function createUndiciHttp(
  options: UndiciHttpOptions = {},
): ClosableHttpClient {
  const dispatcherFor = options.dispatcherFor ?? directDispatcher;
  const dispatchers = new Map<string, Dispatcher>();
  const dispatcherOf = (origin: string): Dispatcher => {
    const known = dispatchers.get(origin);
    if (known !== undefined) return known;
    const made = dispatcherFor(origin);
    dispatchers.set(origin, made);
    return made;
  };
  return {
    send(request, signal) {
      const url = httpUrl(request.url);
      if (signal.aborted) return Promise.resolve(failed({ kind: "cancelled" }));
      if (url === null)
        return Promise.resolve(
          failed({ kind: "unreachable", code: "ERR_INVALID_URL" }),
        );
      return exchange(dispatcherOf(url.origin), url, request, signal);
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
