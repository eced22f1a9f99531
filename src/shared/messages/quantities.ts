// Numbers in words: counts, sizes, rates and times as people read them.

/** `1 image`, `1,204 images`. */
export function countOf(
  count: number,
  singular: string,
  plural = `${singular}s`,
): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Digits grouped by thousands. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-GB");
}

/** Decimal units, as file managers and network providers count: `512 B`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ["kB", "MB", "GB", "TB"] as const;
  let value = bytes;
  let unit = "B";
  for (const next of units) {
    // 999.95 would round to 1000.0.
    if (value < 999.95) break;
    value /= 1000;
    unit = next;
  }
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`;
}

/** `2.1 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** A time that is left, no finer than it is known: `under a minute`, `4 min`, `2 h 10 min`. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  if (seconds < 60) return "under a minute";
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** How long something is, to the nearest unit that tells enough: `70 seconds`, `6 minutes`, `3 hours`, `365 days`. */
export function formatSpan(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return countOf(whole, "second");
  if (whole < 120 * 60) return countOf(Math.round(whole / 60), "minute");
  if (whole < 48 * 3_600) return countOf(Math.round(whole / 3_600), "hour");
  return countOf(Math.round(whole / 86_400), "day");
}

/** A span that counts down: `0:09`, `12:30`. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A whole percentage that shows 100 only when all is done. */
export function formatPercent(fraction: number): string {
  const percent =
    fraction >= 1 ? 100 : Math.min(99, Math.floor(fraction * 100));
  return `${Math.max(0, percent)}%`;
}

/** A span in days as a radiologist says it: `same day`, `3 weeks later`. */
export function formatInterval(days: number): string {
  if (days === 0) return "same day";
  if (days < 14) return `${countOf(days, "day")} later`;
  if (days < 60) return `${countOf(Math.round(days / 7), "week")} later`;
  if (days < 730) return `${countOf(Math.round(days / 30.44), "month")} later`;
  return `${countOf(Math.round(days / 365.25), "year")} later`;
}
