// A picture to a plan of bytes that leave: its pixels, and nothing that tells of a person, a place, a time or a device.
//
// Invariants:
// 1. Nothing is passed through that was not understood: what does not follow its format is refused.
// 2. What leaves is a fixed point: cleaning it again changes nothing. The file that was written is read back to see that.
import { assertNever } from "../../shared/assertNever.ts";
import type { MaskShape } from "../../shared/mask.ts";
import type {
  PictureFormat,
  PictureProblem,
} from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { cleanBmp } from "./cleanBmp.ts";
import { cleanGif } from "./cleanGif.ts";
import { cleanJpeg } from "./cleanJpeg.ts";
import { cleanMp4 } from "./cleanMp4.ts";
import { cleanPng } from "./cleanPng.ts";
import {
  isJustMasked,
  maskPicture,
  type MaskedPicture,
} from "./maskPicture.ts";
import type { PictureFailure, PicturePart } from "./picturePlan.ts";

/** Still pictures are worked on in memory; the largest photographs and scanned slides are well below. */
const mostStillBytes = 256 * 1024 * 1024;

/** The parts of the clean picture, in order. */
export async function cleanPicture(
  source: ByteSource,
  format: PictureFormat,
): Promise<Result<readonly PicturePart[], PictureFailure>> {
  if (format === "mp4") return cleanMp4(source);
  const read = await wholeStill(source);
  if (!read.ok) return read;
  const parts = cleanStill(read.value, format);
  return parts.ok
    ? success(parts.value.map((bytes) => ({ kind: "bytes", bytes })))
    : refused(parts.failure);
}

/** The clean picture with masks painted on it; null if they do not touch it. Films are refused. */
export async function maskedPicture(
  source: ByteSource,
  format: PictureFormat,
  shapes: readonly MaskShape[],
): Promise<Result<MaskedPicture | null, PictureFailure>> {
  if (format === "mp4") return refused("cannotBeMasked");
  const read = await wholeStill(source);
  if (!read.ok) return read;
  const masked = maskPicture(read.value, format, shapes);
  return masked.ok ? masked : refused(masked.failure);
}

async function wholeStill(
  source: ByteSource,
): Promise<Result<Uint8Array, PictureFailure>> {
  if (source.sizeBytes > mostStillBytes) return refused("tooLarge");
  const read = await source.read(0, source.sizeBytes);
  if (!read.ok) return failed({ kind: "disk", failure: read.failure });
  return read.value.length === source.sizeBytes
    ? read
    : failed({ kind: "disk", failure: { kind: "sourceChanged" } });
}

/** A still picture in memory. */
export function cleanStill(
  bytes: Uint8Array,
  format: Exclude<PictureFormat, "mp4">,
): Result<readonly Uint8Array[], PictureProblem> {
  switch (format) {
    case "jpeg":
      return cleanJpeg(bytes);
    case "png":
      return cleanPng(bytes);
    case "gif":
      return cleanGif(bytes);
    case "bmp":
      return cleanBmp(bytes);
    default:
      return assertNever(format, "picture format");
  }
}

/** Cleans a written picture again; `residue` if that would change a single byte, or if masks are not as they should be. */
export async function verifyPicture(
  written: ByteSource,
  format: PictureFormat,
  masked: MaskedPicture | null = null,
): Promise<Result<null, PictureFailure>> {
  if (masked !== null) {
    const painted = await wholeStill(written);
    if (!painted.ok) return painted;
    if (!isJustMasked(painted.value, masked)) return refused("residue");
  }
  const again = await cleanPicture(written, format);
  if (!again.ok)
    return again.failure.kind === "disk" ? again : refused("residue");
  let at = 0;
  for (const part of again.value) {
    if (part.kind === "copied") {
      if (part.offset !== at) return refused("residue");
      at += part.length;
      continue;
    }
    const there = await written.read(at, part.bytes.length);
    if (!there.ok) return failed({ kind: "disk", failure: there.failure });
    if (Buffer.compare(there.value, part.bytes) !== 0)
      return refused("residue");
    at += part.bytes.length;
  }
  return at === written.sizeBytes ? success(null) : refused("residue");
}

function refused(problem: PictureProblem): Result<never, PictureFailure> {
  return failed({ kind: "picture", problem });
}
