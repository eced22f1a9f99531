// The files of a zip archive, from its central directory; opened with a password where it needs one.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ArchiveEntry, ZipLock } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { ArchiveContents, type ArchiveListing } from "./archiveContents.ts";
import { entryRange, unpackWhole } from "./entryData.ts";
import type { OpenArchive } from "./listTar.ts";
import { bareZip } from "./zipEnd.ts";
import { lockOverhead, openLock } from "./zipDecryption.ts";
import type { ReadZipDirectory, ZipRecord } from "./zipDirectory.ts";

type ZipEntry = Omit<ArchiveEntry, "kind" | "path">;

/** Methods that are not unpacked, by their number (APPNOTE 4.4.5). */
const methodNames: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  98: "PPMd",
};
const aesMethod = 99;

/** Locked entries a password is tried on; a traditional lock takes a wrong one in 256 by chance. */
const entriesTried = 8;
/** An entry up to this size is unpacked to make sure of a password. */
const maxTrialBytes = 8 * 1024 * 1024;

/** Lists a zip archive. `passwords` are tried in order if it is locked. */
export async function listZip(
  file: OpenArchive,
  readDirectory: ReadZipDirectory,
  passwords: readonly string[],
): Promise<Result<ArchiveListing, SkipReason | DiskFailure>> {
  const bare = await bareZip(file.source);
  if (!bare.ok) return bare;
  const { source } = bare.value;
  const archive = { ...file, source, offset: file.offset + bare.value.offset };
  const directory = await readDirectory(source);
  if (!directory.ok) return directory;
  const records = directory.value.records.filter((each) => !isFolder(each));
  if (isDocument(archive.path, records)) return failed({ kind: "notDicom" });
  const packedBytes = records.reduce((sum, each) => sum + each.packedBytes, 0);
  // Entries that share their bytes: no archiver makes that, only those who want much from little.
  if (packedBytes > source.sizeBytes) return failed({ kind: "archiveDamaged" });
  const password = await findPassword(archive, records, passwords);
  if (!password.ok) return password;
  const contents = new ArchiveContents(archive.path, source.sizeBytes);
  for (const record of records) {
    const reason = reasonToSkip(record);
    const entry = zipEntry(archive, record, password.value);
    if (reason !== null) contents.addSkipped(record.name, reason);
    else contents.addFile(record.name, entry);
  }
  return contents.listing(
    directory.value.isWhole ? null : { kind: "archiveDamaged" },
  );
}

function isFolder(record: ZipRecord): boolean {
  return (
    record.name.endsWith("/") ||
    fileType(record) === "folder" ||
    (record.isDosFolder && record.sizeBytes === 0)
  );
}

/** Kinds of Unix file in the upper bits of a mode. */
function fileType({
  unixMode,
}: ZipRecord): "file" | "folder" | "link" | "device" {
  switch (unixMode >>> 12) {
    case 0o04:
      return "folder";
    case 0o12:
      return "link";
    case 0o01:
    case 0o02:
    case 0o06:
    case 0o14:
      return "device";
    default:
      return "file";
  }
}

/** Documents and programs that are zip archives inside: one file each for people, and never images. */
function isDocument(path: string, records: readonly ZipRecord[]): boolean {
  const names = new Set(records.map((record) => record.name));
  return (
    names.has("[Content_Types].xml") ||
    records[0]?.name === "mimetype" ||
    (/\.(jar|war|ear|apk)$/i.test(path) && names.has("META-INF/MANIFEST.MF"))
  );
}

function reasonToSkip(record: ZipRecord): SkipReason | null {
  const type = fileType(record);
  if (type === "link" || type === "device") return { kind: type };
  const method = innerMethod(record);
  return method === 0 || method === 8
    ? null
    : {
        kind: "unsupportedPacking",
        method: methodNames[method] ?? `method ${method}`,
      };
}

/** The compression below AES, if there is any. */
function innerMethod(record: ZipRecord): number {
  const extra = record.aesExtra;
  if (record.method !== aesMethod || extra === null || extra.length < 7)
    return record.method;
  return (extra[5] ?? 0) + 256 * (extra[6] ?? 0);
}

function zipEntry(
  { container, offset }: OpenArchive,
  record: ZipRecord,
  password: string | null,
): ZipEntry {
  const lock = password === null ? null : lockOf(record, password);
  // AE-2 keeps no CRC, so that it tells nothing of the content.
  const isAE2 = record.aesExtra?.[0] === 2;
  return {
    sizeBytes: record.sizeBytes,
    container,
    packed: {
      kind: "zip",
      headerOffset: offset + record.headerOffset,
      packedBytes: record.packedBytes,
      method: innerMethod(record) === 0 ? "stored" : "deflated",
      crc32: lock?.kind === "aes" && isAE2 ? null : record.crc32,
      lock,
    },
  };
}

function lockOf(record: ZipRecord, password: string): ZipLock | null {
  if (!record.isEncrypted) return null;
  if (record.method === aesMethod) {
    const strength = record.aesExtra?.[4];
    const keyBytes = strength === 1 ? 16 : strength === 2 ? 24 : 32;
    return { kind: "aes", password, keyBytes };
  }
  const checkByte = record.hasDataDescriptor
    ? (record.modifiedTime >>> 8) & 0xff
    : record.crc32 >>> 24;
  return { kind: "zipCrypto", password, checkByte };
}

/** The password that opens the locked entries; null if none is locked. */
async function findPassword(
  archive: OpenArchive,
  records: readonly ZipRecord[],
  passwords: readonly string[],
): Promise<Result<string | null, SkipReason | DiskFailure>> {
  const locked = records
    .filter((record) => record.isEncrypted && reasonToSkip(record) === null)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
  if (locked.length === 0) return success(null);
  for (const password of passwords) {
    const opens = await isPassword(archive, locked, password);
    if (!opens.ok) return opens;
    if (opens.value) return success(password);
  }
  const wasWrong = passwords.length > 0;
  return failed({ kind: "passwordNeeded", wasWrong });
}

async function isPassword(
  archive: OpenArchive,
  locked: readonly ZipRecord[],
  password: string,
): Promise<Result<boolean, DiskFailure>> {
  // Entries point into the container; here the archive itself is at hand.
  const inArchive = { ...archive, offset: 0 };
  for (const record of locked.slice(0, entriesTried)) {
    const opens = await opensWith(archive.source, {
      kind: "archiveEntry",
      path: `${archive.path}!` as ArchiveEntry["path"],
      ...zipEntry(inArchive, record, password),
    });
    if (!opens.ok || !opens.value) return opens;
  }
  return success(true);
}

async function opensWith(
  source: ByteSource,
  entry: ArchiveEntry,
): Promise<Result<boolean, DiskFailure>> {
  const { packed } = entry;
  if (packed.kind !== "zip" || packed.lock === null) return success(true);
  const range = await entryRange(source, entry);
  if (!range.ok) return range;
  const { before } = lockOverhead(packed.lock);
  const head = await source.read(range.value.offset, before);
  if (!head.ok) return head;
  if (openLock(packed.lock, head.value) === null) return success(false);
  if (entry.sizeBytes > maxTrialBytes) return success(true);
  const whole = await unpackWhole(source, entry);
  if (whole.ok) return success(true);
  return whole.failure.kind === "unpackFailed" ? success(false) : whole;
}
