// The rows of a call: read in any form, and never empty for a reason that was swallowed.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";
import { tableRows, type Row } from "../rows/tableRows.ts";
import type { ArchiveAnswer, ArchiveCaller } from "./archiveCaller.ts";
import type { GivenParameter } from "./buildRequest.ts";

/** The rows in an answer. */
export function rowsOf(
  answer: ArchiveAnswer,
): Result<readonly Row[], ArchiveFailure> {
  const mayBeDelimited =
    answer.endpoint.answer === "csv" ||
    /csv|text\/plain/.test(answer.headers["content-type"] ?? "");
  return tableRows(answer.text, answer.endpoint.name, mayBeDelimited);
}

/**
 * Calls and reads rows. With a token, an answer without rows may be a refusal that the server swallowed (reference section
 * 3.3): then the list of collections, which is never empty, is asked with the same token.
 */
export async function queryRows(
  caller: ArchiveCaller,
  endpoint: ArchiveEndpoint,
  given: readonly GivenParameter[],
  signal: AbortSignal,
): Promise<Result<readonly Row[], ArchiveFailure>> {
  const rows = await askedRows(caller, endpoint, given, signal);
  if (!rows.ok || rows.value.length > 0 || endpoint.auth !== "bearer")
    return rows;
  const probe = await caller.call(
    endpointOf("nbia-token", "v2/getCollectionValues"),
    [],
    signal,
    // With another token it would say nothing about this answer.
    { mayRetry: false },
  );
  if (probe.ok)
    return probe.value.text.trim() === ""
      ? failed({ kind: "archiveTokenRejected" })
      : rows;
  // That token is forgotten now; the next one tells the truth.
  return probe.failure.kind === "archiveTokenRejected"
    ? askedRows(caller, endpoint, given, signal)
    : probe;
}

async function askedRows(
  caller: ArchiveCaller,
  endpoint: ArchiveEndpoint,
  given: readonly GivenParameter[],
  signal: AbortSignal,
): Promise<Result<readonly Row[], ArchiveFailure>> {
  const answer = await caller.call(endpoint, given, signal);
  if (answer.ok) return rowsOf(answer.value);
  // Unknown or not accessible: no rows, like a blank answer.
  return answer.failure.kind === "notAvailable" ? success([]) : answer;
}

/** Parameters from an object; absent and empty ones are left out. */
export function given(
  values: Readonly<Record<string, string | undefined>>,
): readonly GivenParameter[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [{ name, value }],
  );
}
