// The queue of downloads in one line.
import type { DownloadState } from "../../../shared/archive.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";

type StateKind = DownloadState["kind"];

const names: readonly (readonly [string, readonly StateKind[]])[] = [
  ["under way", ["fetching", "checking", "retrying"]],
  ["waiting", ["waiting"]],
  ["paused", ["paused"]],
  ["failed", ["failed"]],
];

/** `1 of 3 series fetched · 1 under way · 1 waiting`. Before the first one is here nothing is said of how many are. */
export function queueWords(states: readonly StateKind[]): string {
  const count = (kinds: readonly StateKind[]) =>
    states.filter((kind) => kinds.includes(kind)).length;
  return [
    fetchedWords(count(["stored"]), states.length),
    ...names.flatMap(([name, kinds]) =>
      count(kinds) === 0 ? [] : [`${formatCount(count(kinds))} ${name}`],
    ),
  ].join(" · ");
}

function fetchedWords(fetched: number, all: number): string {
  const series = countOf(all, "series", "series");
  if (fetched === 0) return series;
  return fetched === all
    ? `${series} fetched`
    : `${formatCount(fetched)} of ${series} fetched`;
}
