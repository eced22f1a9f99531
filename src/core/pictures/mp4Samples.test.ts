// Tests that the samples of a film are all read once, however they lie, and that the new places are those of what stays.
import { expect, it } from "vitest";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import { cleanSamples } from "./mp4Samples.ts";
import type { SampleCleaner } from "./picturePlan.ts";

const mebibyte = 1024 * 1024;

/** Leaves the first byte out. */
const withoutFirst: SampleCleaner = ({ length }) => [
  { kind: "copied", offset: 1, length: length - 1 },
];
const whole: SampleCleaner = ({ length }) => [
  { kind: "copied", offset: 0, length },
];

function chunk(offset: number, ...sampleSizes: readonly number[]) {
  const length = sampleSizes.reduce((sum, size) => sum + size, 0);
  return { offset, length, sampleSizes };
}

it("says where each sample of each chunk is now", async () => {
  const source = new MemoryByteSource(Buffer.alloc(100));
  const chunks = [chunk(60, 10, 5), chunk(20, 8)];
  expect(await cleanSamples(source, chunks, withoutFirst)).toMatchObject({
    ok: true,
    value: {
      parts: [
        { kind: "copied", offset: 61, length: 9 },
        { kind: "copied", offset: 71, length: 4 },
        { kind: "copied", offset: 21, length: 7 },
      ],
      sampleSizes: [9, 4, 7],
      chunkSizes: [13, 7],
    },
  });
});

it("reads a long chunk in pieces and copies it in one go", async () => {
  const sizes = [3 * mebibyte, 3 * mebibyte, 5 * mebibyte, 7];
  const source = new MemoryByteSource(Buffer.alloc(11 * mebibyte + 7));
  expect(await cleanSamples(source, [chunk(0, ...sizes)], whole)).toMatchObject(
    {
      ok: true,
      value: {
        parts: [{ kind: "copied", offset: 0, length: 11 * mebibyte + 7 }],
        sampleSizes: sizes,
      },
    },
  );
});

it.each([
  ["a file that became shorter", chunk(90, 20), whole, "sourceChanged"],
  ["a sample that no film has", chunk(0, 65 * mebibyte), whole, "tooLarge"],
  ["a sample with bytes of nobody", chunk(0, 20), () => null, "strayBytes"],
])("refuses %s", async (_, sample, clean, reason) => {
  const source = new MemoryByteSource(Buffer.alloc(100));
  const cleaned = await cleanSamples(source, [sample], clean);
  expect(cleaned.ok).toBe(false);
  expect(JSON.stringify(cleaned)).toContain(reason);
});
