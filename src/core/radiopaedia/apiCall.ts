// One authorised call of the service: headers, the one refresh on 401, and every answer outside 2xx as a failure.
import type { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type {
  HttpBody,
  HttpClient,
  HttpResponse,
} from "../ports/httpClient.ts";
import type { TokenSource } from "../ports/tokenSource.ts";
import { strangeAnswer } from "../network/answerOrigin.ts";
import { jsonOrNull } from "./answerDetail.ts";
import {
  clockSkewMs,
  provesRefusal,
  refusal,
  unprovenRefusal,
} from "./refusal.ts";
import type { ServiceSettings } from "./serviceSettings.ts";

export interface ApiDeps {
  readonly http: HttpClient;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly settings: ServiceSettings;
}

/** A file as the body of a call. */
export interface FileToSend {
  readonly contentType: string;
  readonly filename: string;
  readonly body: HttpBody;
  readonly onSentBytes?: (sentBytes: number) => void;
}

export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT";
  /** Path and query below the origin. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of JSON. */
  readonly file?: FileToSend;
  /**
   * True for the processing status, where 401 means an unknown case (contract section 6.4): no refresh, no sign-out.
   */
  readonly treats401AsRefusal?: boolean;
  /** Doing it twice makes two: only an answer that proves that nothing happened counts as a refusal. */
  readonly isNonIdempotent?: boolean;
}

/** Why a call failed, and whether the service can have seen it: `wasSent` false proves that it had no effect. */
export interface CallFailure {
  readonly failure: Failure;
  readonly wasSent: boolean;
}

/** Sends a call and answers its 2xx response. A 401 of the service renews the token and sends once more: it had refused to act. */
export async function callApi(
  deps: ApiDeps,
  call: ApiCall,
  signal: AbortSignal,
): Promise<Result<HttpResponse, CallFailure>> {
  const token = await deps.tokens.accessToken(signal);
  if (!token.ok) return notSent(token.failure);
  const first = await sendOnce(deps, call, token.value, signal);
  if (!first.ok) return first;
  if (!isTokenRefused(first.value, call))
    return judged(first.value, call, deps.clock.nowMs());
  const renewed = await deps.tokens.replaceRejected(token.value, signal);
  if (!renewed.ok) return notSent(renewed.failure);
  const second = await sendOnce(deps, call, renewed.value, signal);
  if (!second.ok) return second;
  if (!isTokenRefused(second.value, call))
    return judged(second.value, call, deps.clock.nowMs());
  const skewMs = clockSkewMs(second.value, deps.clock.nowMs());
  return sent(
    skewMs === null
      ? { kind: "signInNeeded", reason: "revoked" }
      : { kind: "clockSkew", skewMs },
  );
}

/** The JSON of an answer in the form the schema gives it; `unexpectedAnswer` names the members that are wrong, never their values. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  response: HttpResponse,
  callName: string,
): Result<z.output<Schema>, Failure> {
  const parsed = schema.safeParse(jsonOrNull(response.text));
  return parsed.success
    ? success(parsed.data)
    : failed({
        kind: "unexpectedAnswer",
        call: callName,
        problem: [
          ...new Set(
            parsed.error.issues.map(
              (issue) => `${issue.path.join(".")}: ${issue.code}`,
            ),
          ),
        ]
          .slice(0, 5)
          .join("; "),
      });
}

/** Without the mark of what was sent: for calls that may be repeated. */
export function plainFailure<T>(
  result: Result<T, CallFailure>,
): Result<T, Failure> {
  return result.ok ? result : failed(result.failure.failure);
}

async function sendOnce(
  { http, settings }: ApiDeps,
  call: ApiCall,
  token: string,
  signal: AbortSignal,
): Promise<Result<HttpResponse, CallFailure>> {
  if (signal.aborted) return notSent({ kind: "cancelled" });
  const { file } = call;
  let sentBytes = 0;
  const response = await http.send(
    {
      method: call.method,
      url: `${settings.origin}${call.path}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "user-agent": settings.userAgent,
        ...(call.body !== undefined && { "content-type": "application/json" }),
        ...(file !== undefined && fileHeaders(file)),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(file !== undefined && {
        body: file.body,
        onSentBytes: (bytes: number) => {
          sentBytes = bytes;
          file.onSentBytes?.(bytes);
        },
      }),
      stallTimeoutMs:
        file === undefined
          ? settings.stallTimeoutMs
          : settings.fileStallTimeoutMs,
    },
    signal,
  );
  if (response.ok) {
    const url = new URL(`${settings.origin}${call.path}`);
    const strange = strangeAnswer(url, response.value);
    return strange === null
      ? response
      : sent({ kind: "strangerAnswered", ...strange });
  }
  // A request of known length that did not come to its end is none (RFC 9112 8): it had no effect.
  const isCutShort = file !== undefined && sentBytes < file.body.sizeBytes;
  return isCutShort ? notSent(response.failure) : sent(response.failure);
}

/** A 401 that says it of the token; one that a gateway may have given after the effect does not. */
function isTokenRefused(response: HttpResponse, call: ApiCall): boolean {
  return (
    response.status === 401 &&
    call.treats401AsRefusal !== true &&
    !isUnproven(response, call)
  );
}

/** Whether a call that must not be repeated may have had its effect in spite of this answer. */
function isUnproven(response: HttpResponse, call: ApiCall): boolean {
  return call.isNonIdempotent === true && !provesRefusal(response);
}

function fileHeaders({ contentType, filename }: FileToSend) {
  return {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${filename}"`,
  };
}

function judged(
  response: HttpResponse,
  call: ApiCall,
  nowMs: number,
): Result<HttpResponse, CallFailure> {
  if (response.status >= 200 && response.status < 300) return success(response);
  return sent(
    isUnproven(response, call)
      ? unprovenRefusal(response)
      : refusal(response, nowMs),
  );
}

function sent(failure: Failure): Result<never, CallFailure> {
  return failed({ failure, wasSent: true });
}

function notSent(failure: Failure): Result<never, CallFailure> {
  return failed({ failure, wasSent: false });
}
