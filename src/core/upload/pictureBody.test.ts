// Bodies of pictures under the user's limit: everything in portions, and nobody kept waiting once the exchange is over.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../testing/hastyClock.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import type { Clock } from "../ports/clock.ts";
import { Bandwidth } from "./bandwidth.ts";
import { pictureUpload } from "./pictureBody.ts";

/** `sizes` in bytes. */
async function uploadOf(
  sizes: readonly number[],
  clock: Clock,
  bytesPerSecond: number | null,
) {
  const spool = new MemorySpool();
  const files = sizes.map((size, index) =>
    spool.add(new Uint8Array(size).fill(index)),
  );
  const bandwidth = new Bandwidth(clock, () => bytesPerSecond);
  const upload = await pictureUpload(spool, files, "png", bandwidth);
  if (!upload.ok) throw new Error(upload.failure.kind);
  return { ...upload.value, bandwidth, spool };
}

async function chunkSizes(stream: AsyncIterable<Uint8Array>) {
  const sizes: number[] = [];
  for await (const chunk of stream) sizes.push(chunk.byteLength);
  return sizes;
}

describe("pictures under a limit", () => {
  // Of 200 pictures the zip is 10,400 + 8,800 bytes, most of them its heads and its directory.
  it.each([
    ["one picture", [40_000], 40_000],
    ["a zip that is mostly directory", Array<number>(200).fill(1), 21_022],
  ])("go out in portions, %s", async (_name, sizes, sizeBytes) => {
    const clock = new HastyClock();
    const { body } = await uploadOf(sizes, clock, 8_000);
    expect(body.sizeBytes).toBe(sizeBytes);
    const startedMs = clock.nowMs();
    const sent = await chunkSizes(body.stream());
    expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBe(sizeBytes);
    // A quarter of a second each.
    expect(Math.max(...sent)).toBe(2_000);
    const neededMs = (sizeBytes * 1000) / 8_000;
    expect(clock.nowMs() - startedMs).toBeGreaterThan(neededMs - 500);
    expect(clock.nowMs() - startedMs).toBeLessThan(neededMs + 500);
  });

  it("show that they move where there is no limit, a directory of megabytes too", async () => {
    const sizes = Array<number>(1_500).fill(1);
    const { body } = await uploadOf(sizes, new HastyClock(), null);
    expect(Math.max(...(await chunkSizes(body.stream())))).toBe(65_536);
  });

  it.each([
    ["one picture", [40_000]],
    ["a zip", [40_000, 40_000]],
  ])(
    "keep nobody waiting once the exchange is over, and can be sent again: %s",
    async (_name, sizes) => {
      const clock = new ManualClock();
      const { body, bandwidth, spool } = await uploadOf(sizes, clock, 1_000);
      const stream = body.stream()[Symbol.asyncIterator]();
      const sent = [];
      const reading = (async () => {
        for (;;) {
          const next = await stream.next();
          if (next.done === true) return;
          sent.push(next.value);
        }
      })();
      // Until it waits for the line.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      body.exchangeEnded();
      await Promise.race([
        reading,
        new Promise((resolve) => setTimeout(resolve, 1_000)),
      ]);
      expect(await stream.return?.()).toMatchObject({ done: true });
      expect(clock.nowMs()).toBe(1_700_000_000_000);
      expect(spool.openFiles).toBe(0);
      clock.advance(1_000);
      expect(bandwidth.take(100)).toBeNull();
      const again = body.stream()[Symbol.asyncIterator]().next();
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      clock.advance(1_000_000);
      expect((await again).done).toBe(false);
    },
  );
});
