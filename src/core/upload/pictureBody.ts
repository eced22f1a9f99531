// The body of a request that sends pictures: one file as it is, or several in a zip that is laid out while it is sent.
import { crc32 } from "node:zlib";
import type { DiskFailure } from "../../shared/failure.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { BodyReadError, type HttpBody } from "../ports/httpClient.ts";
import type { SpooledFile, SpoolReader } from "../ports/spool.ts";
import { zipFrame, type ZipFrame } from "../pictures/zipArchive.ts";
import type { Bandwidth } from "./bandwidth.ts";
import { BlockPool } from "./blockPool.ts";
import { SpoolBody } from "./spoolBody.ts";

/** What is sent, and as what (contract section 7). */
export interface PictureUpload {
  readonly contentType: string;
  readonly filename: string;
  readonly body: HttpBody;
}

const fileTypes: Readonly<
  Record<
    PictureFormat,
    { readonly contentType: string; readonly ending: string }
  >
> = {
  jpeg: { contentType: "image/jpeg", ending: "jpg" },
  bmp: { contentType: "image/bmp", ending: "bmp" },
  png: { contentType: "image/png", ending: "png" },
  gif: { contentType: "image/gif", ending: "gif" },
  mp4: { contentType: "video/mp4", ending: "mp4" },
};

/** Pictures are few and go one after the other, so each has memory of its own. */
const noBlocks = new BlockPool(0);

/** Prepares the upload of a stack; several files are read once for their check sums, and may be of several formats. Fails like the spool. */
export async function pictureUpload(
  spool: SpoolReader,
  files: readonly SpooledFile[],
  format: PictureFormat,
  bandwidth: Bandwidth,
): Promise<Result<PictureUpload, DiskFailure>> {
  const typeOf = (file: SpooledFile) => fileTypes[file.picture ?? format];
  const [first, second] = files;
  if (first !== undefined && second === undefined)
    return success({
      contentType: typeOf(first).contentType,
      filename: frameName(0, typeOf(first).ending),
      body: {
        sizeBytes: first.sizeBytes,
        stream: () => fileBytes(spool, first, bandwidth),
      },
    });
  const checkSums: number[] = [];
  for (const file of files) {
    const checkSum = await checkSumOf(spool, file);
    if (!checkSum.ok) return checkSum;
    checkSums.push(checkSum.value);
  }
  const frame = zipFrame(
    files.map((file, index) => ({
      name: frameName(index, typeOf(file).ending),
      sizeBytes: file.sizeBytes,
      crc32: checkSums[index] ?? 0,
    })),
  );
  return success({
    contentType: "application/zip",
    filename: "stack.zip",
    body: {
      sizeBytes: frame.sizeBytes,
      stream: () => zipBytes({ spool, bandwidth }, files, frame),
    },
  });
}

/** As the site's own uploader names them (contract section 7). */
function frameName(index: number, ending: string): string {
  return `frame_${String(index).padStart(4, "0")}.${ending}`;
}

/** The bytes of a spooled file, the last of them only if the file is still what was verified. */
async function* fileBytes(
  spool: SpoolReader,
  file: SpooledFile,
  bandwidth: Bandwidth | null,
): AsyncGenerator<Uint8Array> {
  yield* new SpoolBody(file, {
    spool,
    bandwidth,
    blocks: noBlocks,
    computesMd5: false,
    bytesPerSecond: () => null,
  }).stream();
}

async function* zipBytes(
  {
    spool,
    bandwidth,
  }: { readonly spool: SpoolReader; readonly bandwidth: Bandwidth },
  files: readonly SpooledFile[],
  frame: ZipFrame,
): AsyncGenerator<Uint8Array> {
  for (const [index, file] of files.entries()) {
    const head = frame.heads[index];
    if (head !== undefined) yield head;
    yield* fileBytes(spool, file, bandwidth);
  }
  yield frame.directory;
}

async function checkSumOf(
  spool: SpoolReader,
  file: SpooledFile,
): Promise<Result<number, DiskFailure>> {
  let checkSum = 0;
  try {
    for await (const chunk of fileBytes(spool, file, null))
      checkSum = crc32(chunk, checkSum);
    return success(checkSum);
  } catch (error) {
    if (error instanceof BodyReadError) return failed(error.failure);
    throw error;
  }
}
