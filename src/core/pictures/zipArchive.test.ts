// The zip of a picture stack, byte by byte and through the eyes of another reader.
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zipFrame } from "./zipArchive.ts";

const files = [Buffer.from("first"), Buffer.from("second")];

function archive(): Buffer {
  const frame = zipFrame(
    files.map((file, index) => ({
      name: `frame_000${index}.png`,
      sizeBytes: file.length,
      crc32: crc32(file),
    })),
  );
  const bytes = Buffer.concat([
    ...files.flatMap((file, index) => [
      frame.heads[index] ?? Buffer.alloc(0),
      file,
    ]),
    frame.directory,
  ]);
  expect(bytes.length).toBe(frame.sizeBytes);
  return bytes;
}

describe("the zip of a stack", () => {
  it("has the same bytes every time, with the first day of the format as every date", () => {
    expect(archive().subarray(0, 49).toString("hex")).toBe(
      "504b0304" +
        "1400" +
        "0000" +
        "0000" +
        "0000" +
        "2100" +
        "57ee7192" +
        "05000000" +
        "05000000" +
        "0e00" +
        "0000" +
        Buffer.from("frame_0000.png").toString("hex") +
        Buffer.from("first").toString("hex"),
    );
    expect(archive()).toEqual(archive());
  });

  it("ends with a directory that points to each head", () => {
    const bytes = archive();
    const end = bytes.length - 22;
    expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
    expect(bytes.readUInt16LE(end + 10)).toBe(2);
    const directoryAt = bytes.readUInt32LE(end + 16);
    expect(directoryAt + bytes.readUInt32LE(end + 12)).toBe(end);
    const secondRecordAt = directoryAt + 46 + 14;
    const secondHeadAt = bytes.readUInt32LE(secondRecordAt + 42);
    expect(bytes.readUInt32LE(secondHeadAt)).toBe(0x04034b50);
    expect(
      bytes.subarray(secondHeadAt + 30, secondHeadAt + 50).toString(),
    ).toBe("frame_0001.pngsecond");
  });
});
