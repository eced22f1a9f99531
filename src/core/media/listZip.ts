// The files of a zip archive, from its central directory; opened with a password where it needs one.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ArchiveEntry, ZipLock } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { ArchiveContents, type ArchiveListing } from "./archiveContents.ts";
import { checkWhole, entryRange } from "./entryData.ts";
import type { OpenArchive } from "./listTar.ts";
import { bareZip, hasEncryptedDirectory } from "./zipEnd.ts";
import { passwordForms } from "./passwordForms.ts";
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

/** An archive of which no password opens this many of its smallest entries is not opened at all. */
const entriesTried = 64;
/** What no password of those that were given opens. */
const stillLocked: SkipReason = { kind: "passwordNeeded", wasWrong: true };
/** An entry up to this size is unpacked to make sure of the only password that fits. */
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
  if (!directory.ok) return failed(await reasonFor(source, directory.failure));
  const records = directory.value.records.filter((each) => !isFolder(each));
  if (isDocument(archive.path, records)) return failed({ kind: "notDicom" });
  const packedBytes = records.reduce((sum, each) => sum + each.packedBytes, 0);
  // Entries that share their bytes: no archiver makes that, only those who want much from little.
  if (packedBytes > source.sizeBytes) return failed({ kind: "archiveDamaged" });
  const found = await findPasswords(archive, records, passwords);
  if (!found.ok) return found;
  const opening = found.value;
  const contents = new ArchiveContents(archive.path, source.sizeBytes);
  for (const record of records) {
    const reason = reasonToSkip(record);
    const password = opening.get(record) ?? null;
    if (reason !== null) contents.addSkipped(record.name, reason);
    else if (record.isEncrypted && password === null)
      contents.addSkipped(record.name, stillLocked);
    else contents.addFile(record.name, zipEntry(archive, record, password));
  }
  const { damage } = directory.value;
  if (damage !== null) return contents.listing(damage);
  const isOpen = lockedEntries(records).every((each) => opening.has(each));
  // The archive itself is named too, so that another password can be given for it.
  return contents.listing(isOpen ? null : stillLocked);
}

/** Says of a directory that makes no sense whether it is an encrypted one. */
async function reasonFor(
  source: ByteSource,
  unread: SkipReason | DiskFailure,
): Promise<SkipReason | DiskFailure> {
  if (unread.kind !== "archiveDamaged") return unread;
  const isEncrypted = await hasEncryptedDirectory(source);
  if (!isEncrypted.ok) return isEncrypted.failure;
  return isEncrypted.value
    ? { kind: "unsupportedPacking", method: "encrypted list of files" }
    : unread;
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

/** Documents and programs that are zip archives inside, by their extension and the file that marks them. */
const documents = [
  {
    mark: "[Content_Types].xml",
    extension:
      /\.(do[ct][xm]|xls[xmb]|xlt[xm]|xlam|p[po][ts][xm]|ppam|sld[xm]|thmx|vs[dst][xm]|xps|oxps|nupkg|vsix|appx|msix)$/i,
  },
  { mark: "mimetype", extension: /\.(epub|od[bcfgimpst]|ot[cfghimpst])$/i },
  { mark: "META-INF/MANIFEST.MF", extension: /\.(jar|war|ear|apk)$/i },
];

/** One file each for people, and never images. By its extension too: exports hold whatever their viewer brought with it. */
function isDocument(path: string, records: readonly ZipRecord[]): boolean {
  const names = new Set(records.map((record) => record.name));
  return documents.some(
    ({ mark, extension }) => names.has(mark) && extension.test(path),
  );
}

function reasonToSkip(record: ZipRecord): SkipReason | null {
  const type = fileType(record);
  if (type === "link" || type === "device") return { kind: type };
  if (record.isStronglyEncrypted)
    return { kind: "unsupportedPacking", method: "strong encryption" };
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

/** Locked entries that could be unpacked, the smallest first. */
function lockedEntries(records: readonly ZipRecord[]): readonly ZipRecord[] {
  return records
    .filter((record) => record.isEncrypted && reasonToSkip(record) === null)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
}

/** The password, in the form that it has there, of each locked entry that one opens: entries need not have the same. Fails if none opens any of them. */
async function findPasswords(
  archive: OpenArchive,
  records: readonly ZipRecord[],
  passwords: readonly string[],
): Promise<Result<ReadonlyMap<ZipRecord, string>, SkipReason | DiskFailure>> {
  const locked = lockedEntries(records);
  const opening = new Map<ZipRecord, string>();
  const tried = new PasswordTrial(archive, passwords);
  for (const [index, record] of locked.entries()) {
    if (opening.size === 0 && index >= entriesTried) break;
    const password = await tried.passwordOf(record);
    if (!password.ok) return password;
    if (password.value !== null) opening.set(record, password.value);
  }
  return locked.length > 0 && opening.size === 0
    ? failed({ kind: "passwordNeeded", wasWrong: passwords.length > 0 })
    : success(opening);
}

/** Tries passwords on one entry after the other. */
class PasswordTrial {
  readonly #archive: OpenArchive;
  readonly #passwords: readonly string[];
  /** Passwords with which an entry was unpacked whole. */
  readonly #proven = new Set<string>();

  constructor(archive: OpenArchive, passwords: readonly string[]) {
    // Entries point into the container; here the archive itself is at hand.
    this.#archive = { ...archive, offset: 0 };
    this.#passwords = passwords.flatMap(passwordForms);
  }

  /** Null if none opens it. */
  async passwordOf(
    record: ZipRecord,
  ): Promise<Result<string | null, DiskFailure>> {
    const fitting: string[] = [];
    for (const password of this.#passwords) {
      const fits = await fitsLock(
        this.#archive.source,
        this.#entry(record, password),
      );
      if (!fits.ok) return fits;
      if (fits.value) fitting.push(password);
    }
    // A traditional lock takes a wrong one in 256 by chance: what is not proven, or not the only one, must unpack.
    // One that opened others is the likelier one.
    fitting.sort(
      (a, b) => Number(this.#proven.has(b)) - Number(this.#proven.has(a)),
    );
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1 && this.#proven.has(only))
      return success(only);
    // To unpack a long entry for nothing takes long; where several fit, nothing else can tell.
    const isUnpacked = record.sizeBytes <= maxTrialBytes || fitting.length > 1;
    if (!isUnpacked) return success(only ?? null);
    for (const password of fitting) {
      const entry = this.#entry(record, password);
      const opens = await unpacksWith(this.#archive.source, entry);
      if (!opens.ok) return opens;
      if (!opens.value) continue;
      this.#proven.add(password);
      return success(password);
    }
    return success(null);
  }

  #entry(record: ZipRecord, password: string): ArchiveEntry {
    return {
      kind: "archiveEntry",
      path: `${this.#archive.path}!` as ArchiveEntry["path"],
      ...zipEntry(this.#archive, record, password),
    };
  }
}

/** True if the beginning of an entry lets a password through. */
async function fitsLock(
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
  return success(openLock(packed.lock, head.value) !== null);
}

/** True if an entry unpacks to what the archive says. */
async function unpacksWith(
  source: ByteSource,
  entry: ArchiveEntry,
): Promise<Result<boolean, DiskFailure>> {
  const whole = await checkWhole(source, entry);
  if (whole.ok) return success(true);
  return whole.failure.kind === "unpackFailed" ? success(false) : whole;
}
