// Boxes of an MP4 file (ISO/IEC 14496-12): found at the top of a file, taken apart in memory, put together again.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  bytesOfLatin1,
  bytesOfU32be,
  joined,
  latin1,
  u16be,
  u32be,
} from "./integers.ts";

export interface Mp4Box {
  /** Four characters. */
  readonly type: string;
  /** Without the head. */
  readonly payload: Uint8Array;
}

/** A box at the top of a file. */
export interface TopBox {
  readonly type: string;
  readonly payloadOffset: number;
  readonly payloadBytes: number;
}

/** More boxes than a file has that is not made of fragments. */
const mostTopBoxes = 1000;

/** Boxes of the whole file, in order; they must fill it. */
export async function topBoxes(
  file: ByteSource,
): Promise<Result<readonly TopBox[], PictureProblem>> {
  const boxes: TopBox[] = [];
  let at = 0;
  while (at < file.sizeBytes) {
    const read = await file.read(at, 16);
    if (!read.ok || read.value.length < 8 || boxes.length === mostTopBoxes)
      return failed("damaged");
    const head = headOf(read.value, file.sizeBytes - at);
    if (head === null) return failed("damaged");
    boxes.push({
      type: head.type,
      payloadOffset: at + head.headBytes,
      payloadBytes: head.sizeBytes - head.headBytes,
    });
    at += head.sizeBytes;
  }
  return success(boxes);
}

function headOf(bytes: Uint8Array, availableBytes: number) {
  const said = u32be(bytes, 0);
  const isLong = said === 1;
  const headBytes = isLong ? 16 : 8;
  // 0: up to the end of the file.
  const sizeBytes = isLong
    ? u32be(bytes, 8) * 2 ** 32 + u32be(bytes, 12)
    : said === 0
      ? availableBytes
      : said;
  return sizeBytes < headBytes || sizeBytes > availableBytes
    ? null
    : { type: latin1(bytes, 4, 8), headBytes, sizeBytes };
}

/** Boxes that fill `bytes`; null if they do not. */
export function boxesIn(bytes: Uint8Array): readonly Mp4Box[] | null {
  const boxes: Mp4Box[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) return null;
    const head = headOf(bytes.subarray(at), bytes.length - at);
    if (head === null) return null;
    const payload = bytes.subarray(at + head.headBytes, at + head.sizeBytes);
    boxes.push({ type: head.type, payload });
    at += head.sizeBytes;
  }
  return boxes;
}

/** The payload of the box at a path of types below `payload`; null if there is none. */
export function boxAt(
  payload: Uint8Array,
  ...path: readonly string[]
): Uint8Array | null {
  let found: Uint8Array = payload;
  for (const type of path) {
    const box = boxesIn(found)?.find((candidate) => candidate.type === type);
    if (box === undefined) return null;
    found = box.payload;
  }
  return found;
}

/** A box of up to 4 GiB. */
export function box(
  type: string,
  ...payload: readonly Uint8Array[]
): Uint8Array {
  const sizeBytes = payload.reduce((sum, part) => sum + part.length, 8);
  return joined([bytesOfU32be(sizeBytes), bytesOfLatin1(type), ...payload]);
}

/** Handler type of a track (8.4.3): vide, soun, text and so on; empty if it says none. */
export function handlerOf(track: Uint8Array): string {
  const handler = boxAt(track, "mdia", "hdlr");
  return handler === null ? "" : latin1(handler, 8, 12);
}

/** Columns and rows in the sample description of a video track (12.1.3). */
export function videoSize(
  track: Uint8Array,
): { readonly columns: number; readonly rows: number } | null {
  const description = boxAt(track, "mdia", "minf", "stbl", "stsd");
  const entry =
    description === null ? null : boxesIn(description.subarray(8))?.[0];
  return entry == null
    ? null
    : { columns: u16be(entry.payload, 24), rows: u16be(entry.payload, 26) };
}
