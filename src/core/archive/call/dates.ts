// Dates of the archives: the forms they ask for, and every form they have been seen to answer in (reference section 4).
import type { ArchiveDate } from "../../../shared/archive.ts";
import type { DateFormat } from "../catalogue/endpoint.ts";

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * A date as an endpoint wants it. Takes YYYY-MM-DD, which is never ambiguous, or the endpoint's own form; null for anything
 * else, since the servers take swapped months and days for another date without a word.
 */
export function requestDate(text: string, format: DateFormat): string | null {
  const day = parsed(text, "YYYY-MM-DD") ?? parsed(text, format);
  return day === null ? null : written(day, format);
}

/** The day before a YYYY-MM-DD; servers compare strictly greater where the guide says "on or after". */
export function dayBefore(isoDay: string): string | null {
  if (parsed(isoDay, "YYYY-MM-DD") === null) return null;
  const dayMs = 86_400_000;
  return new Date(Date.parse(`${isoDay}T00:00:00Z`) - dayMs)
    .toISOString()
    .slice(0, 10);
}

/** A date of an answer, whatever its form: ISO with time, MM-DD-YYYY, YYYYMMDD, epoch milliseconds. */
export function answerDate(value: unknown): ArchiveDate {
  const raw =
    typeof value === "number" || typeof value === "string"
      ? String(value).trim()
      : "";
  return { raw, iso: isoOf(raw) };
}

function isoOf(raw: string): string | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(raw);
  const text = compact === null ? raw : compact.slice(1).join("-");
  const day =
    parsed(text.slice(0, 10), "YYYY-MM-DD") ??
    parsed(text.slice(0, 10), "MM-DD-YYYY") ??
    parsed(text.slice(0, 10), "YYYY/MM/DD") ??
    usSlashes(text);
  if (day !== null) return written(day, "YYYY-MM-DD");
  // Eleven digits and more: milliseconds since 1970, negative before.
  if (!/^-?\d{10,14}$/.test(raw)) return null;
  return new Date(Number(raw)).toISOString().slice(0, 10);
}

/** 1/6/2018 of the root family's CSV. */
function usSlashes(text: string): Day | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  if (match === null) return null;
  const [, month = "", day = "", year = ""] = match;
  return parsed(
    `${month.padStart(2, "0")}-${day.padStart(2, "0")}-${year}`,
    "MM-DD-YYYY",
  );
}

const patterns: Readonly<Record<DateFormat, RegExp>> = {
  "YYYY/MM/DD": /^(?<year>\d{4})\/(?<month>\d{2})\/(?<day>\d{2})$/,
  "MM-DD-YYYY": /^(?<month>\d{2})-(?<day>\d{2})-(?<year>\d{4})$/,
  "DD/MM/YYYY": /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/,
  "YYYY-MM-DD": /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
};

function parsed(text: string, format: DateFormat): Day | null {
  const groups = patterns[format].exec(text)?.groups;
  if (groups === undefined) return null;
  const day = {
    year: Number(groups["year"]),
    month: Number(groups["month"]),
    day: Number(groups["day"]),
  };
  return isReal(day) ? day : null;
}

/** 31 February is none. */
function isReal({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function written({ year, month, day }: Day, format: DateFormat): string {
  return format
    .replace("YYYY", String(year).padStart(4, "0"))
    .replace("MM", String(month).padStart(2, "0"))
    .replace("DD", String(day).padStart(2, "0"));
}
