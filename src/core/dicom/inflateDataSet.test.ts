// Tests of unpacking deflated data sets: limits, cuts, damage.
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { HeadBytes } from "./headBytes.ts";
import { inflateDataSet } from "./inflateDataSet.ts";
import { concatenate } from "./writeDataSet.ts";

const before = Uint8Array.of(1, 2, 3, 4);

async function inflated(packed: Uint8Array, maxBytes = 1000) {
  const source = memoryByteSource(concatenate([before, packed]));
  const head = new HeadBytes(source);
  await head.loadFirst();
  return await inflateDataSet(source, head, { offset: 4, maxBytes });
}

describe("a deflated data set", () => {
  it("follows the bytes before it", async () => {
    const result = valueOf(await inflated(deflateRawSync(Buffer.from("AB"))));

    expect(Array.from(result.bytes)).toEqual([1, 2, 3, 4, 0x41, 0x42]);
  });

  it("may not unpack to more than the limit, however small it is", async () => {
    const bomb = deflateRawSync(new Uint8Array(1001));

    expect(bomb.length).toBeLessThan(20);
    expect(await inflated(bomb)).toEqual({
      ok: false,
      failure: { kind: "damaged", problem: "tooLarge" },
    });
  });

  it("may not be larger than the limit to begin with", async () => {
    expect(await inflated(new Uint8Array(1001))).toEqual({
      ok: false,
      failure: { kind: "damaged", problem: "tooLarge" },
    });
  });

  it("gives what was there if its end is cut off", async () => {
    const text = "The quick brown fox jumps over the lazy dog. 0123456789";
    const packed = deflateRawSync(Buffer.from(text));

    const { bytes } = valueOf(
      await inflated(packed.subarray(0, packed.length - 10)),
    );

    const start = Buffer.from(bytes.subarray(4)).toString("latin1");
    expect(start.length).toBeGreaterThan(20);
    expect(text.startsWith(start)).toBe(true);
  });

  it("that is nothing of the kind is said to be damaged", async () => {
    expect(await inflated(new Uint8Array(20).fill(0xff))).toEqual({
      ok: false,
      failure: { kind: "damaged", problem: "inflateFailed" },
    });
  });
});
