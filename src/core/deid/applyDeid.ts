// Writes a planned image: its head, then its pixels, hashed and searched in the same pass, with memory for one chunk.
import { createHash } from "node:crypto";
import type { DiskFailure, RefusalReason } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { swapped } from "./byteOrder.ts";
import type { DeidPlan } from "./planDeid.ts";
import { SampleSearchInPieces } from "./sampleSearch.ts";

/** Reading side: ranges of the source file. */
export interface RangeReader {
  /** Exactly these bytes; valid until the next call only. */
  readRange(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>>;
}

/** Writing side: appends all chunks in order before it answers. */
export interface ChunkSink {
  write(chunks: readonly Uint8Array[]): Result<null, DiskFailure>;
}

/** What was written. */
export interface WrittenFile {
  readonly sha256Hex: Sha256Hex;
  readonly sizeBytes: number;
}

/** The image's own fault, or the disk's, which stops everything. */
export type ApplyFailure =
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "disk"; readonly failure: DiskFailure };

function leftInPixels(wordKind: PatientWordKind): RefusalReason {
  return {
    kind: "patientWordLeft",
    wordKind,
    place: {
      kind: "attribute",
      tag: tagText(tags.PixelData).toUpperCase(),
      keyword: keywordOf(tags.PixelData),
    },
  };
}

/** A multiple of every swap unit; most slices fit whole. */
const chunkBytes = 4 * 1024 * 1024;

/**
 * Follows the plan, adding nothing. `dataSetBytes` are those the plan was made from: deflated files have their pixels
 * there. After a failure the sink holds part of a file; throwing it away is the caller's duty.
 */
export async function applyDeid(
  plan: DeidPlan,
  from: { readonly source: RangeReader; readonly dataSetBytes: Uint8Array },
  sink: ChunkSink,
): Promise<Result<WrittenFile, ApplyFailure>> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const search =
    plan.pixelSearch === null
      ? null
      : new SampleSearchInPieces(plan.pixelSearch);
  const write = (chunks: readonly Uint8Array[]): ApplyFailure | null => {
    for (const chunk of chunks) {
      // The head is searched when it is read again, as what it is.
      const wordKind = chunk === plan.head ? null : search?.find(chunk);
      if (wordKind != null)
        return { kind: "refused", reason: leftInPixels(wordKind) };
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
    }
    const written = sink.write(chunks);
    return written.ok ? null : { kind: "disk", failure: written.failure };
  };
  // Small pieces go with the next chunk, so that a slice takes one call.
  let waiting: Uint8Array[] = [plan.head];
  for (const piece of plan.pixels) {
    if (piece.kind === "bytes") {
      waiting.push(piece.bytes);
      continue;
    }
    const { start, end, swap } = piece;
    for (let offset = start; offset < end; offset += chunkBytes) {
      const length = Math.min(chunkBytes, end - offset);
      const chunk: Result<Uint8Array, RefusalReason> =
        piece.from === "file"
          ? await from.source.readRange(offset, length)
          : success(from.dataSetBytes.subarray(offset, offset + length));
      if (!chunk.ok) return failed({ kind: "refused", reason: chunk.failure });
      const failure = write([...waiting, swapped(chunk.value, swap)]);
      if (failure !== null) return failed(failure);
      waiting = [];
    }
  }
  const failure = waiting.length === 0 ? null : write(waiting);
  if (failure !== null) return failed(failure);
  return success({ sha256Hex: hash.digest("hex") as Sha256Hex, sizeBytes });
}
