// The way to the sandbox as a test can take it away: no network, or a sign-in page in place of every answer.
import { createConnectivityWatch } from "../../core/network/connectivityWatch.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Connectivity } from "../../core/ports/connectivity.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../../core/ports/httpClient.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** What the line can lose. */
export type Gap = "offline" | "captivePortal";

/** A name that is not this computer's, so that looks are really taken. */
const serviceUrl = new URL("https://service.test/api/v1/users/current");

const portal: HttpResponse = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  text: "<html>Sign in to the network</html>",
};

/** The HttpClient port with a cable that can be pulled; it counts what is tried, arrived or not. */
export class TroubledLine implements HttpClient {
  readonly connectivity: Connectivity;
  /** Requests of the engine. */
  requests = 0;
  /** Looks at the way to the service. */
  looks = 0;
  /** Called before a request goes out, with its number from 1. */
  onRequest: (number: number) => void = () => undefined;
  readonly #http: HttpClient;
  #gap: Gap | null = null;
  /** Aborted when the cable is pulled. */
  #cable = new AbortController();

  constructor(http: HttpClient, clock: Clock) {
    this.#http = http;
    this.connectivity = createConnectivityWatch({
      http: { gathersBodies: () => false, send: () => this.#look() },
      clock,
      serviceUrl: () => serviceUrl,
      hasInterface: () => true,
      userAgent: "Casedrop/test",
    });
  }

  /** Cuts off what is under way; what comes then never arrives. */
  lose(gap: Gap): void {
    this.#gap = gap;
    this.#cable.abort();
    this.#cable = new AbortController();
  }

  gathersBodies(url: string): boolean {
    return this.#http.gathersBodies(url);
  }

  restore(): void {
    this.#gap = null;
  }

  async send(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpResponse, HttpFailure>> {
    this.requests += 1;
    this.onRequest(this.requests);
    if (this.#gap !== null) return answerIn(this.#gap);
    const cable = this.#cable.signal;
    const result = await this.#http.send(
      request,
      AbortSignal.any([signal, cable]),
    );
    const wasCut =
      cable.aborted &&
      !signal.aborted &&
      !result.ok &&
      result.failure.kind === "cancelled";
    return wasCut
      ? failed({ kind: "connectionLost", code: "ENETDOWN" })
      : result;
  }

  #look(): Promise<Result<HttpResponse, HttpFailure>> {
    this.looks += 1;
    return Promise.resolve(
      this.#gap === null
        ? success({ status: 401, headers: {}, text: "" })
        : answerIn(this.#gap),
    );
  }
}

function answerIn(gap: Gap): Result<HttpResponse, HttpFailure> {
  return gap === "offline"
    ? failed({ kind: "unreachable", code: "ENETUNREACH" })
    : success(portal);
}
