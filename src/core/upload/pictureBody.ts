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
  readonly body: PictureBody;
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

/** Small enough for the stall watchdog to see a slow line move. */
const mostPortionBytes = 64 * 1024;

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
      body: new PictureBody(first.sizeBytes, (signal) =>
        fileBytes({ spool, bandwidth, signal }, first),
      ),
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
    body: new PictureBody(frame.sizeBytes, (signal) =>
      zipBytes({ spool, bandwidth, signal }, files, frame),
    ),
  });
}

/** As the site's own uploader names them (contract section 7). */
function frameName(index: number, ending: string): string {
  return `frame_${String(index).padStart(4, "0")}.${ending}`;
}

/** One body for all attempts, each with a stream of its own. */
class PictureBody implements HttpBody {
  readonly sizeBytes: number;
  readonly #bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
  #exchange = new AbortController();

  /** `bytes` keep nobody waiting once their signal aborted. */
  constructor(
    sizeBytes: number,
    bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  ) {
    this.sizeBytes = sizeBytes;
    this.#bytes = bytes;
  }

  stream(): AsyncIterable<Uint8Array> {
    this.#exchange = new AbortController();
    return this.#bytes(this.#exchange.signal);
  }

  /** To be called once an exchange has its outcome: what it waits for on the line is for others. */
  exchangeEnded(): void {
    this.#exchange.abort();
  }
}

interface Source {
  readonly spool: SpoolReader;
  /** Null: it goes nowhere. */
  readonly bandwidth: Bandwidth | null;
  readonly signal: AbortSignal;
}

/** The bytes of a spooled file, the last of them only if the file is still what was verified. */
async function* fileBytes(
  { spool, bandwidth, signal }: Source,
  file: SpooledFile,
): AsyncGenerator<Uint8Array> {
  const body = new SpoolBody(file, {
    spool,
    bandwidth,
    blocks: noBlocks,
    computesMd5: false,
    bytesPerSecond: () => null,
  });
  const end = () => {
    body.exchangeEnded();
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  try {
    yield* body.stream();
  } finally {
    signal.removeEventListener("abort", end);
  }
}

async function* zipBytes(
  source: Source,
  files: readonly SpooledFile[],
  frame: ZipFrame,
): AsyncGenerator<Uint8Array> {
  for (const [index, file] of files.entries()) {
    const head = frame.heads[index];
    if (head !== undefined) yield* inPortions(source, head);
    yield* fileBytes(source, file);
  }
  yield* inPortions(source, frame.directory);
}

/** Bytes that are in memory, as fast as the user's limit lets them go. The directory of a long zip is some megabytes. */
async function* inPortions(
  { bandwidth, signal }: Source,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength;) {
    const left = Math.min(bytes.byteLength - start, mostPortionBytes);
    const end = start + (bandwidth?.portionBytes(left) ?? left);
    const turn = bandwidth?.take(end - start, () => signal);
    if (turn != null) await turn;
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function checkSumOf(
  spool: SpoolReader,
  file: SpooledFile,
): Promise<Result<number, DiskFailure>> {
  let checkSum = 0;
  try {
    const { signal } = new AbortController();
    const bytes = fileBytes({ spool, bandwidth: null, signal }, file);
    for await (const chunk of bytes) checkSum = crc32(chunk, checkSum);
    return success(checkSum);
  } catch (error) {
    if (error instanceof BodyReadError) return failed(error.failure);
    throw error;
  }
}
