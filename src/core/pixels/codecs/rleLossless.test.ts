// Tests of RLE Lossless with written-out segments: runs and literals, byte planes, one-bit pixels, and damaged segments.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrameLayout } from "../frameLayout.ts";
import { decodeRle } from "./rleLossless.ts";

function layoutOf(layout: Partial<FrameLayout>): FrameLayout {
  return {
    rows: 1,
    columns: 4,
    numberOfFrames: 1,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    isSigned: false,
    isFloat: false,
    ...layout,
  };
}

/** A frame of segments behind its header (G.5): their number, then where each starts. */
function rleFrame(...segments: readonly (readonly number[])[]): Uint8Array {
  const header = new Uint32Array(16);
  header[0] = segments.length;
  let start = 64;
  segments.forEach((segment, index) => {
    header[index + 1] = start;
    start += segment.length;
  });
  return Uint8Array.from([
    ...new Uint8Array(header.buffer),
    ...segments.flat(),
  ]);
}

const literals = (...values: readonly number[]) => [
  values.length - 1,
  ...values,
];
const run = (count: number, value: number) => [257 - count, value];

describe("a segment", () => {
  it("holds literals and runs", () => {
    const frame = rleFrame([...literals(1, 2), ...run(3, 7), ...literals(9)]);

    expect(decodeRle(frame, layoutOf({ columns: 6 }))).toEqual(
      Uint8Array.of(1, 2, 7, 7, 7, 9),
    );
  });

  it("may hold 128, which means nothing, and padding behind its end", () => {
    const frame = rleFrame([128, ...run(4, 5), 0]);

    expect(decodeRle(frame, layoutOf({}))).toEqual(Uint8Array.of(5, 5, 5, 5));
  });

  it("may run on past the plane, but never into another", () => {
    const frame = rleFrame(run(5, 1), run(4, 2), run(4, 3));
    const layout = layoutOf({ samplesPerPixel: 3 });

    expect(decodeRle(frame, layout)).toEqual(
      Uint8Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3),
    );
  });

  it.each([
    ["too few pixels", run(3, 1)],
    ["a run without its value", [...run(2, 1), 255]],
    ["literals cut short", [2, 1, 1]],
    ["nothing", []],
  ])("with %s is refused", (_, segment) => {
    expect(decodeRle(rleFrame(segment), layoutOf({}))).toBeNull();
  });
});

describe("segments", () => {
  it("of 16 bits have the high bytes first", () => {
    const frame = rleFrame(literals(0x12, 0x34), literals(0x56, 0x78));
    const layout = layoutOf({ columns: 2, bitsAllocated: 16 });

    // 0x1256 and 0x3478, little endian.
    expect(decodeRle(frame, layout)).toEqual(
      Uint8Array.of(0x56, 0x12, 0x78, 0x34),
    );
  });

  it("of 32 bits have the highest bytes first", () => {
    const frame = rleFrame(literals(1), literals(2), literals(3), literals(4));
    const layout = layoutOf({ columns: 1, bitsAllocated: 32 });

    expect(decodeRle(frame, layout)).toEqual(Uint8Array.of(4, 3, 2, 1));
  });

  it("of 16-bit colour go sample by sample", () => {
    const frame = rleFrame(
      ...[0x11, 0x12, 0x21, 0x22, 0x31, 0x32].map((byte) => literals(byte)),
    );
    const layout = layoutOf({
      columns: 1,
      bitsAllocated: 16,
      samplesPerPixel: 3,
    });

    expect(decodeRle(frame, layout)).toEqual(
      Uint8Array.of(0x12, 0x11, 0x22, 0x21, 0x32, 0x31),
    );
  });

  it("of one bit stay packed", () => {
    const frame = rleFrame(literals(0b1010_0101, 0b1));
    const layout = layoutOf({ columns: 9, bitsAllocated: 1 });

    expect(decodeRle(frame, layout)).toEqual(Uint8Array.of(0b1010_0101, 0b1));
  });

  it.each([
    ["of another number than the pixels need", rleFrame(run(4, 1), run(4, 1))],
    ["of number 0", new Uint8Array(64)],
    [
      "of number 16",
      Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 16 : 0)),
    ],
    [
      "that start inside the header",
      Uint8Array.from({ length: 70 }, (_, at) => [1, 0, 0, 0, 63][at] ?? 0),
    ],
    [
      "that start past the end",
      Uint8Array.from({ length: 70 }, (_, at) => [1, 0, 0, 0, 71][at] ?? 0),
    ],
    ["without a whole header", new Uint8Array(63)],
  ])("%s are refused", (_, frame) => {
    expect(decodeRle(frame, layoutOf({}))).toBeNull();
  });
});

it("what is packed comes out again", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 255 }),
          fc.integer({ min: 2, max: 128 }),
        ),
        { minLength: 1, maxLength: 20 },
      ),
      (runs) => {
        const pixels = runs.flatMap(([value, count]) =>
          Array<number>(count).fill(value),
        );
        const frame = rleFrame(
          runs.flatMap(([value, count]) => run(count, value)),
        );

        expect(decodeRle(frame, layoutOf({ columns: pixels.length }))).toEqual(
          Uint8Array.from(pixels),
        );
      },
    ),
  );
});

it("any bytes give a whole frame or none", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(1, 8, 16, 32),
      (body, bitsAllocated) => {
        const frame = Uint8Array.from([...rleFrame([...body])]);
        const decoded = decodeRle(frame, layoutOf({ bitsAllocated }));

        expect(decoded === null || decoded.length <= 16).toBe(true);
      },
    ),
  );
});
