// Mutates DICOM files and puts them through header reader, grouping and frame placement: nothing may throw, hang or lose a frame.
import { readDataSet } from "../core/dicom/readDataSet.ts";
import { toInstanceHeader } from "../core/dicom/toInstanceHeader.ts";
import type { DicomDataSet } from "../core/dicom/dataSet.ts";
import { groupInstances } from "../core/grouping/groupInstances.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { ScannedInstance } from "../core/model/stack.ts";
import { encapsulatedFrames } from "../core/pixels/encapsulatedFrames.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import { memoryByteSource } from "./memoryByteSource.ts";

/** A pseudo-random number from 0 up to 1: the same sequence for the same seed. */
export type Draw = () => number;

/** Mulberry32. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function below(draw: Draw, limit: number): number {
  return Math.floor(draw() * Math.max(1, limit));
}

/** Numbers at which readers stumble, as 16 and 32 bits in either byte order. */
const awkward: readonly (readonly number[])[] = [
  [0, 0],
  [0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff],
  [0xfe, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x80],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x53, 0x51],
  [0x55, 0x4e],
  [0x2d, 0x31],
  [0x5c, 0x5c],
  [0x39, 0x65, 0x39, 0x39],
];

/** A copy with one to eight changes, mostly few, most of them of single values in the header. */
export function mutated(
  bytes: Uint8Array,
  other: Uint8Array,
  draw: Draw,
): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (let left = 1 + Math.floor(8 * draw() ** 3); left > 0; left -= 1)
    result = mutatedOnce(result, other, draw);
  return result;
}

function mutatedOnce(
  bytes: Uint8Array<ArrayBuffer>,
  other: Uint8Array,
  draw: Draw,
): Uint8Array<ArrayBuffer> {
  const reach = draw() < 0.8 ? Math.min(bytes.length, 6000) : bytes.length;
  const at = below(draw, reach);
  const length = Math.min(1 + below(draw, 64), bytes.length - at);
  // Whatever moves the rest of the file makes most of it unreadable, so it happens less often.
  const kind = draw() < 0.75 ? below(draw, 3) : 3 + below(draw, 4);
  switch (kind) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(draw, 8));
      return bytes;
    case 1:
      bytes[at] = below(draw, 256);
      return bytes;
    case 2: {
      const value = awkward[below(draw, awkward.length)] ?? [];
      bytes.set(value.slice(0, bytes.length - at), at);
      return bytes;
    }
    case 3:
      return joined([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return joined([
        bytes.subarray(0, at),
        bytes.subarray(at, at + length),
        bytes.subarray(at),
      ]);
    case 5: {
      const from = below(draw, other.length);
      return joined([
        bytes.subarray(0, at),
        other.subarray(from, from + length),
        bytes.subarray(at),
      ]);
    }
    default:
      return bytes.slice(0, at);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

/** What became of one mutated file. */
export interface FuzzOutcome {
  readonly isDicom: boolean;
  readonly instance: ScannedInstance | null;
}

/** Reads one file, and groups it with `companions`. Throws if anything in between does, or if an invariant does not hold. */
export async function fuzzFile(
  bytes: Uint8Array,
  path: string,
  companions: readonly ScannedInstance[],
): Promise<FuzzOutcome> {
  const source = memoryByteSource(bytes);
  const read = await readDataSet(source);
  if (!read.ok) return { isDicom: false, instance: null };
  const header = toInstanceHeader(read.value);
  structuredClone(header);
  const instance: ScannedInstance = {
    source: {
      kind: "file",
      path: path as LocalPath,
      sizeBytes: bytes.length,
      modifiedAtMs: 0,
    },
    header,
  };
  checkGroups([...companions, instance]);
  await checkFrames(bytes, read.value, header.pixels?.numberOfFrames ?? 1);
  return { isDicom: true, instance };
}

/** Every frame of every file in exactly one stack, and stack ids unique. */
function checkGroups(instances: readonly ScannedInstance[]): void {
  const stacks = groupInstances(instances, []).studies.flatMap(({ series }) =>
    series.flatMap((each) => each.stacks),
  );
  const frames = new Set<string>();
  let images = 0;
  for (const stack of stacks)
    for (const { instance, frame } of stack.images) {
      images += 1;
      frames.add(`${frame ?? ""} ${instance.source.path}`);
    }
  const expected = instances.reduce(
    (sum, { header }) => sum + (header.pixels?.numberOfFrames ?? 1),
    0,
  );
  if (images !== expected || frames.size !== expected)
    throw new Error(`${images} images in stacks, ${expected} in files`);
  if (new Set(stacks.map(({ id }) => id)).size !== stacks.length)
    throw new Error("Two stacks of one id");
}

const noDecoders = {
  load: () => Promise.reject(new Error("Not decoded here")),
};

/** Fragments of frames lie in the file, one after the other; the last native frame is read or refused. */
async function checkFrames(
  bytes: Uint8Array,
  dataSet: DicomDataSet,
  numberOfFrames: number,
): Promise<void> {
  const source = memoryByteSource(bytes);
  if (dataSet.pixelData === null) return;
  if (dataSet.pixelData.valueLength !== null) {
    const isNative = /^1\.2\.840\.10008\.1\.2(\.[12])?$/.test(
      dataSet.transferSyntaxUID,
    );
    if (isNative)
      await readFrame(source, dataSet, numberOfFrames - 1, noDecoders);
    return;
  }
  const found = await encapsulatedFrames(source, dataSet);
  if (!found.ok) return;
  let end = 0;
  for (const { offset, length } of found.value.frames.flat()) {
    if (offset < end || offset + length > bytes.length)
      throw new Error("A fragment outside the file, or in two frames");
    end = offset + length;
  }
}
