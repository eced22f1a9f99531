// Spooled files as bodies.
import { describe, expect, it } from "vitest";
import { BodyReadError } from "../ports/httpClient.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { Bandwidth } from "./bandwidth.ts";
import { BlockPool } from "./blockPool.ts";
import { SpoolBody } from "./spoolBody.ts";

async function collect(stream: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  try {
    // A copy, as the socket makes one: the block is used again.
    for await (const chunk of stream) chunks.push(Uint8Array.from(chunk));
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
  return { bytes: Buffer.concat(chunks), error: null };
}

function bodyOf(
  spool: MemorySpool,
  file: SpooledFile,
  blocks = new BlockPool(4),
  bytesPerSecond: number | null = null,
): SpoolBody {
  return new SpoolBody(file, {
    spool,
    blocks,
    bandwidth: null,
    computesMd5: false,
    bytesPerSecond: () => bytesPerSecond,
  });
}

describe.each([1, 65_536, 524_288, 524_289, 1_400_001])(
  "a body of %s bytes",
  (size) => {
    const content = Uint8Array.from(
      { length: size },
      (_, index) => index % 251,
    );

    it("is the file, again on every attempt, and leaves nothing open", async () => {
      const spool = new MemorySpool();
      const body = bodyOf(spool, spool.add(content));
      expect(body.sizeBytes).toBe(size);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const { bytes, error } = await collect(body.stream());
        expect(error).toBeNull();
        expect(Buffer.compare(bytes, Buffer.from(content))).toBe(0);
      }
      expect(spool.openFiles).toBe(0);
    });

    it("that was changed on disk is never given out whole", async () => {
      const spool = new MemorySpool();
      const file = spool.add(content);
      spool.damage(file);
      const { bytes, error } = await collect(bodyOf(spool, file).stream());
      expect(bytes.byteLength).toBeLessThan(size);
      expect(error).toBeInstanceOf(BodyReadError);
      expect((error as BodyReadError).failure).toEqual({
        kind: "spoolDamaged",
      });
      expect(spool.openFiles).toBe(0);
    });
  },
);

describe("the chunks of a body", () => {
  const content = new Uint8Array(600_000).fill(3);
  const sizesAt = async (bytesPerSecond: number | null) => {
    const spool = new MemorySpool();
    const body = bodyOf(
      spool,
      spool.add(content),
      new BlockPool(4),
      bytesPerSecond,
    );
    const sizes: number[] = [];
    for await (const chunk of body.stream()) sizes.push(chunk.byteLength);
    return sizes;
  };

  it.each([null, 100_000, 16_777_215])(
    "are small on a line of %s bytes per second, so that its movement is seen",
    async (rate) => {
      expect(await sizesAt(rate)).toEqual([
        ...Array.from({ length: 8 }, () => 65_536),
        65_536,
        10_176,
      ]);
    },
  );

  it("are whole blocks on a fast line", async () => {
    expect(await sizesAt(16_777_216)).toEqual([524_288, 75_712]);
  });
});

describe("a body on a line with a limit", () => {
  const limited = (clock: ManualClock, spool: MemorySpool) =>
    new SpoolBody(spool.add(new Uint8Array(65_536).fill(4)), {
      spool,
      blocks: new BlockPool(4),
      // A chunk takes more than a minute.
      bandwidth: new Bandwidth(clock, () => 1_000),
      computesMd5: false,
      bytesPerSecond: () => null,
    });

  it("waits for its turn, and no longer when the exchange ends", async () => {
    const spool = new MemorySpool();
    const body = limited(new ManualClock(), spool);
    const next = collect(body.stream());
    // Until it waits.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    expect(spool.openFiles).toBe(1);
    body.exchangeEnded();
    await next;
    expect(spool.openFiles).toBe(0);
  });

  it("waits for nothing when the exchange is over before its turn is asked for", async () => {
    const spool = new MemorySpool();
    const body = limited(new ManualClock(), spool);
    body.exchangeEnded();
    await collect(body.stream());
    expect(spool.openFiles).toBe(0);
  });
});

describe("the memory of a body", () => {
  const content = new Uint8Array(600_000).fill(9);

  it("is used again only when both the stream and the exchange are over", async () => {
    const spool = new MemorySpool();
    const blocks = new BlockPool(4);
    const body = bodyOf(spool, spool.add(content), blocks);
    const stream = body.stream();
    const first = await stream.next();
    const used = (first.value as Uint8Array).buffer;
    const others: Uint8Array[] = [];
    const isFree = () => {
      const block = blocks.acquire();
      if (block.buffer !== used) others.push(block);
      return block.buffer === used;
    };
    // Cut off: the outcome is known before the stream was told to end.
    body.exchangeEnded();
    expect(isFree()).toBe(false);
    await stream.return(undefined);
    expect(isFree()).toBe(true);
  });

  it("stays while the exchange may still send from it", async () => {
    const spool = new MemorySpool();
    const blocks = new BlockPool(4);
    const body = bodyOf(spool, spool.add(content), blocks);
    const chunks: ArrayBufferLike[] = [];
    for await (const chunk of body.stream()) chunks.push(chunk.buffer);
    expect(blocks.acquire().buffer).not.toBe(chunks[0]);
    body.exchangeEnded();
    expect(blocks.acquire().buffer).toBe(chunks[0]);
  });

  it("is filled before the first stream begins, and the next stream reads anew", async () => {
    const spool = new MemorySpool();
    const body = bodyOf(spool, spool.add(content));
    body.readAhead();
    expect(spool.openFiles).toBe(1);
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(
        (await collect(body.stream())).bytes.equals(Buffer.from(content)),
      ).toBe(true);
    expect(spool.mostOpenFiles).toBe(1);
    expect(spool.openFiles).toBe(0);
  });

  it("is given back when what was read ahead is not sent", async () => {
    const spool = new MemorySpool();
    const blocks = new BlockPool(4);
    const block = blocks.acquire();
    blocks.release(block);
    const body = bodyOf(spool, spool.add(content), blocks);
    body.readAhead();
    expect(blocks.acquire() === block).toBe(false);
    await body.discard();
    expect(blocks.acquire() === block).toBe(true);
    expect(spool.openFiles).toBe(0);
  });
});
