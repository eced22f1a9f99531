// Sends a call to an archive: polite pace, key or token where one is needed, retries, and every answer judged.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  HttpClient,
  HttpResponse,
  ResponseSink,
} from "../../ports/httpClient.ts";
import type { Random } from "../../ports/random.ts";
import { retryDelayMs } from "../../upload/retryDelay.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";
import { unreadable } from "../rows/tableRows.ts";
import type { ArchiveSettings } from "./archiveSettings.ts";
import { BytesSink } from "./bytesSink.ts";
import {
  buildRequest,
  type ArchiveRequest,
  type GivenParameter,
} from "./buildRequest.ts";
import { HostNames, isHostTrouble, isRefusedAtTheDoor } from "./hostNames.ts";
import { askedPauseMs, failureOf, isWorthRetrying } from "./judgeAnswer.ts";
import { Pace } from "./pace.ts";
import { droppable, refusedParameter } from "./refusedParameter.ts";

/** Bearer tokens for the families that need one. */
export interface ArchiveTokens {
  token(signal: AbortSignal): Promise<Result<string, ArchiveFailure>>;
  /** The archive did not take this one: the next call gets another. */
  forget(token: string): void;
}

export interface ArchiveCallerDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: ArchiveSettings;
  readonly tokens: ArchiveTokens | null;
}

export interface CallOptions {
  readonly sink?: ResponseSink;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the settings' address: the bucket of a series on open storage. */
  readonly baseUrl?: string;
  /** False where a failed try changes what has to be asked next. */
  readonly mayRetry?: boolean;
  /** True if the user wants an answer without an optional parameter that is refused, though it may hold more than was asked for. */
  readonly mayWiden?: boolean;
}

/** Reason of an abort where the host never began to answer: the next question goes to its other name. */
export const hostFellSilent = Symbol("host fell silent");

/** Nobody is answered there without a key; from version 4 on none was needed (reference section 9). */
const keyedVersions = /\/services\/v[123]\//;

/** Tables have no pages: the series of a large collection are tens of megabytes. */
const largestTableBytes = 128 * 1024 * 1024;

export interface ArchiveAnswer {
  readonly endpoint: ArchiveEndpoint;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Of the service that answered; absent for an answer from memory. */
  readonly baseUrl?: string;
  /** An optional parameter that was refused and left out. */
  readonly leftOut?: string;
}

/** The way to all archives. */
export interface ArchiveCaller {
  call(
    endpoint: ArchiveEndpoint,
    given: readonly GivenParameter[],
    signal: AbortSignal,
    options?: CallOptions,
  ): Promise<Result<ArchiveAnswer, ArchiveFailure>>;
}

/** What is asked, by whomever and wherever. */
interface Call {
  readonly endpoint: ArchiveEndpoint;
  readonly given: readonly GivenParameter[];
  readonly signal: AbortSignal;
  readonly options: CallOptions;
}

type Answering = Promise<Result<ArchiveAnswer, ArchiveFailure>>;

/** Makes a caller; callers of one app share it, for the pace is kept in it. */
export function createArchiveCaller(deps: ArchiveCallerDeps): ArchiveCaller {
  const pace = new Pace(deps.clock, deps.settings.manners.pauseMs);
  const hosts = new HostNames(deps.settings);

  const send = async (
    call: Call,
    base: string,
    without: string | null,
  ): Answering => {
    const { endpoint, given, options, signal } = call;
    const { apiKey } = deps.settings;
    const built = buildRequest(endpoint, given, base, without);
    if (!built.ok) return built;
    if (
      endpoint.auth === "apiKey" &&
      apiKey === null &&
      keyedVersions.test(built.value.url.pathname)
    )
      return failed({ kind: "apiKeyNeeded", endpoint: endpoint.name });
    const answer = await new Attempts(deps, pace, built.value, options).run(
      signal,
    );
    if (!answer.ok) return answer;
    const leftOut = without === null ? {} : { leftOut: without };
    return success({ ...answer.value, baseUrl: base, ...leftOut });
  };

  /** Once more without an optional parameter that this build refuses (section 4.2). */
  const ask = async (call: Call, base: string): Answering => {
    const answer = await send(call, base, null);
    const refused = answer.ok ? null : refusedParameter(answer.failure);
    if (refused === null) return answer;
    const { endpoint, given, options } = call;
    const mayWiden = options.mayWiden === true;
    const spare = droppable(endpoint, given, refused, mayWiden);
    return spare === null ? answer : send(call, base, spare);
  };

  return {
    async call(endpoint, given, signal, options = {}) {
      const call = { endpoint, given, signal, options };
      if (options.baseUrl !== undefined) return ask(call, options.baseUrl);
      const { first, other } = hosts.of(endpoint);
      const answer = await ask(call, first);
      if (answer.ok || other === null) return answer;
      if (signal.aborted) {
        if (signal.reason === hostFellSilent) hosts.prefer(endpoint, other);
        return answer;
      }
      if (!isHostTrouble(answer.failure)) return answer;
      // What has taken part of an answer cannot take another one; its next try goes to the other name.
      if (options.mayRetry === false && !isRefusedAtTheDoor(answer.failure)) {
        hosts.prefer(endpoint, other);
        return answer;
      }
      const once = { ...options, mayRetry: false };
      const second = await ask({ ...call, options: once }, other);
      if (!second.ok && isHostTrouble(second.failure)) return answer;
      hosts.prefer(endpoint, other);
      return second;
    },
  };
}

/** One call with its retries. */
class Attempts {
  readonly #deps: ArchiveCallerDeps;
  readonly #pace: Pace;
  readonly #request: ArchiveRequest;
  readonly #options: CallOptions;

  constructor(
    deps: ArchiveCallerDeps,
    pace: Pace,
    request: ArchiveRequest,
    options: CallOptions,
  ) {
    this.#deps = deps;
    this.#pace = pace;
    this.#request = request;
    this.#options = options;
  }

  async run(
    signal: AbortSignal,
  ): Promise<Result<ArchiveAnswer, ArchiveFailure>> {
    const { settings, clock, random } = this.#deps;
    const { retries, retryFromMs, longestObeyedMs } = settings.manners;
    let hasNewToken = false;
    for (let failedAttempts = 1; ; failedAttempts++) {
      const answer = await this.#once(signal);
      if (answer.ok || this.#options.mayRetry === false) return answer;
      const { failure } = answer;
      // Once, with a new token: the one that was refused is forgotten (section 4.2).
      if (failure.kind === "archiveTokenRejected" && !hasNewToken) {
        hasNewToken = this.#request.endpoint.auth === "bearer";
        if (hasNewToken) continue;
      }
      const isUnhandled =
        failure.kind === "archiveError" && failure.status === 500;
      // An unhandled error is seldom mended by asking: twice is enough (section 4.2).
      const maxAttempts = 1 + (isUnhandled ? Math.min(2, retries) : retries);
      const delayMs = isWorthRetrying(failure)
        ? retryDelayMs(
            {
              failedAttempts,
              retryAfterMs: askedPauseMs(failure),
              isThrottled: true,
            },
            random.fraction(),
            {
              firstBoundsMs: [],
              capMs: 8 * retryFromMs,
              throttledFromMs: retryFromMs,
              longestObeyedMs,
              maxAttempts,
            },
          )
        : null;
      if (delayMs === null) return answer;
      // Others wait as well: they would be turned away too.
      if (failure.kind === "archiveBusy")
        this.#pace.holdOff(this.#request.url.origin, delayMs);
      await clock.sleep(delayMs, signal);
      if (signal.aborted) return failed({ kind: "cancelled" });
    }
  }

  async #once(
    signal: AbortSignal,
  ): Promise<Result<ArchiveAnswer, ArchiveFailure>> {
    const { endpoint } = this.#request;
    const token = await this.#token(signal);
    if (!token.ok) return token;
    await this.#pace.turn(this.#request.url.origin, signal);
    if (signal.aborted) return failed({ kind: "cancelled" });
    const response = await this.#send(token.value, signal);
    if (!response.ok) return response;
    const failure = failureOf(
      endpoint,
      response.value,
      this.#deps.clock.nowMs(),
    );
    if (failure === null) return success({ ...response.value, endpoint });
    if (failure.kind === "archiveTokenRejected" && token.value !== null)
      this.#deps.tokens?.forget(token.value);
    return failed(failure);
  }

  async #token(
    signal: AbortSignal,
  ): Promise<Result<string | null, ArchiveFailure>> {
    const { tokens } = this.#deps;
    if (this.#request.endpoint.auth !== "bearer" || tokens === null)
      return success(null);
    return tokens.token(signal);
  }

  async #send(
    token: string | null,
    signal: AbortSignal,
  ): Promise<Result<HttpResponse, ArchiveFailure>> {
    const { http, settings } = this.#deps;
    const { contentType, body } = this.#request;
    const { manners } = settings;
    const { sink } = this.#options;
    const table = new BytesSink(largestTableBytes);
    const sent = await http.send(
      {
        method: this.#request.method,
        url: this.#url(),
        headers: {
          "user-agent": settings.userAgent(),
          accept: "*/*",
          ...(contentType !== null && { "content-type": contentType }),
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...this.#apiKeyHeader(),
          ...this.#options.headers,
        },
        ...(body !== null && { body }),
        stallTimeoutMs:
          sink === undefined ? manners.idleMs : manners.downloadIdleMs,
        sink: sink ?? table,
      },
      signal,
    );
    if (sink !== undefined) return sent;
    if (sent.ok)
      return success({ ...sent.value, text: this.#text(sent.value, table) });
    return sent.failure.kind === "unpackFailed"
      ? unreadable(this.#request.endpoint.name, "larger than 128 MB")
      : sent;
  }

  /** Of an answer whose body the table took, or did not want. */
  #text({ text }: HttpResponse, table: BytesSink): string {
    const bytes = table.bytes();
    return bytes.length === 0 ? text : new TextDecoder().decode(bytes);
  }

  #url(): string {
    const { apiKey } = this.#deps.settings;
    const { endpoint, url } = this.#request;
    if (endpoint.auth !== "apiKey" || apiKey?.place !== "query")
      return url.href;
    const withKey = new URL(url);
    withKey.searchParams.set("api_key", apiKey.key);
    return withKey.href;
  }

  #apiKeyHeader(): Readonly<Record<string, string>> {
    const { apiKey } = this.#deps.settings;
    return this.#request.endpoint.auth === "apiKey" &&
      apiKey?.place === "header"
      ? { api_key: apiKey.key }
      : {};
  }
}
