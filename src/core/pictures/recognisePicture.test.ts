// Recognition of pictures by their content, and what random bytes do to everything that reads pictures.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pictureFormats } from "../../shared/pictureFormat.ts";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import { mp4Film } from "../../testing/filmFixtures.ts";
import {
  bmpPicture,
  exifSegment,
  gifPicture,
  jpegPicture,
  pngPicture,
} from "../../testing/pictureFixtures.ts";
import { cleanPicture } from "./cleanPicture.ts";
import { decodePicture } from "./decodePicture.ts";
import { recognisePicture } from "./recognisePicture.ts";

const pictures = {
  jpeg: jpegPicture(),
  bmp: bmpPicture(),
  png: pngPicture(),
  gif: gifPicture(),
  mp4: mp4Film(),
};

describe("recognisePicture", () => {
  it.each([
    ["jpeg", 16, 8],
    ["bmp", 2, 2],
    ["png", 2, 2],
    ["gif", 2, 2],
    ["mp4", 320, 240],
  ] as const)("knows a %s and its size", async (format, columns, rows) => {
    expect(
      await recognisePicture(new MemoryByteSource(pictures[format])),
    ).toEqual({ format, columns, rows });
  });

  it("finds the size behind any amount of Exif, without reading it", async () => {
    const before = Array.from({ length: 20 }, () =>
      exifSegment(1, "x".repeat(60_000)),
    );
    const source = new MemoryByteSource(
      jpegPicture({ columns: 24, rows: 40, before }),
    );
    expect(await recognisePicture(source)).toEqual({
      format: "jpeg",
      columns: 24,
      rows: 40,
    });
    const bytesRead = source.reads.reduce((sum, read) => sum + read.length, 0);
    expect(bytesRead).toBeLessThan(5000);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "gives the size as it is shown and painted for orientation %i",
    async (orientation) => {
      const bytes = jpegPicture({
        columns: 24,
        rows: 40,
        before: [exifSegment(orientation, "x")],
      });
      const shown = decodePicture(bytes, "jpeg");
      expect(await recognisePicture(new MemoryByteSource(bytes))).toEqual({
        format: "jpeg",
        columns: orientation < 5 ? 24 : 40,
        rows: orientation < 5 ? 40 : 24,
      });
      expect(shown?.columns).toBe(orientation < 5 ? 24 : 40);
    },
  );

  it.each([
    ["an empty file", ""],
    ["text", "GIF is what this text is about"],
    ["a QuickTime film", "\0\0\0\x14ftypqt  \0\0\0\0qt  "],
    ["a still image of a phone", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"],
    [
      "the letters BM",
      "BMW and other cars, a text of more than thirty letters",
    ],
  ])("does not take %s for a picture", async (_, text) => {
    const bytes = Buffer.from(text, "latin1");
    expect(await recognisePicture(new MemoryByteSource(bytes))).toBeNull();
  });
});

describe("everything that reads pictures", () => {
  const format = fc.constantFrom(...pictureFormats);

  it("survives any change of any byte, and never lets a planted name out", async () => {
    const name = Buffer.from("DOE^JANE^QUITE^LONG");
    await fc.assert(
      fc.asyncProperty(
        format,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(),
        async (kind, changes, cut) => {
          const bytes = Buffer.concat([pictures[kind], name]);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const source = new MemoryByteSource(
            cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes,
          );
          await recognisePicture(source);
          decodePicture(bytes, kind);
          const clean = await cleanPicture(source, kind);
          if (!clean.ok) return;
          const written = Buffer.concat(
            clean.value.map((part) =>
              part.kind === "bytes"
                ? part.bytes
                : bytes.subarray(part.offset, part.offset + part.length),
            ),
          );
          expect(written.includes(name)).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("survives bytes that are no picture at all", async () => {
    await fc.assert(
      fc.asyncProperty(format, fc.uint8Array(), async (kind, bytes) => {
        const source = new MemoryByteSource(bytes);
        await recognisePicture(source);
        decodePicture(bytes, kind);
        expect((await cleanPicture(source, kind)).ok).toBe(false);
      }),
    );
  });
});
