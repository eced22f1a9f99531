// The files of a tar archive: their headers are read one after the other, their content is passed over.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PlainFile, SourcePath } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { ArchiveContents, type ArchiveListing } from "./archiveContents.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { tarBlockBytes, textAt } from "./tarHeader.ts";
import { nextTarHeader, sparseType } from "./tarHeaders.ts";

/** An archive whose bytes lie open in a file. */
export interface OpenArchive {
  readonly path: SourcePath;
  readonly source: ByteSource;
  /** The file that holds it, and where in it the archive begins. */
  readonly container: PlainFile;
  readonly offset: number;
}

/** What long names and pax headers say of the file that follows them. */
interface Override {
  readonly name?: string;
  readonly sizeBytes?: number;
  /** Holes of the file are left out of its content (GNU tar's records in pax headers). */
  readonly isSparse?: true;
}

/** Longest extended header that is read. */
const maxExtendedBytes = 1024 * 1024;
/** Files of regular content; NUL is the oldest form, 7 is contiguous. */
const fileTypes = new Set(["0", "\0", "7"]);
const linkTypes = new Set(["1", "2"]);
const deviceTypes = new Set(["3", "4", "6"]);
/** A name of the whole archive (GNU tar): no file. */
const volumeLabelType = "V";

const damaged: SkipReason = { kind: "archiveDamaged" };

/** Lists a tar archive, and others that follow it in the same file; what comes before damage is listed. Fails as the source fails. */
export async function listTar(
  archive: OpenArchive,
): Promise<Result<ArchiveListing, SkipReason | DiskFailure>> {
  const { source, container, offset: base } = archive;
  const contents = new ArchiveContents(archive.path, source.sizeBytes);
  let override: Override = {};
  let count = 0;
  for (let offset = 0; ;) {
    const read = await nextTarHeader(source, offset);
    if (!read.ok) return read;
    if (read.value === "end") return contents.listing();
    if (read.value === "damaged" || ++count > archiveLimits.entries)
      return contents.listing(damaged);
    const { header, dataOffset, isSparse } = read.value;
    const sizeBytes = override.sizeBytes ?? header.sizeBytes;
    if (isExtended(header.type)) {
      if (sizeBytes > maxExtendedBytes) return contents.listing(damaged);
      const data = await source.read(dataOffset, sizeBytes);
      if (!data.ok) return data;
      override = { ...override, ...overrideOf(header.type, data.value) };
    } else {
      addTarEntry(contents, {
        name: override.name ?? header.name,
        type: isSparse || override.isSparse === true ? sparseType : header.type,
        entry: {
          sizeBytes,
          container,
          packed: { kind: "plain", offset: base + dataOffset },
        },
      });
      override = {};
    }
    offset = dataOffset + Math.ceil(sizeBytes / tarBlockBytes) * tarBlockBytes;
    if (dataOffset + sizeBytes > source.sizeBytes)
      return contents.listing(damaged);
  }
}

function addTarEntry(
  contents: ArchiveContents,
  found: {
    readonly name: string;
    readonly type: string;
    readonly entry: Parameters<ArchiveContents["addFile"]>[1];
  },
): void {
  const { name, type, entry } = found;
  const isFolder = type === "5" || name.endsWith("/");
  if (linkTypes.has(type)) contents.addSkipped(name, { kind: "link" });
  else if (deviceTypes.has(type)) contents.addSkipped(name, { kind: "device" });
  else if (fileTypes.has(type)) {
    if (!isFolder) contents.addFile(name, entry);
  } else if (!isFolder && type !== volumeLabelType)
    contents.addSkipped(name, {
      kind: "unsupportedPacking",
      method:
        type === sparseType
          ? "sparse file"
          : `tar type ${/^[\w]$/.test(type) ? type : "?"}`,
    });
}

/** Long names of GNU tar, and pax headers. Global pax headers say nothing of a single file. */
function isExtended(type: string): boolean {
  return type === "L" || type === "K" || type === "x" || type === "g";
}

function overrideOf(type: string, data: Uint8Array): Override {
  if (type === "L") return { name: textAt(data, 0, data.length) };
  return type === "x" ? paxOverride(data) : {};
}

/** Records of the form `LENGTH KEY=VALUE\n`, the length counting the whole record in bytes. */
function paxOverride(data: Uint8Array): Override {
  let override: Override = {};
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const length = Number(new TextDecoder().decode(data.subarray(at, space)));
    if (space < 0 || !Number.isInteger(length) || length <= space - at) break;
    const record = new TextDecoder().decode(
      data.subarray(space + 1, at + length - 1),
    );
    const [, key, value = ""] = /^([^=]*)=([^]*)$/.exec(record) ?? [];
    if (key === "path" && override.isSparse !== true)
      override = { ...override, name: value };
    if (key?.startsWith("GNU.sparse.") === true)
      override = { ...override, isSparse: true };
    if (key === "GNU.sparse.name") override = { ...override, name: value };
    if (key === "size" && /^\d{1,15}$/.test(value))
      override = { ...override, sizeBytes: Number(value) };
    at += length;
  }
  return override;
}

/** The one file of an archive without names, such as a gzip of a single file. */
export function listSingle(
  archive: OpenArchive,
  name: string,
): Result<ArchiveListing, SkipReason> {
  const contents = new ArchiveContents(archive.path, archive.source.sizeBytes);
  contents.addFile(name, {
    sizeBytes: archive.source.sizeBytes,
    container: archive.container,
    packed: { kind: "plain", offset: archive.offset },
  });
  const listing = contents.listing();
  return listing.ok ? success(listing.value) : failed(listing.failure);
}
