// An HTTP client that answers from a script and refuses what was not expected.
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../core/ports/httpClient.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** One scripted answer. */
export type ScriptedReply =
  | {
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly failure: HttpFailure };

/** Answers each request with the next reply; a string body is sent as it is, bytes go to the request's sink, anything else is JSON. */
export class ScriptedHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly gathersBodies = () => false;
  readonly #replies: ScriptedReply[];

  constructor(...replies: readonly ScriptedReply[]) {
    this.#replies = [...replies];
  }

  /** The form fields of a request that was sent. */
  formOf(index: number): Readonly<Record<string, string>> {
    const body = this.requests[index]?.body;
    return Object.fromEntries(
      new URLSearchParams(typeof body === "string" ? body : ""),
    );
  }

  async send(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpResponse, HttpFailure>> {
    this.requests.push(request);
    await Promise.resolve();
    if (signal.aborted) return failed({ kind: "cancelled" });
    const reply = this.#replies.shift();
    if (reply === undefined)
      throw new Error(`Unexpected request number ${this.requests.length}`);
    if ("failure" in reply) return failed(reply.failure);
    const { status, body, headers = {} } = reply;
    if (
      body instanceof Uint8Array &&
      request.sink?.begin({ status, headers }) === true
    ) {
      const written = await request.sink.write(body);
      return written.ok ? success({ status, headers, text: "" }) : written;
    }
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return success({ status, headers, text });
  }
}
