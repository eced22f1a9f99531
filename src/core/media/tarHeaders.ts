// Steps from one header of a tar archive to the next, past the zeros that end one of several archives in a file.
import type { DiskFailure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  isTarHeader,
  parseTarHeader,
  tarBlockBytes,
  type TarHeader,
} from "./tarHeader.ts";

/** A file whose holes are left out of its content, as GNU tar marks it. */
export const sparseType = "S";

/** A header, and where the content begins. */
export interface TarStep {
  readonly header: TarHeader;
  readonly dataOffset: number;
  readonly isSparse: boolean;
}

/** Two blocks of zeros end an archive; many writers leave them out, and most fill their last record with more. */
const zerosAtOnceBytes = 64 * 1024;
/** More than any writer adds; what may lie behind is told as damage rather than looked for. */
const mostZerosBytes = 64 * 1024 * 1024;

/** Links, devices and folders have no content, whatever size they state; all writers agree. */
const typesWithoutContent = new Set(["2", "3", "4", "5", "6"]);
const hardLinkType = "1";

/** The next header at or behind `offset`, a whole number of blocks. `damaged`: something else is there. Fails as the source fails. */
export async function nextTarHeader(
  source: ByteSource,
  offset: number,
): Promise<Result<TarStep | "end" | "damaged", DiskFailure>> {
  const found = await behindZeros(source, offset);
  if (!found.ok) return found;
  if (typeof found.value === "string") return success(found.value);
  const header = parseTarHeader(found.value.block);
  if (header === null) return success("damaged");
  const isSparse = header.type === sparseType;
  const dataOffset = isSparse
    ? await behindSparseMap(source, found.value)
    : success(found.value.offset + tarBlockBytes);
  if (!dataOffset.ok) return dataOffset;
  const sizeBytes = await contentBytes(source, header, dataOffset.value);
  if (!sizeBytes.ok) return sizeBytes;
  return success({
    header: { ...header, sizeBytes: sizeBytes.value },
    dataOffset: dataOffset.value,
    isSparse,
  });
}

/** 512 bytes, or what is left, and where they stand. */
interface Block {
  readonly block: Uint8Array;
  readonly offset: number;
}

/** The first block that is not of zeros, or the end of the source. `damaged`: none is in reach. */
async function behindZeros(
  source: ByteSource,
  offset: number,
): Promise<Result<Block | "end" | "damaged", DiskFailure>> {
  let lengthBytes = tarBlockBytes;
  for (let at = offset; at - offset <= mostZerosBytes;) {
    const read = await source.read(at, lengthBytes);
    if (!read.ok) return read;
    const first = read.value.findIndex((byte) => byte !== 0);
    if (first >= 0) {
      const start = first - (first % tarBlockBytes);
      const block = read.value.subarray(start, start + tarBlockBytes);
      return success({ block, offset: at + start });
    }
    if (read.value.length < lengthBytes) return success("end");
    at += lengthBytes;
    lengthBytes = zerosAtOnceBytes;
  }
  return success("damaged");
}

/** GNU tar lists the stretches of a sparse file in its header, and what has no room there in blocks behind it. */
async function behindSparseMap(
  source: ByteSource,
  { offset, block }: Block,
): Promise<Result<number, DiskFailure>> {
  let at = offset + tarBlockBytes;
  let goesOn = block[482] === 1;
  while (goesOn) {
    const read = await source.read(at, tarBlockBytes);
    if (!read.ok) return read;
    at += tarBlockBytes;
    goesOn = read.value[504] === 1;
  }
  return success(at);
}

/** Some writers state the size of the file that a hard link leads to, without its content; pax allows the content. */
async function contentBytes(
  source: ByteSource,
  { type, sizeBytes }: TarHeader,
  dataOffset: number,
): Promise<Result<number, DiskFailure>> {
  if (typesWithoutContent.has(type)) return success(0);
  if (type !== hardLinkType || sizeBytes === 0) return success(sizeBytes);
  const next = await source.read(dataOffset, tarBlockBytes);
  if (!next.ok) return next;
  return success(isTarHeader(next.value) ? 0 : sizeBytes);
}
