// Port: one HTTP exchange. The adapter streams bodies of known length, never follows redirects to another origin and never logs.
import type { DiskFailure, NetworkFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** A body that can be sent again: each attempt asks for a fresh stream of exactly `sizeBytes`. */
export interface HttpBody {
  readonly sizeBytes: number;
  /** Fresh chunks from the first byte. Throws `BodyReadError`, and nothing else, when the source fails; the request is then cut off. */
  stream(): AsyncIterable<Uint8Array>;
}

/** Ends a body early: the disk behind it failed, or what it holds is not what was announced. */
export class BodyReadError extends Error {
  override readonly name = "BodyReadError";
  readonly failure: DiskFailure;

  constructor(failure: DiskFailure) {
    super("The body of a request could not be read");
    this.failure = failure;
  }
}

/** Takes the body of an answer as it comes, so that its size does not matter. */
export interface ResponseSink {
  /** Called once, before the first byte; false keeps the body as text, as without a sink. */
  begin(head: Omit<HttpResponse, "text">): boolean;
  /** The next chunk, the caller's to keep; nothing more is read until it resolves. A failure ends the exchange. */
  write(chunk: Uint8Array): Promise<Result<null, DiskFailure>>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Absolute. May be a credential (presigned): never logged, never put into a failure. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | HttpBody;
  /** Aborts with `stalled` when no byte moved in either direction for this long, armed before the first byte. */
  readonly stallTimeoutMs: number;
  /** Aborts with `unreachable` (ETIMEDOUT) when nothing could be sent for this long; absent: as long as the adapter itself tries. */
  readonly connectTimeoutMs?: number;
  /** Bytes of the body handed to the socket so far, in this attempt. */
  readonly onSentBytes?: (sentBytes: number) => void;
  /** When the exchange is answered or failed, nothing is written any more. */
  readonly sink?: ResponseSink;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text, cut at 1 MiB; empty where a sink took it. */
  readonly text: string;
}

export type HttpFailure =
  NetworkFailure | DiskFailure | { readonly kind: "cancelled" };

/** Sends one request once; no retries, no redirects. Every status is a response, not a failure. */
export interface HttpClient {
  /** True if the body of a request to this address may be taken whole before any of it leaves; false: it is streamed. */
  gathersBodies(url: string): boolean;
  send(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpResponse, HttpFailure>>;
}
