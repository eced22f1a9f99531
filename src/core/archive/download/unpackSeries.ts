// Takes a received zip apart into the files of the series, hashing each as it is written.
import { createHash } from "node:crypto";
import type { ArchiveFailure, SeriesProblem } from "../../../shared/archive.ts";
import type { DiskFailure } from "../../../shared/failure.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { readDataSet } from "../../dicom/readDataSet.ts";
import { toInstanceHeader } from "../../dicom/toInstanceHeader.ts";
import { unpackToScratch, unpackWhole } from "../../media/entryData.ts";
import type { Scratch, ScratchFile } from "../../media/scratch.ts";
import type { ReadZipDirectory, ZipRecord } from "../../media/zipDirectory.ts";
import type { EntryPath, LocalPath } from "../../model/brands.ts";
import type { ArchiveEntry } from "../../model/fileSource.ts";
import type { ByteSource } from "../../ports/byteSource.ts";
import type { SeriesStaging } from "../../ports/seriesStore.ts";
import type { ReceivedFile } from "./checkSeries.ts";
import { seriesZip } from "./zipEntries.ts";

/** What a zip held. */
export interface UnpackedSeries {
  readonly files: readonly ReceivedFile[];
  /** Text of the LICENSE entry; null if there is none. */
  readonly licenceText: string | null;
  /** Text of md5hashes.csv; null if there is none. */
  readonly hashText: string | null;
}

type Unpacking<T> = Promise<Result<T, ArchiveFailure>>;

export function unsound(problem: SeriesProblem): Result<never, ArchiveFailure> {
  return failed({ kind: "seriesUnsound", problem });
}

export const beginningShown = 300;

/** Unpacks the received zip of this name into the staging. */
export async function unpackSeries(
  deps: { readonly readZipDirectory: ReadZipDirectory },
  staging: SeriesStaging,
  received: { readonly name: string; readonly sizeBytes: number | null },
  signal: AbortSignal,
): Unpacking<UnpackedSeries> {
  const cleared = await staging.clearFiles();
  if (!cleared.ok) return cleared;
  const opened = await staging.openReceived(received.name);
  if (!opened.ok) return opened;
  const zip = opened.value;
  try {
    const sorted = await sortedEntries(deps, zip, received.sizeBytes);
    if (!sorted.ok) return sorted;
    const { images, licence, hashes } = sorted.value;
    const licenceText = await noteText(zip, licence);
    if (!licenceText.ok) return licenceText;
    const hashText = await noteText(zip, hashes);
    if (!hashText.ok) return hashText;
    const files: ReceivedFile[] = [];
    for (const record of images) {
      if (signal.aborted) return failed({ kind: "cancelled" });
      const file = await unpackImage(zip, record, staging, signal);
      if (!file.ok) return file;
      files.push(file.value);
    }
    return success({
      files,
      licenceText: licenceText.value,
      hashText: hashText.value,
    });
  } finally {
    await zip.close();
  }
}

/** The list of hashes in a received zip of which nothing else is wanted; null if it has none. */
export async function hashFileText(
  deps: { readonly readZipDirectory: ReadZipDirectory },
  staging: SeriesStaging,
  receivedName: string,
): Unpacking<string | null> {
  const opened = await staging.openReceived(receivedName);
  if (!opened.ok) return opened;
  try {
    const sorted = await sortedEntries(deps, opened.value, null);
    return sorted.ok
      ? await noteText(opened.value, sorted.value.hashes)
      : sorted;
  } finally {
    await opened.value.close();
  }
}

async function sortedEntries(
  { readZipDirectory }: { readonly readZipDirectory: ReadZipDirectory },
  zip: ByteSource,
  sizeBytes: number | null,
) {
  const beginning = await zip.read(0, beginningShown);
  if (!beginning.ok) return beginning;
  if (!isZip(beginning.value))
    return unsound({
      kind: "notAnArchive",
      beginning: shownBeginning(beginning.value),
    });
  const directory = await readZipDirectory(zip);
  if (!directory.ok || directory.value.damage !== null)
    return unsound({ kind: "zipDamaged" });
  const sorted = seriesZip(directory.value.records, sizeBytes);
  return sorted.ok ? sorted : unsound(sorted.failure);
}

function isZip(beginning: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every(
    (byte, index) => beginning[index] === byte,
  );
}

/** Text that came in place of an archive, in one line without markup and addresses. */
function shownBeginning(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\S*:\/\/\S*/g, "…")
    .replaceAll(/[\p{Cc}\uFFFD\s]+/gu, " ")
    .trim();
}

function entryOf(record: ZipRecord): ArchiveEntry {
  return {
    kind: "archiveEntry",
    path: record.name as EntryPath,
    sizeBytes: record.sizeBytes,
    // Read through the open zip; nobody opens it by this.
    container: {
      kind: "file",
      path: "" as LocalPath,
      sizeBytes: 0,
      modifiedAtMs: 0,
    },
    packed: {
      kind: "zip",
      headerOffset: record.headerOffset,
      packedBytes: record.packedBytes,
      method: record.method === 0 ? "stored" : "deflated",
      crc32: record.crc32,
      lock: null,
    },
  };
}

/** A damaged entry is the series' fault; anything else the disk's. */
function unpackFailure(failure: DiskFailure): Result<never, ArchiveFailure> {
  return failure.kind === "unpackFailed"
    ? unsound({ kind: "zipDamaged" })
    : failed(failure);
}

async function noteText(
  zip: ByteSource,
  record: ZipRecord | null,
): Unpacking<string | null> {
  if (record === null) return success(null);
  const bytes = await unpackWhole(zip, entryOf(record));
  return bytes.ok
    ? success(new TextDecoder().decode(bytes.value))
    : unpackFailure(bytes.failure);
}

async function unpackImage(
  zip: ByteSource,
  record: ZipRecord,
  staging: SeriesStaging,
  signal: AbortSignal,
): Unpacking<ReceivedFile> {
  const hashing = new HashingScratch(staging.fileNamed(record.name), signal);
  const written = await unpackToScratch(zip, entryOf(record), hashing);
  if (signal.aborted) return failed({ kind: "cancelled" });
  if (!written.ok) return unpackFailure(written.failure);
  return describeFile(staging, record.name, hashing.digests());
}

/** Reads the identity of a file that is in place. */
export async function describeFile(
  staging: SeriesStaging,
  name: string,
  digests: Pick<ReceivedFile, "md5Hex" | "sha256Hex">,
): Unpacking<ReceivedFile> {
  const opened = await staging.openFile(name);
  if (!opened.ok) return opened;
  try {
    const { sizeBytes } = opened.value;
    const dataSet = await readDataSet(opened.value);
    // Part 10 files only (PS3.10 7.1): with preamble and file meta.
    const isPart10 =
      dataSet.ok && dataSet.value.hasPreamble && dataSet.value.meta.length > 0;
    if (!isPart10)
      return success({ name, sizeBytes, ...digests, identity: null });
    const { seriesInstanceUID, sopInstanceUID } = toInstanceHeader(
      dataSet.value,
    );
    return success({
      name,
      sizeBytes,
      ...digests,
      identity: { seriesInstanceUID, sopInstanceUID },
    });
  } finally {
    await opened.value.close();
  }
}

/** Hashes of a file that is in place already; `cancelled` as soon as `signal` aborted. */
export async function digestsOf(
  source: ByteSource,
  signal: AbortSignal,
): Unpacking<Pick<ReceivedFile, "md5Hex" | "sha256Hex">> {
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const step = 1024 * 1024;
  for (let at = 0; at < source.sizeBytes; at += step) {
    if (signal.aborted) return failed({ kind: "cancelled" });
    const read = await source.read(at, step);
    if (!read.ok) return read;
    md5.update(read.value);
    sha256.update(read.value);
  }
  return success({
    md5Hex: md5.digest("hex"),
    sha256Hex: sha256.digest("hex"),
  });
}

/** Hashes what goes into a scratch file on its way, and takes no more once `signal` aborted: an entry may be gigabytes. */
class HashingScratch implements Scratch {
  readonly #inner: Scratch;
  readonly #signal: AbortSignal;
  readonly #md5 = createHash("md5");
  readonly #sha256 = createHash("sha256");
  readonly remove: Scratch["remove"];
  readonly decryptionOf: Scratch["decryptionOf"];

  constructor(inner: Scratch, signal: AbortSignal) {
    this.#inner = inner;
    this.#signal = signal;
    this.remove = (file) => inner.remove(file);
    this.decryptionOf = (path) => inner.decryptionOf(path);
  }

  async create(): Promise<Result<ScratchFile, DiskFailure>> {
    const created = await this.#inner.create();
    if (!created.ok) return created;
    const file = created.value;
    return success({
      write: (bytes) => {
        if (this.#signal.aborted)
          return Promise.resolve(
            failed({ kind: "unwritable", code: "ECANCELED" }),
          );
        this.#md5.update(bytes);
        this.#sha256.update(bytes);
        return file.write(bytes);
      },
      finish: () => file.finish(),
      discard: () => file.discard(),
    });
  }

  digests(): Pick<ReceivedFile, "md5Hex" | "sha256Hex"> {
    return {
      md5Hex: this.#md5.digest("hex"),
      sha256Hex: this.#sha256.digest("hex"),
    };
  }
}
