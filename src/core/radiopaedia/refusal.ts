// What an answer outside 2xx means.
import type { Failure, ServiceFailure } from "../../shared/failure.ts";
import type { HttpResponse } from "../ports/httpClient.ts";
import { answerDetail, jsonOrNull } from "./answerDetail.ts";
import { parseHttpDate, parseRetryAfter } from "./retryAfter.ts";

/** Clocks further apart than this explain a refusal of something that is valid for minutes. */
const tolerableSkewMs = 5 * 60_000;

/** `Key 00080018 not anonymized`, also with the tag written (0008,0018). */
const keyNotAnonymized =
  /Key\s+\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?\s+(?:is\s+)?not\s+anonymi[sz]ed/gi;

/** How far this computer's clock is ahead of the service's (positive) or behind it; null if the difference is small or unknown. */
export function clockSkewMs(
  response: HttpResponse,
  nowMs: number,
): number | null {
  const serverMs = parseHttpDate(response.headers["date"]);
  if (serverMs === null) return null;
  const skewMs = nowMs - serverMs;
  return Math.abs(skewMs) > tolerableSkewMs ? skewMs : null;
}

/** An answer of the service outside 2xx (contract section 9). 401 is the caller's business. */
export function refusal(response: HttpResponse, nowMs: number): ServiceFailure {
  const { status, text } = response;
  const retryAfterMs = parseRetryAfter(response.headers, nowMs);
  const detail = answerDetail(text);
  if (status === 429) return { kind: "rateLimited", status, retryAfterMs };
  // 408: the server gave up waiting for the request; like a server error it says nothing about the request itself.
  if (status >= 500 || status === 408)
    return { kind: "serverError", status, retryAfterMs, detail };
  if (status >= 400 && /not\s+anonymi[sz]ed/i.test(text))
    return {
      kind: "notAnonymized",
      tags: tagsNamed(text),
      ...uploadsNamed(text),
      detail,
    };
  if (status === 403) {
    const skewMs = clockSkewMs(response, nowMs);
    if (skewMs !== null) return { kind: "clockSkew", skewMs };
  }
  return { kind: "refused", status, detail };
}

/**
 * Whether the service itself says, before any work, that it did not do what was asked. Only an API that was asked for JSON
 * speaks like this; pages of text come from proxies and gateways on the way, which answer for a service that may have acted:
 * - an error as JSON, or in the words seen for rejected DICOM (contract section 9);
 * - 429 and 503 with Retry-After, a deliberate refusal (RFC 6585 4, RFC 9110 15.6.4);
 * - 401 with nothing in it (contract section 6.4) or the challenge for a token (RFC 6750 3);
 * - a status that says that the request got nowhere, whoever says it: there is no such thing, or the request was not taken.
 */
export function provesRefusal(response: HttpResponse): boolean {
  const { status, headers, text } = response;
  if (headers["retry-after"] !== undefined && isRequestToWait(status))
    return true;
  // A service that failed may have failed after it had acted.
  if (status >= 500 || status === 408) return false;
  return (
    (status === 401 && isTokenRefusal(response)) ||
    gotNowhere.has(status) ||
    isJsonError(text) ||
    /not\s+anonymi[sz]ed/i.test(text)
  );
}

/** Not found, method, gone, length, size, address, media type and header fields (RFC 9110 15.5, RFC 6585 5). */
const gotNowhere = new Set([404, 405, 410, 411, 413, 414, 415, 431]);

function isRequestToWait(status: number): boolean {
  return status === 429 || status === 503;
}

function isTokenRefusal({ headers, text }: HttpResponse): boolean {
  const challenge = headers["www-authenticate"] ?? "";
  return text.trim() === "" || /^bearer\b/i.test(challenge);
}

function isJsonError(text: string): boolean {
  const value = jsonOrNull(text);
  return typeof value === "object" && value !== null;
}

/**
 * An answer that tells nothing about what became of a call that must not be repeated: whatever its status, the same as that
 * of a server that failed.
 */
export function unprovenRefusal({
  status,
  text,
}: HttpResponse): ServiceFailure {
  const detail = answerDetail(text);
  return { kind: "serverError", status, retryAfterMs: null, detail };
}

/**
 * An answer of the storage to a PUT outside 2xx. 403 asks for a fresh URL, whatever it says; with a wrong clock it says so
 * instead. S3 calls an expired URL AccessDenied, and says what it was in its message. S3 reports
 * a connection that was too slow as 400 RequestTimeout, which is worth another try.
 */
export function storageRefusal(response: HttpResponse, nowMs: number): Failure {
  if (response.status === 403) {
    const skewMs = clockSkewMs(response, nowMs);
    if (skewMs !== null) return { kind: "clockSkew", skewMs };
    const code = storageCode(response.text);
    const isExpired = code !== null && /expired/i.test(response.text);
    return isExpired
      ? { kind: "presignedUrlExpired" }
      : { kind: "presignedUrlRefused", storageCode: code };
  }
  const failure = refusal(response, nowMs);
  return response.status === 400 && response.text.includes("RequestTimeout")
    ? {
        kind: "serverError",
        status: 400,
        retryAfterMs: null,
        detail: answerDetail(response.text),
      }
    : failure;
}

/** What S3 calls an error; null for an answer in another form. */
function storageCode(text: string): string | null {
  return /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(text)?.[1] ?? null;
}

function tagsNamed(text: string): readonly string[] {
  const tags = [...text.matchAll(keyNotAnonymized)].map((match) =>
    `${match[1] ?? ""}${match[2] ?? ""}`.toUpperCase(),
  );
  return [...new Set(tags)];
}

/** `Upload 1234: Key ...`. Nothing documents that the site names files; where it does, they need not be guessed. */
function uploadsNamed(text: string): {
  readonly uploadIds?: readonly number[];
} {
  const ids = [...text.matchAll(/\bupload(?:\s+id)?\s+#?(\d{1,15})\b/gi)].map(
    (match) => Number(match[1]),
  );
  return ids.length === 0 ? {} : { uploadIds: [...new Set(ids)] };
}
