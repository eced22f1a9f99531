// The PNG encoder against the format's own words.
import { crc32, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodePng } from "./png.ts";

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly isIntact: boolean;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let offset = 8; offset < png.length;) {
    const length = png.readUInt32BE(offset);
    const body = png.subarray(offset + 4, offset + 8 + length);
    chunks.push({
      type: body.toString("latin1", 0, 4),
      data: body.subarray(4),
      isIntact: png.readUInt32BE(offset + 8 + length) === crc32(body),
    });
    offset += length + 12;
  }
  return chunks;
}

test("writes signature, header, pixels and end, each with its checksum", () => {
  const png = encodePng({
    width: 3,
    height: 2,
    channels: 1,
    samples: Uint8Array.of(1, 2, 3, 4, 5, 6),
  });
  expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
  const chunks = chunksOf(png);
  expect(chunks.map(({ type }) => type)).toEqual(["IHDR", "IDAT", "IEND"]);
  expect(chunks.every(({ isIntact }) => isIntact)).toBe(true);
  expect(chunks[0]?.data.toString("hex")).toBe("00000003000000020800000000");
  expect([...inflateSync(chunks[1]!.data)]).toEqual([0, 1, 2, 3, 0, 4, 5, 6]);
});

test("writes colour as three samples per pixel", () => {
  const png = encodePng({
    width: 1,
    height: 2,
    channels: 3,
    samples: Uint8Array.of(255, 0, 0, 0, 0, 255),
  });
  const [header, pixels] = chunksOf(png);
  expect(header?.data.toString("hex")).toBe("00000001000000020802000000");
  expect([...inflateSync(pixels!.data)]).toEqual([0, 255, 0, 0, 0, 0, 0, 255]);
});

test("knows the checksum of the empty end chunk", () => {
  const png = encodePng({
    width: 1,
    height: 1,
    channels: 1,
    samples: Uint8Array.of(0),
  });
  expect(png.subarray(-12).toString("hex")).toBe("0000000049454e44ae426082");
});
