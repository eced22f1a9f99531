// What an answer of X-Raydar means, by its status and body (contract section 8). Pure.
import { failed, type Result } from "../../shared/result.ts";
import type { LookProblem } from "../../shared/secondLook.ts";
import type { ReaderAnswer, ReaderFailure } from "../ports/secondLook.ts";
import { parseRetryAfter } from "../radiopaedia/retryAfter.ts";
import { parseAnswer, type Reading } from "./parseAnswer.ts";

/** Without a Retry-After (contract section 8). */
const defaultWaitMs = 60_000;
/** So much of what the service said is shown. */
const shownCharacters = 300;

/** The reading, or why there is none. `key` is taken out of what the service said, should it repeat it. */
export function classifyAnswer(
  answer: ReaderAnswer,
  key: string,
  nowMs: number,
): Result<Reading, LookProblem> {
  const { status } = answer;
  const text = shownText(answer.text, key);
  if (status === 200) return readingOf(answer, key);
  if (status >= 300 && status < 400)
    return failed({ kind: "redirected", status });
  switch (status) {
    case 401:
    case 403:
      return failed({ kind: "keyRefused", status });
    case 404:
    case 405:
      return failed({ kind: "interfaceChanged", status });
    case 413:
      return failed({ kind: "tooLarge", by: "reader" });
    case 429:
      return failed({
        kind: "limited",
        waitMs: parseRetryAfter(answer.headers, nowMs) ?? defaultWaitMs,
      });
    case 500:
      return failed({ kind: "readerFailed", text });
    case 502:
    case 503:
    case 504:
      return failed({ kind: "gateway", status });
    default:
      return failed({ kind: "rejected", status, text });
  }
}

function readingOf(
  answer: ReaderAnswer,
  key: string,
): Result<Reading, LookProblem> {
  // What was cut off may be any part of it.
  if (answer.isCut) return failed({ kind: "answerTooLarge" });
  const reading = parseAnswer(answer.text);
  if (reading.ok) return reading;
  const { failure } = reading;
  return failed(
    failure.kind === "message"
      ? { kind: "refusedInAnswer", text: shownText(failure.text, key) }
      : {
          kind: "notUnderstood",
          reason: failure.reason,
          text: shownText(answer.text, key),
        },
  );
}

/** The failure of a request that got no answer. */
export function problemOf(
  failure: Exclude<ReaderFailure, { readonly kind: "cancelled" }>,
): LookProblem {
  if (failure.kind === "timedOut") return failure;
  if (failure.kind === "stalled")
    return { kind: "timedOut", afterMs: failure.afterMs };
  return failure.kind === "connectionLost"
    ? { kind: "connectionLost" }
    : { kind: "unavailable", failure };
}

/** The beginning of a text on one screen, without control characters and without the key. */
export function shownText(text: string, key: string): string {
  const plain = key === "" ? text : text.replaceAll(key, "(key)");
  return plain
    .trim()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, " ")
    .slice(0, shownCharacters);
}
