// The rows of an answer, whatever form it came in.
import { z } from "zod";
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import { delimitedRows } from "./delimited.ts";
import { htmlRows, parseMarkup, xmlRows } from "./markup.ts";

const rowSchema = z.record(z.string(), z.unknown());
const rowsSchema = z.union([
  z.array(rowSchema),
  // One object where a list is documented.
  rowSchema.transform((row) => [row]),
]);
/** The retired interface reports its errors so, with status 200. */
const errorSchema = z.object({ errorMessage: z.string() });

export type Row = Readonly<Record<string, unknown>>;

/** Reads rows. No bytes at all are no rows; that is how the servers say so, and no JSON parser likes it. */
export function tableRows(
  text: string,
  endpoint: string,
  mayBeDelimited: boolean,
): Result<readonly Row[], ArchiveFailure> {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return success([]);
  if (/^[[{]/.test(trimmed)) return jsonRows(trimmed, endpoint);
  if (trimmed.startsWith("<")) return markupRows(trimmed, endpoint);
  if (mayBeDelimited) return success(delimitedRows(trimmed));
  return unreadable(endpoint, "neither a table nor JSON");
}

function jsonRows(
  text: string,
  endpoint: string,
): Result<readonly Row[], ArchiveFailure> {
  const value = jsonOrNull(text);
  const error = errorSchema.safeParse(value);
  if (error.success)
    return failed({
      kind: "archiveRefused",
      status: 200,
      detail: error.data.errorMessage.slice(0, 200),
    });
  const rows = rowsSchema.safeParse(value);
  return rows.success
    ? success(rows.data)
    : unreadable(endpoint, value === null ? "JSON cut short" : "no rows");
}

function markupRows(
  text: string,
  endpoint: string,
): Result<readonly Row[], ArchiveFailure> {
  if (!/<(html|table|!doctype html)\b/i.test(text))
    return isErrorDocument(text)
      ? unreadable(endpoint, "an error as XML")
      : success(xmlRows(text));
  const rows = htmlRows(text);
  return rows === null
    ? unreadable(endpoint, "a web page without a table")
    : success(rows);
}

/** Storages and gateways report their errors so, some of them with status 200. */
function isErrorDocument(text: string): boolean {
  return parseMarkup(text).some(({ name }) =>
    /^(?:error|fault|exception)/.test(name),
  );
}

/** The failure for an answer of another form. */
export function unreadable(
  endpoint: string,
  problem: string,
): Result<never, ArchiveFailure> {
  return failed({ kind: "unreadableAnswer", endpoint, problem });
}
