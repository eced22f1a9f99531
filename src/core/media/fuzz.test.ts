// A short run of the fuzzer (bench/fuzz.mjs is the long one): no damaged archive or disc directory breaks a reader.
import { expect, it } from "vitest";
import { fuzzOnce } from "../../testing/fuzzMedia.ts";

it("reads 800 damaged archives and disc directories without an error", async () => {
  for (let seed = 0; seed < 800; seed++)
    await fuzzOnce(seed).catch((error: unknown) => {
      throw new Error(`Seed ${seed}`, { cause: error });
    });
  expect(true).toBe(true);
}, 60_000);
