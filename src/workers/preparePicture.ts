// Prepares one picture: cleaned, written, read back, verified, and only then into the spool.
import { createHash, type Hash } from "node:crypto";
import type {
  SpoolWriter,
  UnfinishedFile,
} from "../adapters/fileSpool/spoolWriter.ts";
import type { PatientWordSearch } from "../core/deid/patientWordSearch.ts";
import type { FileSource } from "../core/model/fileSource.ts";
import {
  cleanPicture,
  maskedPicture,
  verifyPicture,
} from "../core/pictures/cleanPicture.ts";
import type { MaskedPicture } from "../core/pictures/maskPicture.ts";
import type {
  PictureFailure,
  PicturePart,
} from "../core/pictures/picturePlan.ts";
import { wordLeftInPicture } from "../core/pictures/pictureResidue.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import type { MaskShape } from "../shared/mask.ts";
import type { PatientWordKind } from "../shared/patientWord.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { PictureTreatment } from "../shared/stackFacts.ts";
import type { ImageFailure } from "./imageFailure.ts";
import {
  openSourceFile,
  refusalOf,
  type ReadingDeps,
  type SourceFile,
} from "./sourceFile.ts";

/** Films are copied in pieces of this size. */
const pieceBytes = 4 * 1024 * 1024;

/** A picture to prepare. */
interface PictureToPrepare {
  readonly file: FileSource;
  readonly format: PictureFormat;
  /** What is painted over, on the picture as it is shown. */
  readonly masks: readonly MaskShape[];
}

/** What a picture is prepared with. */
interface PictureDeps {
  readonly spool: SpoolWriter;
  readonly reading: ReadingDeps;
  /** For the words of its case: a picture has no header that names its own. */
  readonly words: PatientWordSearch;
}

/** What is written of a picture. */
interface PreparedParts {
  readonly source: SourceFile;
  readonly parts: readonly PicturePart[];
  readonly format: PictureFormat;
  /** What the written picture has to prove. */
  readonly masked: MaskedPicture | null;
}

/** A picture in the spool, and what was done to it. It has no attributes. */
interface PreparedPicture {
  readonly file: SpooledFile;
  readonly done: {
    readonly pixels: PictureTreatment;
    readonly actions: readonly [];
  };
}

/** Cleans a picture into the spool. What is refused leaves nothing behind. */
export async function preparePicture(
  picture: PictureToPrepare,
  deps: PictureDeps,
): Promise<Result<PreparedPicture, ImageFailure>> {
  const { file, format } = picture;
  const source = await openSourceFile(file, deps.reading);
  if (!source.ok) return failed({ kind: "refused", reason: source.failure });
  try {
    const prepared = await partsOf(source.value, picture);
    if (!prepared.ok) return failed(imageFailure(prepared.failure, format));
    const begun = deps.spool.begin();
    if (!begun.ok) return failed({ kind: "disk", failure: begun.failure });
    const unfinished = begun.value;
    const finished = await finish(unfinished, prepared.value, deps.words);
    if (!finished.ok) {
      unfinished.discard();
      return finished;
    }
    const { format: written, masked } = prepared.value;
    return success({
      file: {
        ...finished.value,
        ...(written !== format && { picture: written }),
      },
      done: {
        pixels: masked === null ? "stripped" : "maskedPicture",
        actions: [],
      },
    });
  } finally {
    await source.value.close();
  }
}

async function partsOf(
  source: SourceFile,
  { format, masks }: PictureToPrepare,
): Promise<Result<PreparedParts, PictureFailure>> {
  const masked =
    masks.length === 0
      ? success(null)
      : await maskedPicture(source, format, masks);
  if (!masked.ok) return masked;
  if (masked.value !== null)
    return success({
      source,
      parts: masked.value.parts.map((bytes) => ({ kind: "bytes", bytes })),
      format: "png",
      masked: masked.value,
    });
  const parts = await cleanPicture(source, format);
  return parts.ok
    ? success({ source, parts: parts.value, format, masked: null })
    : parts;
}

async function finish(
  unfinished: UnfinishedFile,
  from: PreparedParts,
  words: PatientWordSearch,
): Promise<Result<SpooledFile, ImageFailure>> {
  const hash = createHash("sha256");
  for (const part of from.parts) {
    const written =
      part.kind === "bytes"
        ? append(unfinished, hash, part.bytes)
        : await copyRange(unfinished, hash, { ...part, source: from.source });
    if (!written.ok) return written;
  }
  const { format, masked, parts } = from;
  const written = unfinished.written();
  const verified = await verifyPicture(written, format, masked);
  if (!verified.ok) return failed(imageFailure(verified.failure, format));
  const left = await wordLeftInPicture(written, parts, words);
  if (!left.ok) return onDisk(left.failure);
  if (left.value !== null) return failed(stillThere(left.value));
  const committed = await unfinished.commit(hash.digest("hex") as Sha256Hex);
  return committed.ok ? committed : onDisk(committed.failure);
}

function stillThere(wordKind: PatientWordKind): ImageFailure {
  const place = { kind: "picture" } as const;
  return {
    kind: "refused",
    reason: { kind: "patientWordLeft", place, wordKind },
  };
}

function append(
  unfinished: UnfinishedFile,
  hash: Hash,
  bytes: Uint8Array,
): Result<null, ImageFailure> {
  hash.update(bytes);
  const written = unfinished.write([bytes]);
  return written.ok ? written : onDisk(written.failure);
}

async function copyRange(
  unfinished: UnfinishedFile,
  hash: Hash,
  range: {
    readonly source: SourceFile;
    readonly offset: number;
    readonly length: number;
  },
): Promise<Result<null, ImageFailure>> {
  const { source, offset, length } = range;
  for (let done = 0; done < length; done += pieceBytes) {
    const piece = Math.min(pieceBytes, length - done);
    const read = await source.readRange(offset + done, piece);
    if (!read.ok) return failed({ kind: "refused", reason: read.failure });
    const written = append(unfinished, hash, read.value);
    if (!written.ok) return written;
  }
  return success(null);
}

function onDisk(failure: DiskFailure): Result<never, ImageFailure> {
  return failed({ kind: "disk", failure });
}

/** A disk that fails under the original concerns that picture only, as for every other image. */
function imageFailure(
  failure: PictureFailure,
  format: PictureFormat,
): ImageFailure {
  const reason: RefusalReason =
    failure.kind === "picture"
      ? { kind: "picture", format, problem: failure.problem }
      : refusalOf(failure.failure);
  return { kind: "refused", reason };
}
