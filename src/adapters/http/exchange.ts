// One request and its answer on undici's lowest level, where every step of both can be seen.
import type { Dispatcher } from "undici";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  BodyReadError,
  type HttpFailure,
  type HttpRequest,
  type HttpResponse,
} from "../../core/ports/httpClient.ts";
import { networkFailure } from "../../core/network/networkFailure.ts";

/** Longest answer that is kept; the rest is not read. */
const responseCapBytes = 1024 * 1024;

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;

/**
 * Invariants: 1. the outcome is given exactly once, and nothing after it changes it; 2. once it is given, the connection of an
 * exchange that was not at its end is cut, even if it opens only then; 3. the stall watchdog runs from the first moment to
 * the outcome and is fed by every byte in either direction; 4. a sink is never written to after the outcome.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #signal: AbortSignal;
  readonly #resolve: (result: Result<HttpResponse, HttpFailure>) => void;
  readonly #watchdog: NodeJS.Timeout;
  readonly #connecting: NodeJS.Timeout | undefined;
  readonly #onAbort = (): void => {
    this.#cut({ kind: "cancelled" });
  };
  #controller: Controller | null = null;
  #isOver = false;
  /** The other side may have seen something of the request. */
  #hasBegun = false;
  #status = 0;
  #headers: Headers = {};
  #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #sentBytes = 0;
  /** The sink took the body over. */
  #isSinking = false;
  /** Ends with the last write to the sink. */
  #written: Promise<void> = Promise.resolve();

  constructor(
    request: HttpRequest,
    signal: AbortSignal,
    resolve: (result: Result<HttpResponse, HttpFailure>) => void,
  ) {
    this.#request = request;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#watchdog = setTimeout(() => {
      this.#cut({ kind: "stalled", afterMs: request.stallTimeoutMs });
    }, request.stallTimeoutMs);
    const { connectTimeoutMs } = request;
    if (connectTimeoutMs !== undefined)
      this.#connecting = setTimeout(() => {
        this.#cut({ kind: "unreachable", code: "ETIMEDOUT" });
      }, connectTimeoutMs);
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** What undici sends: a fresh stream, watched. */
  body(): NonNullable<Dispatcher.DispatchOptions["body"]> | null {
    const { body } = this.#request;
    if (body === undefined) return null;
    const chunks = this.#watched(
      typeof body === "string" ? oneChunk(body) : body.stream(),
    );
    // undici takes any async iterable and asks for a chunk when the socket has taken the last one; its types only know streams.
    return chunks as unknown as NonNullable<Dispatcher.DispatchOptions["body"]>;
  }

  /** The connection is open and the request about to be written. */
  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    clearTimeout(this.#connecting);
    if (this.#isOver) controller.abort(new Error("The exchange is over"));
    // With a body the head leaves together with its first chunk.
    else if (this.#request.body === undefined) this.#hasBegun = true;
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Headers,
  ): void {
    this.#watchdog.refresh();
    this.#hasBegun = true;
    this.#status = status;
    this.#headers = headers;
    // Interim answers (RFC 9110 15.2) come before the one that has the body.
    if (status < 200 || this.#isOver) return;
    this.#isSinking =
      this.#request.sink?.begin({
        status,
        headers: singleValued(headers),
      }) ?? false;
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#watchdog.refresh();
    if (this.#isSinking) {
      this.#sink(controller, chunk);
      return;
    }
    const kept = chunk.subarray(0, responseCapBytes - this.#keptBytes);
    // A copy: the buffer is the parser's own.
    this.#chunks.push(Uint8Array.from(kept));
    this.#keptBytes += kept.byteLength;
    if (this.#keptBytes < responseCapBytes) return;
    this.#answered();
    this.#controller?.abort(new Error("The answer is too long"));
  }

  onResponseEnd(): void {
    // The outcome waits for the writes, and one of them may still fail.
    if (this.#isSinking)
      void this.#written.then(() => {
        this.#answered();
      });
    else this.#answered();
  }

  onResponseError(_controller: Controller | null, error: unknown): void {
    this.#finish(
      failed(
        error instanceof BodyReadError
          ? error.failure
          : networkFailure(error, this.#hasBegun),
      ),
    );
  }

  /** Hands a chunk on and reads no further until it is taken. */
  #sink(controller: Controller, chunk: Uint8Array): void {
    // Going on makes the parser run over what it has, which may be nothing: a pause for that would never end.
    if (chunk.byteLength === 0) return;
    // A copy: the buffer is the parser's own.
    const own = Uint8Array.from(chunk);
    controller.pause();
    this.#written = this.#written.then(async () => {
      if (this.#isOver) return;
      const taken = await this.#request.sink?.write(own);
      this.#watchdog.refresh();
      if (taken?.ok === false) this.#cut(taken.failure);
      controller.resume();
    });
  }

  #answered(): void {
    this.#finish(
      success({
        status: this.#status,
        headers: singleValued(this.#headers),
        text: new TextDecoder().decode(Buffer.concat(this.#chunks)),
      }),
    );
  }

  #cut(failure: HttpFailure): void {
    this.#finish(failed(failure));
    this.#controller?.abort(new Error("The exchange was cut off"));
  }

  #finish(result: Result<HttpResponse, HttpFailure>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#connecting);
    this.#signal.removeEventListener("abort", this.#onAbort);
    if (!this.#isSinking) this.#resolve(result);
    else
      void this.#written.then(() => {
        this.#resolve(result);
      });
  }

  /** Tells a body that cannot be read from a connection that broke, whatever undici makes of it. */
  async *#watched(
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    this.#hasBegun = true;
    try {
      for await (const chunk of chunks) {
        yield chunk;
        if (!this.#noteSent(chunk.byteLength)) return;
      }
    } catch (error) {
      if (error instanceof BodyReadError) this.#cut(error.failure);
      throw error;
    }
  }

  /** False if nothing more need be sent. */
  #noteSent(bytes: number): boolean {
    if (this.#isOver) return false;
    this.#watchdog.refresh();
    this.#sentBytes += bytes;
    this.#request.onSentBytes?.(this.#sentBytes);
    return true;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- one chunk, already in memory
async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, "utf8");
}

function singleValued(headers: Headers): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined)
      single[name.toLowerCase()] = Array.isArray(value)
        ? value.join(", ")
        : value;
  return single;
}
