// Spooled files as bodies.
import { describe, expect, it } from "vitest";
import { BodyReadError } from "../ports/httpClient.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { spoolBody } from "./spoolBody.ts";

async function collect(stream: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
  return { bytes: Buffer.concat(chunks), error: null };
}

describe.each([1, 65_536, 262_144, 262_145, 700_001])(
  "a body of %s bytes",
  (size) => {
    const content = Uint8Array.from(
      { length: size },
      (_, index) => index % 251,
    );

    it("is the file, again on every attempt, and leaves nothing open", async () => {
      const spool = new MemorySpool();
      const body = spoolBody(spool, spool.add(content));
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
      const { bytes, error } = await collect(spoolBody(spool, file).stream());
      expect(bytes.byteLength).toBeLessThan(size);
      expect(error).toBeInstanceOf(BodyReadError);
      expect((error as BodyReadError).failure).toEqual({
        kind: "spoolDamaged",
      });
      expect(spool.openFiles).toBe(0);
    });
  },
);
