// Where the samples of a track lie, and the same table for samples that lie one after the other (ISO/IEC 14496-12 8.6, 8.7).
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfU32be, u32be } from "./integers.ts";
import { box, boxAt } from "./mp4Boxes.ts";
import { cleanDescription } from "./mp4SampleDescription.ts";
import type { SampleForm } from "./sampleForms.ts";

/** A run of samples in the file. */
export interface Mp4Chunk {
  readonly offset: number;
  readonly length: number;
  readonly sampleSizes: readonly number[];
}

/** Where the samples lie in the new file. */
export interface SamplePlaces {
  readonly chunkOffsets: readonly number[];
  readonly sampleSizes: readonly number[];
  /** True if places need 64 bits. */
  readonly isLarge: boolean;
}

export interface SampleTable {
  readonly chunks: readonly Mp4Chunk[];
  readonly form: SampleForm;
  /** The sample table box. */
  readonly write: (places: SamplePlaces) => Uint8Array;
}

/** Days of film; a table of equal sizes says any number in twelve bytes. */
const mostSamples = 20_000_000;

/** Tables that are copied, with the bytes of one entry. */
const copiedTables = [
  { type: "stts", entryBytes: 8, isRequired: true },
  { type: "ctts", entryBytes: 8, isRequired: false },
  { type: "stss", entryBytes: 4, isRequired: false },
  { type: "stsc", entryBytes: 12, isRequired: true },
] as const;

/** Reads the table of a video track; every table must have exactly the length its count gives it. */
export function readSampleTable(
  table: Uint8Array,
): Result<SampleTable, PictureProblem> {
  const description = cleanDescription(boxAt(table, "stsd"));
  if (!description.ok) return description;
  const copied: Uint8Array[] = [];
  for (const { type, entryBytes, isRequired } of copiedTables) {
    const payload = boxAt(table, type);
    if (payload === null && !isRequired) continue;
    if (payload === null || !hasEntries(payload, 8, entryBytes))
      return failed("damaged");
    copied.push(box(type, payload));
  }
  const sizes = boxAt(table, "stsz");
  // Compact sizes (stz2) are something nobody writes.
  if (sizes === null) return failed("unsupported");
  const chunks = chunksOf(table, sizes);
  if (chunks === null) return failed("damaged");
  return success({
    chunks,
    form: description.value.form,
    write: (places) =>
      box(
        "stbl",
        description.value.bytes,
        ...copied,
        sizeTable(places),
        offsetTable(places),
      ),
  });
}

function sizeTable({ sampleSizes }: SamplePlaces): Uint8Array {
  const entries = new Uint8Array(sampleSizes.length * 4);
  const view = new DataView(entries.buffer);
  sampleSizes.forEach((size, index) => {
    view.setUint32(index * 4, size);
  });
  return box("stsz", bytesOfU32be(0, 0, sampleSizes.length), entries);
}

function offsetTable({ chunkOffsets, isLarge }: SamplePlaces): Uint8Array {
  const entryBytes = isLarge ? 8 : 4;
  const entries = new Uint8Array(chunkOffsets.length * entryBytes);
  const view = new DataView(entries.buffer);
  chunkOffsets.forEach((offset, index) => {
    const at = index * entryBytes;
    if (isLarge) view.setBigUint64(at, BigInt(offset));
    else view.setUint32(at, offset);
  });
  const counts = bytesOfU32be(0, chunkOffsets.length);
  return box(isLarge ? "co64" : "stco", counts, entries);
}

/** True if a payload of a head and counted entries is as long as that. The count is the last number of the head. */
function hasEntries(
  payload: Uint8Array,
  headBytes: number,
  entryBytes: number,
): boolean {
  const count = u32be(payload, headBytes - 4);
  return payload.length === headBytes + count * entryBytes;
}

function sampleSizes(payload: Uint8Array): ((sample: number) => number) | null {
  const fixed = u32be(payload, 4);
  if (!hasEntries(payload, 12, fixed === 0 ? 4 : 0)) return null;
  return fixed === 0
    ? (sample) => u32be(payload, 12 + sample * 4)
    : () => fixed;
}

function chunkOffsets(table: Uint8Array): readonly number[] | null {
  const short = boxAt(table, "stco");
  const long = boxAt(table, "co64");
  const payload = short ?? long;
  const entryBytes = short === null ? 8 : 4;
  if (payload === null || !hasEntries(payload, 8, entryBytes)) return null;
  return Array.from({ length: u32be(payload, 4) }, (_, index) => {
    const at = 8 + index * entryBytes;
    return short === null
      ? u32be(payload, at) * 2 ** 32 + u32be(payload, at + 4)
      : u32be(payload, at);
  });
}

/** Chunks with their lengths; null unless all samples are in exactly one of them. */
function chunksOf(
  table: Uint8Array,
  sizesPayload: Uint8Array,
): readonly Mp4Chunk[] | null {
  const offsets = chunkOffsets(table);
  const sizeOf = sampleSizes(sizesPayload);
  const runs = boxAt(table, "stsc");
  if (offsets === null || sizeOf === null || runs === null) return null;
  const sampleCount = u32be(sizesPayload, 8);
  if (sampleCount > mostSamples) return null;
  const runCount = u32be(runs, 4);
  const chunks: Mp4Chunk[] = [];
  let run = -1;
  let sample = 0;
  for (const [index, offset] of offsets.entries()) {
    // Runs name their first chunk, counted from 1.
    while (run + 1 < runCount && u32be(runs, 8 + (run + 1) * 12) <= index + 1)
      run += 1;
    if (run < 0) return null;
    const samples = u32be(runs, 8 + run * 12 + 4);
    if (samples > sampleCount - sample) return null;
    const first = sample;
    const sampleSizes = Array.from({ length: samples }, (_, count) =>
      sizeOf(first + count),
    );
    sample += samples;
    const length = sampleSizes.reduce((sum, size) => sum + size, 0);
    chunks.push({ offset, length, sampleSizes });
  }
  return sample === sampleCount ? chunks : null;
}
