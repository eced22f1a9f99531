// Gets at the bytes of an entry: where they lie, decrypted, inflated, and checked against what the archive says of them.
//
// Invariants:
// 1. Memory is bounded by what the entry claims to hold, never by what it would unpack to.
// 2. What is unpacked whole has the size and the CRC-32 (or AES authentication) that the archive gives, or it is a failure.
import { Readable, pipeline } from "node:stream";
import { constants, crc32, createInflateRaw, inflateRawSync } from "node:zlib";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ArchiveEntry, PlainFile } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { Scratch, ScratchFile } from "./scratch.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { lockOverhead, openLock, type Decryptor } from "./zipDecryption.ts";

/** A stretch of the container. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

const localHeaderBytes = 30;
const localHeaderSignature = 0x04034b50;
/** Read, decrypted and inflated at a time when an entry goes to a file. */
const chunkBytes = 1024 * 1024;

/** What deflate reaches at best. */
const maxDeflateRatio = 1032;
/** Least that zlib takes at a time. */
const leastChunkBytes = 64;

const unpackFailed: DiskFailure = { kind: "unpackFailed" };

/** True if the bytes of the entry can be read where they lie. */
export function isReadInPlace({ packed }: ArchiveEntry): boolean {
  return (
    packed.kind === "plain" ||
    (packed.method === "stored" && packed.lock === null)
  );
}

/** Where the data of an entry lies in its container, encryption included. */
export async function entryRange(
  container: ByteSource,
  { packed, sizeBytes }: ArchiveEntry,
): Promise<Result<ByteRange, DiskFailure>> {
  if (packed.kind === "plain")
    return rangeWithin(container, { offset: packed.offset, length: sizeBytes });
  const read = await container.read(packed.headerOffset, localHeaderBytes);
  if (!read.ok) return read;
  const header = read.value;
  if (header.length < localHeaderBytes) return failed(unpackFailed);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  if (view.getUint32(0, true) !== localHeaderSignature)
    return failed(unpackFailed);
  const nameAndExtra = view.getUint16(26, true) + view.getUint16(28, true);
  return rangeWithin(container, {
    offset: packed.headerOffset + localHeaderBytes + nameAndExtra,
    length: packed.packedBytes,
  });
}

function rangeWithin(
  container: ByteSource,
  range: ByteRange,
): Result<ByteRange, DiskFailure> {
  return range.offset + range.length <= container.sizeBytes
    ? success(range)
    : failed(unpackFailed);
}

/** The beginning of an entry, from at most so many packed bytes. Not checked: only the whole can be. */
export async function unpackBeginning(
  container: ByteSource,
  entry: ArchiveEntry,
  maxPackedBytes: number,
): Promise<Result<Uint8Array, DiskFailure>> {
  const opened = await openData(container, entry);
  if (!opened.ok) return opened;
  const { data, decryptor } = opened.value;
  const length = Math.min(data.length, maxPackedBytes);
  const read = await readExactly(container, { offset: data.offset, length });
  if (!read.ok) return read;
  const packed = decryptor?.update(read.value) ?? read.value;
  if (!isDeflated(entry)) return success(packed);
  return inflate(packed, {
    maxOutputLength: archiveLimits.beginningBytes,
    expectedBytes: Math.min(entry.sizeBytes, 2 * length),
  });
}

/** The whole entry in memory, checked. For entries of a size that fits. */
export async function unpackWhole(
  container: ByteSource,
  entry: ArchiveEntry,
): Promise<Result<Uint8Array, DiskFailure>> {
  const opened = await openData(container, entry);
  if (!opened.ok) return opened;
  const { data, decryptor, after } = opened.value;
  const read = await readExactly(container, data);
  if (!read.ok) return read;
  const packed = decryptor?.update(read.value) ?? read.value;
  if (decryptor?.isAuthentic(after) === false) return failed(unpackFailed);
  const bytes = isDeflated(entry)
    ? inflate(packed, {
        maxOutputLength: entry.sizeBytes + 1,
        expectedBytes: entry.sizeBytes,
      })
    : success(packed);
  if (!bytes.ok) return bytes;
  return isWholeEntry(entry, bytes.value) ? bytes : failed(unpackFailed);
}

/** The whole entry in a private file, checked. */
export async function unpackToScratch(
  container: ByteSource,
  entry: ArchiveEntry,
  scratch: Scratch,
): Promise<Result<PlainFile, DiskFailure>> {
  const opened = await openData(container, entry);
  if (!opened.ok) return opened;
  const created = await scratch.create();
  if (!created.ok) return created;
  const file = created.value;
  const written = await writeData(container, entry, {
    ...opened.value,
    file,
  });
  if (written.ok) return await file.finish();
  await file.discard();
  return written;
}

/** Unpacks the whole entry to nowhere: succeeds if it is what the archive says of it. Little memory, whatever its size. */
export async function checkWhole(
  container: ByteSource,
  entry: ArchiveEntry,
): Promise<Result<null, DiskFailure>> {
  const opened = await openData(container, entry);
  if (!opened.ok) return opened;
  return await writeData(container, entry, { ...opened.value, file: nowhere });
}

const nowhere: Pick<ScratchFile, "write"> = {
  write: () => Promise.resolve(success(null)),
};

/** Data of an entry without what encryption puts around it. */
interface OpenedData {
  readonly data: ByteRange;
  readonly decryptor: Decryptor | null;
  readonly after: Uint8Array;
}

async function openData(
  container: ByteSource,
  entry: ArchiveEntry,
): Promise<Result<OpenedData, DiskFailure>> {
  const range = await entryRange(container, entry);
  if (!range.ok) return range;
  const lock = entry.packed.kind === "zip" ? entry.packed.lock : null;
  const { before, after } = lockOverhead(lock);
  const { offset, length } = range.value;
  const data = { offset: offset + before, length: length - before - after };
  // A packed size far beyond the unpacked one is a lie, and would be read into memory.
  const isPlausible =
    data.length >= 0 && data.length <= 2 * entry.sizeBytes + chunkBytes;
  if (!isPlausible) return failed(unpackFailed);
  if (lock === null)
    return success({ data, decryptor: null, after: new Uint8Array(0) });
  const head = await readExactly(container, { offset, length: before });
  if (!head.ok) return head;
  const end = { offset: data.offset + data.length, length: after };
  const tail = await readExactly(container, end);
  if (!tail.ok) return tail;
  const decryptor = openLock(lock, head.value);
  return decryptor === null
    ? failed(unpackFailed)
    : success({ data, decryptor, after: tail.value });
}

async function readExactly(
  container: ByteSource,
  { offset, length }: ByteRange,
): Promise<Result<Uint8Array, DiskFailure>> {
  const read = await container.read(offset, length);
  if (!read.ok) return read;
  return read.value.length === length ? read : failed(unpackFailed);
}

function isDeflated({ packed }: ArchiveEntry): boolean {
  return packed.kind === "zip" && packed.method === "deflated";
}

/** True if the bytes are those the archive holds of the entry, as far as it can tell. */
export function isWholeEntry(entry: ArchiveEntry, bytes: Uint8Array): boolean {
  return (
    bytes.length === entry.sizeBytes &&
    (entry.packed.kind === "plain" || isCrc(entry, crc32(bytes)))
  );
}

function isCrc({ packed }: ArchiveEntry, found: number): boolean {
  return (
    packed.kind === "plain" || packed.crc32 === null || packed.crc32 === found
  );
}

/** Inflates what is there; the end may be cut off. Fails for data that cannot be deflate's, or too much of it. */
function inflate(
  packed: Uint8Array,
  limits: {
    readonly maxOutputLength: number;
    /** Memory taken at a time: enough for all of it saves putting pieces together. */
    readonly expectedBytes: number;
  },
): Result<Uint8Array, DiskFailure> {
  const { maxOutputLength, expectedBytes } = limits;
  const mostBytes = packed.length * maxDeflateRatio;
  try {
    return success(
      inflateRawSync(packed, {
        maxOutputLength,
        chunkSize: Math.min(expectedBytes, mostBytes) + leastChunkBytes,
        finishFlush: constants.Z_SYNC_FLUSH,
      }),
    );
  } catch (error) {
    return failed(inflateFailure(error));
  }
}

/** An error of zlib as a failure; anything else is a bug and goes on. */
function inflateFailure(error: unknown): DiskFailure {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const isAboutData =
    typeof code === "string" &&
    (code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE");
  if (!isAboutData) throw error;
  return unpackFailed;
}

async function writeData(
  container: ByteSource,
  entry: ArchiveEntry,
  opened: OpenedData & { readonly file: Pick<ScratchFile, "write"> },
): Promise<Result<null, DiskFailure>> {
  const { file, decryptor, after } = opened;
  const stopped: { failure: DiskFailure | null } = { failure: null };
  const chunks = dataChunks(container, opened, stopped);
  let sizeBytes = 0;
  let crc = 0;
  try {
    for await (const chunk of isDeflated(entry) ? inflated(chunks) : chunks) {
      sizeBytes += chunk.length;
      if (sizeBytes > entry.sizeBytes) return failed(unpackFailed);
      crc = crc32(chunk, crc);
      const written = await file.write(chunk);
      if (!written.ok) return written;
    }
  } catch (error) {
    return failed(stopped.failure ?? inflateFailure(error));
  }
  if (stopped.failure !== null) return failed(stopped.failure);
  return sizeBytes === entry.sizeBytes &&
    isCrc(entry, crc) &&
    decryptor?.isAuthentic(after) !== false
    ? success(null)
    : failed(unpackFailed);
}

/** The data of an entry, decrypted; ends early when a read fails, and says so in `stopped`. */
async function* dataChunks(
  container: ByteSource,
  { data, decryptor }: OpenedData,
  stopped: { failure: DiskFailure | null },
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < data.length; done += chunkBytes) {
    const read = await readExactly(container, {
      offset: data.offset + done,
      length: Math.min(chunkBytes, data.length - done),
    });
    if (!read.ok) {
      stopped.failure = read.failure;
      return;
    }
    yield decryptor?.update(read.value) ?? read.value;
  }
}

function inflated(
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const inflating = createInflateRaw({
    chunkSize: chunkBytes,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  // Errors reach the one who reads from `inflating`.
  pipeline(Readable.from(chunks), inflating, () => undefined);
  return inflating;
}
