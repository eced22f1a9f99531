// Unpacks a gzip file to a private file in one pass, as far as it goes.
import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PlainFile } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { archiveTooLarge, isBeyondRatio } from "./archiveContents.ts";
import { archiveLimits } from "./archiveLimits.ts";
import type { Scratch, ScratchFile } from "./scratch.ts";

const chunkBytes = 1024 * 1024;

/** What was unpacked; not all of it if the gzip file is cut or damaged. */
export interface Gunzipped {
  readonly file: PlainFile;
  readonly isWhole: boolean;
}

/** Unpacks; ends with a failure that leaves nothing behind where the limits are passed. */
export async function gunzipToScratch(
  packed: ByteSource,
  scratch: Scratch,
): Promise<Result<Gunzipped, SkipReason | DiskFailure>> {
  const created = await scratch.create();
  if (!created.ok) return created;
  const written = await writeUnpacked(packed, created.value);
  if (!written.ok) {
    await created.value.discard();
    return written;
  }
  const file = await created.value.finish();
  return file.ok ? success({ file: file.value, isWhole: written.value }) : file;
}

/** True if all of it could be unpacked. */
async function writeUnpacked(
  packed: ByteSource,
  file: ScratchFile,
): Promise<Result<boolean, SkipReason | DiskFailure>> {
  const reading: { failure: DiskFailure | null } = { failure: null };
  const unpacking = createGunzip({ chunkSize: chunkBytes });
  // Errors reach the one who reads from `unpacking`.
  pipeline(
    Readable.from(chunksOf(packed, reading)),
    unpacking,
    () => undefined,
  );
  let sizeBytes = 0;
  try {
    for await (const chunk of unpacking as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.length;
      if (sizeBytes > archiveLimits.unpackedBytes)
        return failed(archiveTooLarge("unpackedBytes"));
      if (isBeyondRatio(sizeBytes, packed.sizeBytes))
        return failed(archiveTooLarge("ratio"));
      const written = await file.write(chunk);
      if (!written.ok) return written;
    }
  } catch (error) {
    if (reading.failure !== null) return failed(reading.failure);
    if (!isAboutData(error)) throw error;
    return success(false);
  }
  return reading.failure === null ? success(true) : failed(reading.failure);
}

function isAboutData(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("Z_")
  );
}

async function* chunksOf(
  packed: ByteSource,
  reading: { failure: DiskFailure | null },
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < packed.sizeBytes; offset += chunkBytes) {
    const read = await packed.read(offset, chunkBytes);
    if (!read.ok) {
      reading.failure = read.failure;
      return;
    }
    if (read.value.length === 0) return;
    yield read.value;
  }
}
