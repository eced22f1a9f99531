// What an answer of X-Raydar means, by its status and body (contract section 8). Pure.
import { failed, type Result } from "../../shared/result.ts";
import type { LookProblem } from "../../shared/secondLook.ts";
import type { ReaderAnswer, ReaderFailure } from "../ports/secondLook.ts";
import { parseRetryAfter } from "../radiopaedia/retryAfter.ts";
import { parseAnswer, type Reading } from "./parseAnswer.ts";

/** Without a Retry-After (contract section 8). */
export const defaultWaitMs = 60_000;
/** So much of what the service said is shown. */
export const shownCharacters = 300;

/**
 * The answer without the key, should the service repeat it: to be taken before anything is read of it, shown or kept. In JSON
 * each character of a key may stand escaped (RFC 8259, section 7).
 */
export function withoutKey(answer: ReaderAnswer, key: string): ReaderAnswer {
  if (key === "") return answer;
  const pattern = new RegExp(key.split("").map(inJson).join(""), "g");
  return { ...answer, text: answer.text.replace(pattern, keyPlace) };
}

/** One UTF-16 unit: as it is, behind a backslash, or as its number in hexadecimal digits of either case. */
function inJson(unit: string): string {
  const plain = toPattern(unit);
  const digits = unit.charCodeAt(0).toString(16).padStart(4, "0");
  const number = digits.replace(
    /[a-f]/g,
    (digit) => `[${digit}${digit.toUpperCase()}]`,
  );
  return `(?:\\\\u${number}|\\\\?${plain})`;
}

function toPattern(unit: string): string {
  return unit.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

const keyPlace = "(key)";

/** The reading, or why there is none. The key was taken out before. */
export function classifyAnswer(
  answer: ReaderAnswer,
  nowMs: number,
): Result<Reading, LookProblem> {
  const { status } = answer;
  const text = shownText(answer.text);
  if (status === 200) return readingOf(answer);
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

function readingOf(answer: ReaderAnswer): Result<Reading, LookProblem> {
  // What was cut off may be any part of it.
  if (answer.isCut) return failed({ kind: "answerTooLarge" });
  const reading = parseAnswer(answer.text);
  if (reading.ok) return reading;
  const { failure } = reading;
  return failed(
    failure.kind === "message"
      ? { kind: "refusedInAnswer", text: shownText(failure.text) }
      : {
          kind: "notUnderstood",
          reason: failure.reason,
          text: shownText(answer.text),
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

/** The beginning of a text on one screen, without control characters. */
function shownText(text: string): string {
  return wholeText(text).slice(0, shownCharacters);
}

/** The same of all of it: an answer with too few findings is shown as it came (contract section 5.1). */
export function wholeText(text: string): string {
  return text.trim().replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, " ");
}
