// Whether what came is the whole series (reference section 7.3): a zip that opens without error may still lack images.
import { createHash } from "node:crypto";
import type { SeriesProblem } from "../../../shared/archive.ts";
import { delimitedRecords } from "../rows/delimited.ts";

/** A file of the series as it lies on the disk. */
export interface ReceivedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal, over the whole file. */
  readonly md5Hex: string;
  readonly sha256Hex: string;
  /** From its header; null for a file that cannot be read as DICOM. */
  readonly identity: {
    readonly seriesInstanceUID: string;
    readonly sopInstanceUID: string;
  } | null;
}

/** What is known of the series from elsewhere. */
export interface ExpectedSeries {
  readonly seriesInstanceUID: string;
  readonly imageCount: number | null;
  /** Null where the source only rounds it. */
  readonly sizeBytes: number | null;
  /** SOP Instance UIDs of its images; null where the source does not list them. */
  readonly instances: readonly string[] | null;
}

/**
 * Hashes as the source gave them: by file name; as a set, where its names are others; `missing` where they were asked for
 * and did not come; null where there are none to be had.
 */
export type HashList =
  | { readonly kind: "byName"; readonly md5Hex: ReadonlyMap<string, string> }
  | { readonly kind: "byContent"; readonly md5Hex: readonly string[] }
  | { readonly kind: "missing" }
  | null;

/** The first thing that is wrong; null if the series is whole and nothing but itself. */
export function seriesProblem(
  expected: ExpectedSeries,
  files: readonly ReceivedFile[],
  hashes: HashList,
): SeriesProblem | null {
  const { imageCount, sizeBytes } = expected;
  if (
    files.length === 0 ||
    (imageCount !== null && imageCount !== files.length)
  )
    return {
      kind: "imagesMissing",
      expected: imageCount ?? 1,
      found: files.length,
    };
  if (hashes?.kind === "missing") return { kind: "hashListMissing" };
  const wrong = hashProblem(files, hashes);
  if (wrong !== null) return wrong;
  const foundBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes !== null && sizeBytes !== foundBytes)
    return { kind: "wrongSize", expectedBytes: sizeBytes, foundBytes };
  return (
    identityProblem(expected, files) ?? listedProblem(expected, files, hashes)
  );
}

function hashProblem(
  files: readonly ReceivedFile[],
  hashes: HashList,
): SeriesProblem | null {
  if (hashes === null || hashes.kind === "missing") return null;
  if (hashes.kind === "byContent") {
    const left = countsOf(hashes.md5Hex);
    const strangers = files.filter(({ md5Hex }) => {
      const count = left.get(md5Hex) ?? 0;
      left.set(md5Hex, count - 1);
      return count <= 0;
    });
    if (strangers.length > 0)
      return { kind: "wrongHash", files: strangers.length };
    return hashes.md5Hex.length === files.length
      ? null
      : { kind: "hashListDiffers" };
  }
  const isSameList =
    hashes.md5Hex.size === files.length &&
    files.every(({ name }) => hashes.md5Hex.has(name));
  if (!isSameList) return { kind: "hashListDiffers" };
  const wrong = files.filter(
    ({ name, md5Hex }) => hashes.md5Hex.get(name) !== md5Hex,
  );
  return wrong.length === 0 ? null : { kind: "wrongHash", files: wrong.length };
}

function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function identityProblem(
  { seriesInstanceUID }: ExpectedSeries,
  files: readonly ReceivedFile[],
): SeriesProblem | null {
  const unread = files.filter(({ identity }) => identity === null).length;
  if (unread > 0) return { kind: "notDicom", files: unread };
  const others = files.filter(
    ({ identity }) => identity?.seriesInstanceUID !== seriesInstanceUID,
  ).length;
  if (others > 0) return { kind: "otherSeries", files: others };
  const instances = new Set(
    files.map(({ identity }) => identity?.sopInstanceUID),
  );
  return instances.size === files.length
    ? null
    : { kind: "repeatedInstance", files: files.length - instances.size };
}

/**
 * Other images than the source lists. One that lists more than it counts and sends hides the rest from everybody: what came is
 * whole as far as it can be had, where its own count and hashes say so. Without them nobody knows, and images are missing.
 */
function listedProblem(
  { instances: listed, imageCount }: ExpectedSeries,
  files: readonly ReceivedFile[],
  hashes: HashList,
): SeriesProblem | null {
  if (listed === null) return null;
  const missing = imagesNotSent(listed, files);
  const unlisted = missing + files.length - new Set(listed).size;
  if (unlisted > 0) return { kind: "otherInstances", unlisted, missing };
  return missing === 0 || (imageCount !== null && hashes !== null)
    ? null
    : {
        kind: "imagesMissing",
        expected: files.length + missing,
        found: files.length,
      };
}

/** Images that the source lists and that are not among the files. */
export function imagesNotSent(
  listed: readonly string[],
  files: readonly ReceivedFile[],
): number {
  const missing = new Set(listed);
  for (const { identity } of files)
    missing.delete(identity?.sopInstanceUID ?? "");
  return missing.size;
}

/** Names and hashes of `md5hashes.csv`: rows in any order, letters of any case (reference section 7.2). */
export function readHashFile(text: string): ReadonlyMap<string, string> {
  const rows = delimitedRecords(text).map(
    ([name = "", md5 = ""]) => [name.trim(), md5.trim().toLowerCase()] as const,
  );
  return new Map(rows.filter(([, md5]) => /^[\da-f]{32}$/.test(md5)));
}

/** The hash over a series as the archive computes it: MD5 over the sorted hashes of its files (reference section 7.4). */
export function seriesMd5Hex(files: readonly ReceivedFile[]): string {
  const joined = files
    .map(({ md5Hex }) => md5Hex)
    .sort()
    .join("");
  return createHash("md5").update(joined).digest("hex");
}
