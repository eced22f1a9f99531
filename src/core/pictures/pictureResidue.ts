// The residue check of a written picture: looks for the words of the patients of its case in every byte of it.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import type { BytePatterns } from "../deid/bytePatterns.ts";
import type { PatientWordSearch } from "../deid/patientWordSearch.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { PicturePart } from "./picturePlan.ts";

/** What is longer holds coded samples: headers, tables and palettes of pictures are at most this large. */
const mostHeaderBytes = 4096;
const pieceBytes = 4 * 1024 * 1024;
/** More than the longest pattern in its widest encoding. */
const overlapBytes = 512;

/**
 * The kind of a word that stands in the picture, null if there is none. `parts` are what was written, in order. A film
 * carries what its recorder told it between its frames, so that coded samples are searched as well: for longer words, which
 * gigabytes of them do not hold by chance.
 */
export async function wordLeftInPicture(
  written: ByteSource,
  parts: readonly PicturePart[],
  { bytes, samples }: Pick<PatientWordSearch, "bytes" | "samples">,
): Promise<Result<PatientWordKind | null, DiskFailure>> {
  let at = 0;
  // Headers are searched across their parts, up to the next samples.
  let headersFrom = 0;
  for (const part of parts) {
    const length = part.kind === "bytes" ? part.bytes.length : part.length;
    const isHeader = part.kind === "bytes" && length <= mostHeaderBytes;
    if (!isHeader) {
      const headers = { start: headersFrom, end: at };
      const found = await firstOf([
        () => wordIn(written, headers, bytes),
        () => wordIn(written, { start: at, end: at + length }, samples),
      ]);
      if (!found.ok || found.value !== null) return found;
      headersFrom = at + length;
    }
    at += length;
  }
  return wordIn(written, { start: headersFrom, end: at }, bytes);
}

type Found = Result<PatientWordKind | null, DiskFailure>;

async function firstOf(searches: readonly (() => Promise<Found>)[]) {
  for (const search of searches) {
    const found = await search();
    if (!found.ok || found.value !== null) return found;
  }
  return success(null);
}

async function wordIn(
  written: ByteSource,
  { start, end }: { readonly start: number; readonly end: number },
  patterns: BytePatterns,
): Promise<Found> {
  for (let at = start; at < end; at += pieceBytes) {
    const length = Math.min(pieceBytes + overlapBytes, end - at);
    const read = await written.read(at, length);
    if (!read.ok) return failed(read.failure);
    const [hit] = patterns.find(read.value, 0, read.value.byteLength);
    if (hit !== undefined) return success(hit.kind);
  }
  return success(null);
}
