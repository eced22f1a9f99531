// Finds the fragments of each frame of encapsulated Pixel Data (PS3.5 A.4), by offset table or by the codestreams themselves.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  itemHeadBytes,
  ItemReader,
  unreadable,
  walkFragments,
  type ByteRange,
  type Fragment,
} from "./encapsulatedItems.ts";

/** Where the values of a frame's fragments lie in the file, in order; the item heads before them are not included. */
export type FrameFragments = readonly ByteRange[];

/** All frames of an instance. Every fragment belongs to exactly one frame. */
export interface EncapsulatedFrames {
  readonly frames: readonly FrameFragments[];
  /** Position after the sequence delimiter (after the last fragment in a file that ends without one). */
  readonly endOffset: number;
}

const RLELossless = "1.2.840.10008.1.2.5";
/** Longest table that is read: more frames than a file may have fragments. */
const maxTableBytes = 4 << 20;

/**
 * The fragments of every frame; only item heads are read. Refused: `header` where Pixel Data is not encapsulated or not
 * a sequence of items, `pixelDataTruncated`, `unreadable`, and `framesNotFound` where the fragments do not divide into
 * Number of Frames (0028,0008) frames.
 */
export async function encapsulatedFrames(
  source: ByteSource,
  dataSet: DicomDataSet,
): Promise<Result<EncapsulatedFrames, RefusalReason>> {
  const items = new ItemReader(source);
  const table = await readOffsetTable(source, dataSet, items);
  return table.ok ? allFrames(source, table.value, items) : table;
}

/**
 * The fragments of frame `frameIndex` (0-based). Where an offset table leads to it, only that frame's items are looked
 * at, so one frame of a file that is damaged elsewhere can still be had. Refusals as for `encapsulatedFrames`.
 */
export async function frameFragments(
  source: ByteSource,
  dataSet: DicomDataSet,
  frameIndex: number,
): Promise<Result<FrameFragments, RefusalReason>> {
  const items = new ItemReader(source);
  const table = await readOffsetTable(source, dataSet, items);
  if (!table.ok) return table;
  const direct = await frameByTable(source, items, {
    table: table.value,
    frameIndex,
  });
  if (direct !== null) return success(direct);
  const all = await allFrames(source, table.value, items);
  if (!all.ok) return all;
  const { frames } = all.value;
  const fragments = frames[frameIndex];
  return fragments === undefined
    ? failed({
        kind: "framesNotFound",
        expectedFrames: frameIndex + 1,
        foundFrames: frames.length,
      })
    : success(fragments);
}

/** Longest compressed frame that is read; a larger one could not be decoded either. */
const maxFrameBytes = 1 << 30;

/**
 * The value of all fragments of frame `frameIndex` (0-based), one after the other: the frame's codestream, and whatever
 * padding its writer put behind it. Refusals as for `encapsulatedFrames`.
 */
export async function readEncapsulatedFrame(
  source: ByteSource,
  dataSet: DicomDataSet,
  frameIndex: number,
): Promise<Result<Uint8Array, RefusalReason>> {
  const fragments = await frameFragments(source, dataSet, frameIndex);
  if (!fragments.ok) return fragments;
  const expectedBytes = fragments.value.reduce(
    (sum, { length }) => sum + length,
    0,
  );
  if (expectedBytes > maxFrameBytes)
    return failed({ kind: "header", problem: "tooLarge" });
  const bytes = new Uint8Array(expectedBytes);
  let at = 0;
  for (const { offset, length } of fragments.value) {
    const read = await source.read(offset, length);
    if (!read.ok) return failed(unreadable(read.failure));
    bytes.set(read.value, at);
    at += read.value.length;
    if (read.value.length < length)
      return failed({
        kind: "pixelDataTruncated",
        expectedBytes,
        foundBytes: at,
      });
  }
  return success(bytes);
}

/** What the header and the first item say of the frames. */
interface OffsetTable {
  readonly frameCount: number;
  readonly isOneFragmentPerFrame: boolean;
  /** Position of the first fragment's item. */
  readonly firstItemOffset: number;
  /** Position of each frame's first item, one for every frame, ascending; null without a table of that form. */
  readonly frameOffsets: readonly number[] | null;
}

async function readOffsetTable(
  source: ByteSource,
  dataSet: DicomDataSet,
  items: ItemReader,
): Promise<Result<OffsetTable, RefusalReason>> {
  const { pixelData } = dataSet;
  if (pixelData === null) return failed({ kind: "noPixelData" });
  if (pixelData.valueLength !== null || dataSet.isDeflated)
    return failed({ kind: "header", problem: "badStructure" });
  const header = new HeaderReader(dataSet);
  const { valueOffset } = pixelData;
  const read = await items.headAt(valueOffset);
  if (!read.ok) return read;
  const head = read.value;
  if (head?.tag !== tags.Item)
    return failed({ kind: "header", problem: "badStructure" });
  const frameCount = Math.max(1, header.number(tags.NumberOfFrames) ?? 1);
  const firstItemOffset = valueOffset + itemHeadBytes + head.length;
  const basic = await basicOffsets(source, {
    offset: valueOffset + itemHeadBytes,
    length: head.length,
  });
  if (!basic.ok) return basic;
  const offsets = [basic.value, extendedOffsets(dataSet, header)].find(
    (relative) => isTableOf(relative, frameCount),
  );
  return success({
    frameCount,
    isOneFragmentPerFrame: dataSet.transferSyntaxUID === RLELossless,
    firstItemOffset,
    frameOffsets: offsets?.map((each) => firstItemOffset + each) ?? null,
  });
}

/** Values of the Basic Offset Table (PS3.5 A.4): positions relative to the first fragment's item. */
async function basicOffsets(
  source: ByteSource,
  { offset, length }: ByteRange,
): Promise<Result<readonly number[], RefusalReason>> {
  if (length === 0 || length > maxTableBytes) return success([]);
  const read = await source.read(offset, length);
  if (!read.ok) return failed(unreadable(read.failure));
  const bytes = read.value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / 4);
  return success(
    Array.from({ length: count }, (_, index) =>
      view.getUint32(index * 4, true),
    ),
  );
}

/** Values of the Extended Offset Table (PS3.3 C.7.6.3.1.8), 64 bits each. */
function extendedOffsets(
  dataSet: DicomDataSet,
  header: HeaderReader,
): readonly number[] {
  const element = header.element(tags.ExtendedOffsetTable);
  if (element === null || element.isValueLoaded === false) return [];
  const { bytes } = dataSet;
  const { valueOffset, valueLength } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(
    Math.min(valueLength, bytes.byteLength - valueOffset) / 8,
  );
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(view.getBigUint64(valueOffset + index * 8, true)),
  );
}

function isTableOf(offsets: readonly number[], frameCount: number): boolean {
  return (
    offsets.length === frameCount &&
    offsets[0] === 0 &&
    offsets.every((offset, index) => offset > (offsets[index - 1] ?? -1))
  );
}

/** The frame the table points to, or null if there is no table or it does not fit the items. */
async function frameByTable(
  source: ByteSource,
  items: ItemReader,
  wanted: { readonly table: OffsetTable; readonly frameIndex: number },
): Promise<FrameFragments | null> {
  const { frameOffsets } = wanted.table;
  const offset = frameOffsets?.[wanted.frameIndex];
  if (offset === undefined) return null;
  const untilOffset = frameOffsets?.[wanted.frameIndex + 1] ?? null;
  const walked = await walkFragments(source, items, { offset, untilOffset });
  if (!walked.ok || walked.value.fragments.length === 0) return null;
  return untilOffset === null || walked.value.endOffset === untilOffset
    ? walked.value.fragments.map(rangeOf)
    : null;
}

async function allFrames(
  source: ByteSource,
  table: OffsetTable,
  items: ItemReader,
): Promise<Result<EncapsulatedFrames, RefusalReason>> {
  const walked = await walkFragments(source, items, {
    offset: table.firstItemOffset,
    untilOffset: null,
  });
  if (!walked.ok) return walked;
  const { fragments, endOffset } = walked.value;
  const groups = groupByFrame(fragments, table);
  return groups.length === table.frameCount
    ? success({ frames: groups.map((group) => group.map(rangeOf)), endOffset })
    : failed({
        kind: "framesNotFound",
        expectedFrames: table.frameCount,
        foundFrames: groups.length,
      });
}

/** Fragments by frame; as many groups as frames were found, which need not be as many as announced. */
function groupByFrame(
  fragments: readonly Fragment[],
  table: OffsetTable,
): readonly (readonly Fragment[])[] {
  const { frameCount, frameOffsets } = table;
  if (frameOffsets !== null && frameCount > 1) {
    const firsts = new Set(
      frameOffsets.map((offset) => offset + itemHeadBytes),
    );
    const groups = groupsFrom(fragments, ({ offset }) => firsts.has(offset));
    // A table that points elsewhere than to items is no better than none.
    if (groups.length === frameCount) return groups;
  }
  if (fragments.length === frameCount || table.isOneFragmentPerFrame)
    return fragments.map((fragment) => [fragment]);
  const byCodestream = groupsFrom(
    fragments,
    ({ startsCodestream }) => startsCodestream,
  );
  // One frame needs no sign of where it starts: what is not a second codestream belongs to it.
  return frameCount === 1 && byCodestream.length <= 1 && fragments.length > 0
    ? [fragments]
    : byCodestream;
}

/** Groups that begin where `isFirst` says; none if the first fragment begins none, as then it would be lost. */
function groupsFrom(
  fragments: readonly Fragment[],
  isFirst: (fragment: Fragment) => boolean,
): readonly (readonly Fragment[])[] {
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    if (isFirst(fragment)) groups.push([fragment]);
    else if (groups.length === 0) return [];
    else groups.at(-1)?.push(fragment);
  }
  return groups;
}

function rangeOf({ offset, length }: ByteRange): ByteRange {
  return { offset, length };
}
