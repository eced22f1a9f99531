// The HttpClient port on Electron's network code, for proxies that ask for NTLM, Negotiate or Digest, and for the system's trust in authorities.
import { setMaxListeners } from "node:events";
import type { Readable } from "node:stream";
import { net, type ClientRequest, type IncomingMessage } from "electron";
import {
  BodyReadError,
  type HttpClient,
  type HttpFailure,
  type HttpRequest,
  type HttpResponse,
} from "../../core/ports/httpClient.ts";
import { chromiumFailure } from "../../core/network/chromiumFailure.ts";
import type { ProxyCredentials } from "../../core/network/proxyHop.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import type { ProxyAuthScheme } from "../../shared/proxyAuthScheme.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { MemoryBudget } from "./memoryBudget.ts";
import type { SystemNetwork } from "./systemNetwork.ts";

/** Longest answer that is kept. */
const responseCapBytes = 1024 * 1024;
const progressIntervalMs = 100;

/**
 * Electron sends a body either in chunks without Content-Length, which the storage refuses (contract section 6.2), or gathers
 * it whole in memory first. So bodies are gathered, and this is the largest, and the most of all at the same time.
 */
const largestBodyBytes = 512 * 1024 * 1024;

export interface ElectronHttpDeps {
  readonly network: SystemNetwork;
  /** By `host:port` of the proxy; null leaves it to the account the user is signed in to the computer with. */
  readonly credentialsFor: (proxy: string) => ProxyCredentials | null;
}

type Answer = Result<HttpResponse, HttpFailure>;

/** Makes the client. Certificates are checked by Chromium against the system's store. */
export function createElectronHttp(deps: ElectronHttpDeps): HttpClient {
  let posts = 0;
  const exchange = async (
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const isRepeatable = request.method !== "POST";
    if (!isRepeatable) {
      // Chromium sends a request again by itself when a kept connection turns out closed. On a new one it does not, and a
      // case must not be made twice.
      if (posts === 0) await deps.network.renewFresh();
      posts += 1;
    }
    // All requests of a step share its signal, and a dozen of them are no leak that Node need warn of.
    setMaxListeners(0, signal);
    try {
      return await new Promise<Answer>((resolve) => {
        new SystemExchange(deps, request, signal, resolve).start();
      });
    } finally {
      if (!isRepeatable) posts -= 1;
    }
  };
  const gathered = new MemoryBudget(largestBodyBytes);
  return {
    gathersBodies: () => true,
    async send(request, signal) {
      if (signal.aborted) return failed({ kind: "cancelled" });
      if (!isHttpUrl(request.url)) return unreachable("ERR_INVALID_URL");
      const { body } = request;
      if (body === undefined || typeof body === "string")
        return exchange(request, signal);
      if (body.sizeBytes > largestBodyBytes)
        return failed({
          kind: "tooLargeForProxy",
          limitBytes: largestBodyBytes,
        });
      // Silence like any other: by then the URL has aged, and fewer bodies at a time would do better.
      const afterMs = request.stallTimeoutMs;
      const silence = AbortSignal.timeout(afterMs);
      const release = await gathered.acquire(
        body.sizeBytes,
        AbortSignal.any([signal, silence]),
      );
      if (release === null)
        return failed(
          silence.aborted
            ? { kind: "stalled", afterMs }
            : { kind: "cancelled" },
        );
      try {
        return await exchange(request, signal);
      } finally {
        release();
      }
    },
  };
}

/** One request; the outcome is given exactly once. */
class SystemExchange {
  readonly #deps: ElectronHttpDeps;
  readonly #request: HttpRequest;
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: Answer) => void;
  readonly #sent: ClientRequest;
  readonly #watchdog: NodeJS.Timeout;
  readonly #connecting: NodeJS.Timeout | undefined;
  readonly #progress: NodeJS.Timeout;
  readonly #onAbort = () => {
    this.#finish(failed({ kind: "cancelled" }));
  };
  #isOver = false;
  /** All of the body is with the network code, which tells only now and then how much of it has left. */
  #isHandedOver = false;
  #sentBytes = 0;
  /** Ends with the last write to the sink. */
  #written: Promise<void> = Promise.resolve();
  #proxy = "";
  #isLoginDeclined = false;
  readonly #schemes: ProxyAuthScheme[] = [];
  readonly #triedProxies = new Set<string>();

  constructor(
    deps: ElectronHttpDeps,
    request: HttpRequest,
    signal: AbortSignal,
    resolve: (answer: Answer) => void,
  ) {
    this.#deps = deps;
    this.#request = request;
    this.#signal = signal;
    this.#resolve = resolve;
    const { shared, fresh } = deps.network;
    this.#sent = net.request({
      method: request.method,
      url: request.url,
      session: request.method === "POST" ? fresh : shared,
      redirect: "manual",
      useSessionCookies: false,
    });
    this.#watchdog = setTimeout(() => {
      this.#finish(
        failed({ kind: "stalled", afterMs: request.stallTimeoutMs }),
      );
    }, request.stallTimeoutMs);
    const { connectTimeoutMs } = request;
    if (connectTimeoutMs !== undefined)
      // Electron does not say when a connection opens; the first byte that goes out says it.
      this.#connecting = setTimeout(() => {
        this.#finish(failed({ kind: "unreachable", code: "ETIMEDOUT" }));
      }, connectTimeoutMs);
    this.#progress = setInterval(() => {
      this.#noteProgress();
    }, progressIntervalMs);
  }

  start(): void {
    this.#signal.addEventListener("abort", this.#onAbort, { once: true });
    const sent = this.#sent;
    for (const [name, value] of Object.entries(this.#request.headers))
      // Electron sets the length of the body itself, and refuses to be told.
      if (name.toLowerCase() !== "content-length") sent.setHeader(name, value);
    sent.on("login", (info, answer) => {
      this.#login(info, answer);
    });
    sent.on("redirect", (status, _method, location, headers) => {
      // Not followed, and so it ends with an error a moment later.
      this.#finish(
        success({
          status,
          headers: { ...singleValued(headers), location },
          text: "",
        }),
      );
    });
    sent.on("response", (response) => {
      this.#receive(response);
    });
    sent.on("error", (error) => {
      this.#finish(failed(this.#failureOf(error)));
    });
    void this.#write();
  }

  async #write(): Promise<void> {
    const { body } = this.#request;
    try {
      if (typeof body === "string") this.#sent.write(body);
      else if (body !== undefined)
        for await (const chunk of body.stream()) {
          if (this.#isOver) return;
          this.#watchdog.refresh();
          // A copy: the stream may use its memory again, and nothing is sent before the end.
          this.#sent.write(Buffer.from(chunk));
        }
      if (this.#isOver) return;
      this.#isHandedOver = true;
      this.#sent.end();
    } catch (error) {
      if (!(error instanceof BodyReadError)) throw error;
      this.#finish(failed(error.failure));
    }
  }

  #login(
    info: Electron.AuthInfo,
    answer: (username?: string, password?: string) => void,
  ): void {
    this.#watchdog.refresh();
    // Servers get tokens, never passwords.
    if (!info.isProxy) {
      answer();
      return;
    }
    this.#proxy = `${info.host}:${String(info.port)}`;
    const scheme = schemeOf(info.scheme);
    if (scheme !== null) this.#schemes.push(scheme);
    const credentials = this.#deps.credentialsFor(this.#proxy);
    if (credentials === null || this.#triedProxies.has(this.#proxy)) {
      this.#isLoginDeclined = true;
      answer();
      return;
    }
    this.#triedProxies.add(this.#proxy);
    answer(credentials.username, credentials.password);
  }

  #receive(response: IncomingMessage): void {
    this.#watchdog.refresh();
    clearTimeout(this.#connecting);
    const chunks: Buffer[] = [];
    let keptBytes = 0;
    const isSinking =
      response.statusCode !== 407 &&
      (this.#request.sink?.begin({
        status: response.statusCode,
        headers: singleValued(response.headers),
      }) ??
        false);
    const answered = () => {
      if (response.statusCode === 407) {
        this.#finish(failed(this.#authNeeded()));
        return;
      }
      this.#noteSent(this.#sizeBytes());
      this.#finish(
        success({
          status: response.statusCode,
          headers: singleValued(response.headers),
          text: new TextDecoder().decode(Buffer.concat(chunks)),
        }),
      );
    };
    response.on("data", (chunk) => {
      this.#watchdog.refresh();
      if (isSinking) {
        this.#sink(response, chunk);
        return;
      }
      const kept = chunk.subarray(0, responseCapBytes - keptBytes);
      chunks.push(kept);
      keptBytes += kept.byteLength;
      if (keptBytes >= responseCapBytes) answered();
    });
    // The outcome waits for the writes, and one of them may still fail.
    response.on("end", () => void this.#written.then(answered));
    const broke = () => {
      this.#finish(failed({ kind: "connectionLost", code: "ERR_ABORTED" }));
    };
    response.on("aborted", broke);
    response.on("error", broke);
  }

  /** Hands a chunk on and reads no further until it is taken. */
  #sink(response: IncomingMessage, chunk: Buffer): void {
    // Electron's answers are streams of Node, though its types do not say so.
    const stream = response as unknown as Readable;
    stream.pause();
    this.#written = this.#written.then(async () => {
      if (this.#isOver) return;
      const taken = await this.#request.sink?.write(chunk);
      this.#watchdog.refresh();
      if (taken?.ok === false) this.#finish(failed(taken.failure));
      stream.resume();
    });
  }

  #failureOf(error: Error): NetworkFailure {
    const failure = chromiumFailure(error.message, this.#proxy);
    // A declined login ends as a tunnel that could not be made.
    return failure.kind === "proxyAuthNeeded" || this.#isLoginDeclined
      ? this.#authNeeded()
      : failure;
  }

  #authNeeded(): NetworkFailure {
    return {
      kind: "proxyAuthNeeded",
      proxy: this.#proxy,
      schemes: [...new Set(this.#schemes)],
      wasRejected: this.#triedProxies.size > 0,
    };
  }

  #noteProgress(): void {
    const { active, current } = this.#sent.getUploadProgress();
    if (active && current > this.#sentBytes) this.#noteSent(current);
  }

  #noteSent(bytes: number): void {
    if (this.#isOver || bytes <= this.#sentBytes) return;
    this.#sentBytes = Math.min(bytes, this.#sizeBytes());
    this.#watchdog.refresh();
    clearTimeout(this.#connecting);
    this.#request.onSentBytes?.(this.#sentBytes);
  }

  #sizeBytes(): number {
    const { body } = this.#request;
    if (body === undefined) return 0;
    return typeof body === "string" ? Buffer.byteLength(body) : body.sizeBytes;
  }

  #finish(answer: Answer): void {
    if (this.#isOver) return;
    // What must not be done twice may have arrived whole since the last word of its progress.
    if (!answer.ok && this.#isHandedOver && this.#request.method === "POST")
      this.#noteSent(this.#sizeBytes());
    this.#isOver = true;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#connecting);
    clearInterval(this.#progress);
    this.#signal.removeEventListener("abort", this.#onAbort);
    void this.#written.then(() => {
      this.#resolve(answer);
    });
    // After the end it changes nothing; before it, it cuts the connection.
    this.#sent.abort();
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function unreachable(code: string): Answer {
  return failed({ kind: "unreachable", code });
}

function schemeOf(text: string): ProxyAuthScheme | null {
  const scheme = text.toLowerCase();
  return scheme === "basic" ||
    scheme === "digest" ||
    scheme === "ntlm" ||
    scheme === "negotiate"
    ? scheme
    : null;
}

function singleValued(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined)
      single[name.toLowerCase()] = Array.isArray(value)
        ? value.join(", ")
        : value;
  return single;
}
