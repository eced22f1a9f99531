// The Retry-After and Date headers (RFC 9110 10.2.3 and 5.6.7).

const imfFixdate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** An HTTP date in milliseconds since 1970; null unless it has the one form that may be sent today. */
export function parseHttpDate(text: string | undefined): number | null {
  if (text === undefined || !imfFixdate.test(text)) return null;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs;
}

/**
 * How long to wait, in milliseconds, never negative. A date is taken relative to the answer's own Date, so that a wrong clock here does not matter.
 * Null if absent or malformed.
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | null {
  const text = headers["retry-after"];
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const untilMs = parseHttpDate(text);
  if (untilMs === null) return null;
  const answeredAtMs = parseHttpDate(headers["date"]) ?? nowMs;
  return Math.max(0, untilMs - answeredAtMs);
}
