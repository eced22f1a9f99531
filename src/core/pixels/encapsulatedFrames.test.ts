// Tests of finding frames in encapsulated pixel data: tables, none, wrong ones, what is read for it, and made-up files.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
} from "../../testing/dicomFixtures.ts";
import {
  memoryByteSource,
  type MemoryByteSource,
} from "../../testing/memoryByteSource.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import {
  encapsulatedFrames,
  frameFragments,
  readEncapsulatedFrame,
  type FrameFragments,
} from "./encapsulatedFrames.ts";

const jpeg = "1.2.840.10008.1.2.4.50";
const rle = "1.2.840.10008.1.2.5";

/** A fragment of `length` bytes that begins like a JPEG codestream. */
function first(length: number, mark = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => [0xff, 0xd8, 0xff][at] ?? mark);
}

/** A fragment of `length` bytes that begins like nothing. */
function rest(length: number, mark = 0): Uint8Array {
  return new Uint8Array(length).fill(mark);
}

/** An offset table: 32-bit little endian positions. */
function basicTable(...offsets: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(offsets).buffer);
}

const noTable = new Uint8Array(0);

interface Opened {
  readonly source: MemoryByteSource;
  readonly dataSet: DicomDataSet;
}

async function open(file: {
  readonly frames: number;
  readonly fragments: readonly Uint8Array[];
  readonly transferSyntaxUID?: string;
  readonly extendedOffsets?: readonly bigint[];
  readonly cutBytes?: number;
}): Promise<Opened> {
  const { frames, fragments, transferSyntaxUID = jpeg } = file;
  const bytes = dicomFile({
    attributes: ctSliceAttributes({
      attributes: {
        NumberOfFrames: frames,
        ...(file.extendedOffsets === undefined
          ? {}
          : {
              ExtendedOffsetTable: new Uint8Array(
                BigUint64Array.from(file.extendedOffsets).buffer,
              ),
            }),
      },
      without: ["PixelData"],
    }),
    transferSyntaxUID,
    fragments,
  });
  const source = memoryByteSource(
    bytes.subarray(0, bytes.length - (file.cutBytes ?? 0)),
  );
  return { source, dataSet: valueOf(await readDataSet(source)) };
}

/** Lengths of the fragments of each frame: enough to know which is where. */
async function lengthsByFrame({ source, dataSet }: Opened) {
  const { frames } = valueOf(await encapsulatedFrames(source, dataSet));
  return frames.map(lengthsOf);
}

function lengthsOf(fragments: FrameFragments): readonly number[] {
  return fragments.map(({ length }) => length);
}

describe("frames", () => {
  it("of one fragment each need no table", async () => {
    const opened = await open({
      frames: 3,
      fragments: [noTable, rest(2), rest(4), rest(6)],
    });

    expect(await lengthsByFrame(opened)).toEqual([[2], [4], [6]]);
  });

  it("are where their bytes are", async () => {
    const { source, dataSet } = await open({
      frames: 2,
      fragments: [noTable, rest(2, 7), rest(4, 9)],
    });
    const start = dataSet.pixelData?.valueOffset ?? 0;

    expect(valueOf(await encapsulatedFrames(source, dataSet))).toEqual({
      // Item heads are of 8 bytes: that of the empty table, then one before each fragment.
      frames: [
        [{ offset: start + 16, length: 2 }],
        [{ offset: start + 26, length: 4 }],
      ],
      // The delimiter ends the file.
      endOffset: source.sizeBytes,
    });
    expect(valueOf(await readEncapsulatedFrame(source, dataSet, 1))).toEqual(
      Uint8Array.of(9, 9, 9, 9),
    );
  });

  it("of several fragments are told apart by the Basic Offset Table", async () => {
    const opened = await open({
      frames: 2,
      // Items at 0, 8 + 2, 10 + 8 + 4.
      fragments: [basicTable(0, 22), rest(2), rest(4), rest(6)],
    });

    expect(await lengthsByFrame(opened)).toEqual([[2, 4], [6]]);
  });

  it("are told apart by the Extended Offset Table", async () => {
    const opened = await open({
      frames: 2,
      fragments: [noTable, rest(2), rest(4), rest(6)],
      extendedOffsets: [0n, 10n],
    });

    expect(await lengthsByFrame(opened)).toEqual([[2], [4, 6]]);
  });

  it("of several fragments without a table begin where codestreams do", async () => {
    const opened = await open({
      frames: 2,
      fragments: [noTable, first(4), rest(6), first(8), rest(10), rest(12)],
    });

    expect(await lengthsByFrame(opened)).toEqual([
      [4, 6],
      [8, 10, 12],
    ]);
  });

  it.each([
    ["points into fragments", basicTable(0, 13)],
    ["points past the end", basicTable(0, 99_999)],
    ["goes backwards", basicTable(0, 0)],
    ["has too few entries", basicTable(0)],
    ["is no whole number of entries", rest(6)],
  ])("are found in spite of a table that %s", async (_, table) => {
    const opened = await open({
      frames: 2,
      fragments: [table, first(4), rest(6), first(8)],
    });

    expect(await lengthsByFrame(opened)).toEqual([[4, 6], [8]]);
    expect(
      lengthsOf(
        valueOf(await frameFragments(opened.source, opened.dataSet, 1)),
      ),
    ).toEqual([8]);
  });

  it("that are one take all fragments", async () => {
    const opened = await open({
      frames: 1,
      fragments: [noTable, first(4), rest(6), rest(8)],
    });

    expect(await lengthsByFrame(opened)).toEqual([[4, 6, 8]]);
  });

  it("that are one in the header and two in the data are not joined", async () => {
    const { source, dataSet } = await open({
      frames: 1,
      fragments: [noTable, first(4), first(6)],
    });

    expect(await encapsulatedFrames(source, dataSet)).toEqual({
      ok: false,
      failure: { kind: "framesNotFound", expectedFrames: 1, foundFrames: 2 },
    });
  });

  it("that are missing are missed", async () => {
    const { source, dataSet } = await open({
      frames: 3,
      fragments: [noTable, first(4), rest(4), first(6), rest(6)],
    });

    expect(await encapsulatedFrames(source, dataSet)).toEqual({
      ok: false,
      failure: { kind: "framesNotFound", expectedFrames: 3, foundFrames: 2 },
    });
  });

  it("of RLE are never joined from fragments", async () => {
    const { source, dataSet } = await open({
      frames: 1,
      fragments: [noTable, rest(64), rest(64)],
      transferSyntaxUID: rle,
    });

    expect(await encapsulatedFrames(source, dataSet)).toMatchObject({
      failure: { kind: "framesNotFound", foundFrames: 2 },
    });
  });

  it("beyond the last are refused", async () => {
    const { source, dataSet } = await open({
      frames: 1,
      fragments: [noTable, first(4)],
    });

    expect(await frameFragments(source, dataSet, 1)).toEqual({
      ok: false,
      failure: { kind: "framesNotFound", expectedFrames: 2, foundFrames: 1 },
    });
  });
});

describe("a damaged file", () => {
  it("that ends inside a fragment is refused, and gives the frames before it by its table", async () => {
    const { source, dataSet } = await open({
      frames: 2,
      fragments: [basicTable(0, 12), rest(4, 1), rest(6, 2)],
      // The delimiter, and one byte of the second frame.
      cutBytes: 9,
    });

    expect(await encapsulatedFrames(source, dataSet)).toMatchObject({
      failure: { kind: "pixelDataTruncated" },
    });
    expect(await readEncapsulatedFrame(source, dataSet, 1)).toMatchObject({
      failure: { kind: "pixelDataTruncated" },
    });
    expect(valueOf(await readEncapsulatedFrame(source, dataSet, 0))).toEqual(
      Uint8Array.of(1, 1, 1, 1),
    );
  });

  it("that lacks only its delimiter is read", async () => {
    const opened = await open({
      frames: 1,
      fragments: [noTable, first(4)],
      cutBytes: 8,
    });

    expect(await lengthsByFrame(opened)).toEqual([[4]]);
  });

  it("whose items are none is refused", async () => {
    const { source, dataSet } = await open({
      frames: 1,
      fragments: [noTable, first(4)],
    });
    const bytes = valueOf(await source.read(0, source.sizeBytes));
    bytes[(dataSet.pixelData?.valueOffset ?? 0) + 8] = 0;

    expect(await encapsulatedFrames(memoryByteSource(bytes), dataSet)).toEqual({
      ok: false,
      failure: { kind: "header", problem: "badStructure" },
    });
  });

  it("that cannot be read is named so", async () => {
    const { source, dataSet } = await open({
      frames: 1,
      fragments: [noTable, first(4)],
    });
    source.failure = { kind: "unreadable", code: "EIO" };

    expect(await encapsulatedFrames(source, dataSet)).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "EIO" },
    });
  });
});

it("a frame in the middle is found without reading the others", async () => {
  const frames = 50;
  const length = 100_000;
  const { source, dataSet } = await open({
    frames,
    fragments: [
      basicTable(
        ...Array.from({ length: frames }, (_, index) => index * (length + 8)),
      ),
      ...Array.from({ length: frames }, () => rest(length)),
    ],
  });
  source.reads.length = 0;

  await readEncapsulatedFrame(source, dataSet, 30);

  const bytesRead = source.reads.reduce((sum, read) => sum + read.length, 0);
  expect(bytesRead).toBeLessThan(length + 4 * 4096);
});

it("a file of nothing but empty items is given up, not kept in memory", async () => {
  const { source, dataSet } = await open({
    frames: 2,
    fragments: [noTable, first(4)],
  });
  const start = (dataSet.pixelData?.valueOffset ?? 0) + 8;
  const items = new Uint8Array(start + 8 * (1 << 20) + 800);
  items.set(valueOf(await source.read(0, start)));
  // (FFFE,E000), length 0.
  for (let at = start; at < items.length; at += 8)
    items.set([0xfe, 0xff, 0x00, 0xe0], at);

  expect(
    await encapsulatedFrames(memoryByteSource(items), dataSet),
  ).toMatchObject({ failure: { kind: "header", problem: "tooLarge" } });
});

it("whatever the bytes, every fragment that is found lies in the file and belongs to one frame", async () => {
  const { source, dataSet } = await open({
    frames: 3,
    fragments: [basicTable(0, 12, 26), first(4), first(6), first(8)],
  });
  const original = valueOf(await source.read(0, source.sizeBytes));
  const start = dataSet.pixelData?.valueOffset ?? 0;
  const change = fc.tuple(
    fc.integer({ min: start, max: original.length - 1 }),
    fc.integer({ min: 0, max: 255 }),
  );

  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 6 }),
      fc.integer({ min: start, max: original.length }),
      async (changes, end) => {
        const bytes = original.slice(0, end);
        for (const [at, value] of changes) if (at < end) bytes[at] = value;
        const changed = memoryByteSource(bytes);

        const all = await encapsulatedFrames(changed, dataSet);
        await readEncapsulatedFrame(changed, dataSet, 1);

        if (!all.ok) return;
        const ranges = all.value.frames.flat();
        expect(all.value.frames).toHaveLength(3);
        expect(new Set(ranges.map(({ offset }) => offset)).size).toBe(
          ranges.length,
        );
        for (const { offset, length } of ranges)
          expect(offset + length).toBeLessThanOrEqual(bytes.length);
      },
    ),
  );
});
