// What may be in a zip of a series, and what may not (reference section 7.5, point 4).
import type { SeriesProblem } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { ZipRecord } from "../../media/zipDirectory.ts";

/** The entries of a zip, sorted out. */
export interface SeriesZip {
  readonly images: readonly ZipRecord[];
  readonly licence: ZipRecord | null;
  readonly hashes: ZipRecord | null;
}

/** Small files beside the images. */
const maxNoteBytes = 16 * 1024 * 1024;
export const slackBytes = 10_000_000;

/** Sorts the entries, or says what does not belong. `sizeBytes` of the series as the archive's list has it. */
export function seriesZip(
  records: readonly ZipRecord[],
  sizeBytes: number | null,
): Result<SeriesZip, SeriesProblem> {
  const names = new Set<string>();
  for (const record of records) {
    if (isUnsafe(record.name)) return failed({ kind: "unsafeEntry" });
    const isFlat = /^[\w.-]+$/.test(record.name);
    const isPlain = !record.isEncrypted && [0, 8].includes(record.method);
    if (!isFlat || !isPlain || names.has(record.name.toLowerCase()))
      return failed({ kind: "unexpectedEntry" });
    names.add(record.name.toLowerCase());
  }
  const total = records.reduce((sum, record) => sum + record.sizeBytes, 0);
  if (sizeBytes !== null && total > 1.1 * sizeBytes + slackBytes)
    return failed({ kind: "tooLarge" });
  const named = (name: string) =>
    records.find((record) => record.name === name) ?? null;
  const licence = named("LICENSE");
  const hashes = named("md5hashes.csv");
  for (const note of [licence, hashes])
    if (note !== null && note.sizeBytes > maxNoteBytes)
      return failed({ kind: "tooLarge" });
  const images = records.filter(
    (record) => record !== licence && record !== hashes,
  );
  return images.every(({ name }) => name.toLowerCase().endsWith(".dcm"))
    ? success({ images, licence, hashes })
    : failed({ kind: "unexpectedEntry" });
}

/** Names that lead elsewhere on any system. */
function isUnsafe(name: string): boolean {
  return (
    name.split(/[/\\]/).includes("..") ||
    /^([/\\]|[a-z]:)/i.test(name) ||
    name.includes("\0")
  );
}
