// The HttpClient port on undici: a pool per origin, streamed bodies of known length, a stall watchdog, no redirects, nothing logged.
import { Readable } from "node:stream";
import { Pool, type Dispatcher } from "undici";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  BodyReadError,
  type HttpBody,
  type HttpClient,
  type HttpFailure,
  type HttpRequest,
  type HttpResponse,
} from "../../core/ports/httpClient.ts";
import { networkFailure, type ExchangeStart } from "./networkFailure.ts";

/** Longest answer that is kept; the rest is not read. */
const responseCapBytes = 1024 * 1024;
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

/** Aborts when no byte moved for a while, from the moment it is made. */
class StallWatchdog {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  wasTriggered = false;

  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => {
      this.wasTriggered = true;
      this.#controller.abort();
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  feed(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

async function exchange(
  dispatcher: Dispatcher,
  url: URL,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Result<HttpResponse, HttpFailure>> {
  const watchdog = new StallWatchdog(request.stallTimeoutMs);
  const body = new OutgoingBody(request, watchdog);
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: body.headers(),
      body: body.forDispatcher(),
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    body.start = "begun";
    watchdog.feed();
    const text = await readCapped(response.body, watchdog);
    return success({
      status: response.statusCode,
      headers: singleValued(response.headers),
      text,
    });
  } catch (error) {
    if (body.readFailure !== null) return failed(body.readFailure.failure);
    if (watchdog.wasTriggered)
      return failed({ kind: "stalled", afterMs: request.stallTimeoutMs });
    if (signal.aborted) return failed({ kind: "cancelled" });
    return failed(networkFailure(error, body.start));
  } finally {
    watchdog.stop();
  }
}

/** The body of one attempt. It knows whether undici has asked for bytes, which it does only on an open connection. */
class OutgoingBody {
  readonly #request: HttpRequest;
  readonly #watchdog: StallWatchdog;
  start: ExchangeStart;
  readFailure: BodyReadError | null = null;

  constructor(request: HttpRequest, watchdog: StallWatchdog) {
    this.#request = request;
    this.#watchdog = watchdog;
    this.start = request.body === undefined ? "unknown" : "notYet";
  }

  headers(): Record<string, string> {
    const { headers, body } = this.#request;
    if (body === undefined) return { ...headers };
    const sizeBytes =
      typeof body === "string" ? Buffer.byteLength(body) : body.sizeBytes;
    return { ...headers, "content-length": String(sizeBytes) };
  }

  forDispatcher(): Readable | null {
    const { body } = this.#request;
    if (body === undefined) return null;
    return Readable.from(
      this.#watched(typeof body === "string" ? textBody(body) : body),
    );
  }

  async *#watched(body: HttpBody): AsyncGenerator<Uint8Array> {
    this.start = "begun";
    let sentBytes = 0;
    try {
      for await (const chunk of body.stream()) {
        this.#watchdog.feed();
        yield chunk;
        // undici asks for more once the socket has taken the last chunk.
        sentBytes += chunk.byteLength;
        this.#watchdog.feed();
        this.#request.onSentBytes?.(sentBytes);
      }
    } catch (error) {
      if (error instanceof BodyReadError) this.readFailure = error;
      throw error;
    }
  }
}

function textBody(text: string): HttpBody {
  const bytes = Buffer.from(text, "utf8");
  return {
    sizeBytes: bytes.byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await -- one chunk, already in memory
    async *stream() {
      yield bytes;
    },
  };
}

/** Reads at most the cap; a longer answer is cut and its connection dropped. */
async function readCapped(
  stream: Dispatcher.ResponseData["body"],
  watchdog: StallWatchdog,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let keptBytes = 0;
  for await (const data of stream) {
    const chunk = data as Uint8Array;
    watchdog.feed();
    const kept = chunk.subarray(0, responseCapBytes - keptBytes);
    chunks.push(kept);
    keptBytes += kept.byteLength;
    // Leaving the loop destroys the stream.
    if (keptBytes === responseCapBytes) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function singleValued(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            [
              name.toLowerCase(),
              Array.isArray(value) ? value.join(", ") : value,
            ],
          ],
    ),
  );
}
