// A caller that remembers: questions to the public catalogues are answered from the disk while the answer is young (reference section 10).
import { createHash } from "node:crypto";
import { success } from "../../../shared/result.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import type { AnswerCache } from "../../ports/answerCache.ts";
import type { Clock } from "../../ports/clock.ts";
import { delimitedRows } from "../rows/delimited.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";
import type { ArchiveCaller, CallOptions } from "./archiveCaller.ts";
import type { GivenParameter } from "./buildRequest.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long an answer counts; 0: it is not kept. Lists of collections and citations hardly change; the rest within minutes. */
function keptForMs(endpoint: ArchiveEndpoint, options: CallOptions): number {
  const isPlain =
    options.sink === undefined &&
    options.headers === undefined &&
    endpoint.auth === "none" &&
    endpoint.state === "current" &&
    ["rows", "object", "csv"].includes(endpoint.answer);
  if (!isPlain) return 0;
  return endpoint.adapter === "datacite" ||
    /^(?:v\d\/)?(?:getCollection(?:Values|Descriptions)|getSpecies|collections|version)/.test(
      endpoint.name,
    )
    ? day
    : 10 * minute;
}

function keyOf(
  endpoint: ArchiveEndpoint,
  given: readonly GivenParameter[],
  baseUrl: string,
): string {
  const parts = [
    baseUrl,
    endpoint.adapter,
    endpoint.name,
    ...given.map(({ name, value }) => `${name}=${value}`),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Wraps a caller. `places` tells servers apart that answer under one name. Empty answers are never kept: they may be failures in disguise. */
export function createCachedCaller(
  caller: ArchiveCaller,
  deps: {
    readonly cache: AnswerCache;
    readonly clock: Clock;
    readonly places: Partial<Readonly<Record<string, string>>>;
  },
): ArchiveCaller {
  const { cache, clock, places } = deps;
  return {
    async call(endpoint, given, signal, options = {}) {
      const maxAgeMs = keptForMs(endpoint, options);
      if (maxAgeMs === 0) return caller.call(endpoint, given, signal, options);
      const baseUrl =
        options.baseUrl ?? places[endpoint.adapter] ?? endpoint.baseUrl;
      const key = keyOf(endpoint, given, baseUrl);
      const kept = await cache.read(key);
      const ageMs = kept === null ? maxAgeMs : clock.nowMs() - kept.atMs;
      // A clock that was set back makes answers of the future; they do not count.
      if (kept !== null && ageMs >= 0 && ageMs < maxAgeMs && !signal.aborted)
        return success({
          endpoint,
          status: 200,
          headers: { "content-type": kept.contentType },
          text: kept.text,
        });
      const answer = await caller.call(endpoint, given, signal, options);
      if (
        answer.ok &&
        answer.value.status === 200 &&
        !isEmpty(answer.value.text)
      )
        await cache.write(key, {
          atMs: clock.nowMs(),
          contentType: answer.value.headers["content-type"] ?? "",
          text: answer.value.text,
        });
      return answer;
    },
  };
}

/** Lists that an answer is about, in the interfaces that wrap them. */
const wrappedLists = [
  "series",
  "collections",
  "values",
  "licenses",
  "citations",
  "resultSet",
];

/** True for an answer without a row, in any of the forms that a table has, for JSON that was cut short, and for a page. */
function isEmpty(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "null") return true;
  // None of the endpoints whose answers are kept answers in XML: a page with status 200 is from somebody else, or an error.
  if (trimmed.startsWith("<")) return true;
  if (!/^[[{]/.test(trimmed)) return delimitedRows(trimmed).length === 0;
  const body = jsonOrNull(trimmed);
  if (Array.isArray(body)) return body.every(isBare);
  return (
    isBare(body) ||
    Object.entries(body ?? {}).some(
      ([name, value]) =>
        wrappedLists.includes(name) &&
        Array.isArray(value) &&
        value.length === 0,
    )
  );
}

function isBare(value: unknown): boolean {
  return (
    value === null ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}
