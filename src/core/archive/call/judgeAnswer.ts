// What an answer outside 200 means, by the catalogue of reference section 4.2, and what may be tried again.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import type { HttpResponse } from "../../ports/httpClient.ts";
import { answerDetail } from "../../radiopaedia/answerDetail.ts";
import { parseRetryAfter } from "../../radiopaedia/retryAfter.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";

/** The failure in an answer; null for one that can be read. */
export function failureOf(
  endpoint: ArchiveEndpoint,
  response: HttpResponse,
  nowMs: number,
): ArchiveFailure | null {
  const { status, text } = response;
  if (status === 200 || status === 206) return null;
  const retryAfterMs = parseRetryAfter(response.headers, nowMs);
  const detail = answerDetail(text);
  // 204: unknown or not accessible; 460: the old servlets' "login needed".
  if (status === 204 || status === 404 || status === 460)
    return { kind: "notAvailable" };
  if (endpoint.auth === "apiKey" && (status === 401 || status === 403))
    return { kind: "apiKeyNeeded", endpoint: endpoint.name };
  if (status === 401)
    return endpoint.name === "oauth/token"
      ? { kind: "archiveSignInRefused", detail }
      : { kind: "archiveTokenRejected" };
  if (status === 429) return { kind: "archiveBusy", status, retryAfterMs };
  if (status >= 500)
    return { kind: "archiveError", status, retryAfterMs, detail };
  return { kind: "archiveRefused", status, detail };
}

/** True if the same request may succeed a little later. */
export function isWorthRetrying(failure: ArchiveFailure): boolean {
  if (failure.kind === "archiveError")
    return [500, 502, 503, 504].includes(failure.status);
  return ["connectionLost", "stalled", "archiveBusy"].includes(failure.kind);
}

/** What the archive asked for; null if it did not. */
export function askedPauseMs(failure: ArchiveFailure): number | null {
  return failure.kind === "archiveBusy" || failure.kind === "archiveError"
    ? failure.retryAfterMs
    : null;
}
