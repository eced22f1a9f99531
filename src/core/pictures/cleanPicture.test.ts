// Cleaning of pictures, format by format: a name planted in every place that can hold one is gone, and the pixels are as before.
import { describe, expect, it } from "vitest";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { hexBytes } from "../../testing/dicomFixtures.ts";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import {
  filmSamples,
  mp4Box,
  mp4Film,
  nalUnit,
} from "../../testing/filmFixtures.ts";
import {
  bmpPicture,
  exifSegment,
  fourColours,
  gifAnimation,
  gifExtension,
  gifPicture,
  jpegGrey,
  jpegPicture,
  jpegSegment,
  pngChunk,
  pngPicture,
} from "../../testing/pictureFixtures.ts";
import { cleanPicture, verifyPicture } from "./cleanPicture.ts";
import { decodePicture } from "./decodePicture.ts";

const name = "DOE^JANE";
const canary = Buffer.from(name, "latin1");

/** The clean picture, or why there is none. */
async function cleaned(
  bytes: Uint8Array,
  format: PictureFormat,
): Promise<Buffer | string> {
  const source = new MemoryByteSource(bytes);
  const parts = await cleanPicture(source, format);
  if (!parts.ok)
    return parts.failure.kind === "picture" ? parts.failure.problem : "disk";
  const written = Buffer.concat(
    parts.value.map((part) =>
      part.kind === "bytes"
        ? part.bytes
        : bytes.subarray(part.offset, part.offset + part.length),
    ),
  );
  expect(await verifyPicture(new MemoryByteSource(written), format)).toEqual({
    ok: true,
    value: null,
  });
  return written;
}

function samplesOf(bytes: Uint8Array | string, format: PictureFormat) {
  return typeof bytes === "string"
    ? bytes
    : [...(decodePicture(bytes, format)?.samples ?? [])];
}

describe("a JPEG", () => {
  const laden = jpegPicture({
    before: [
      jpegSegment(
        0xe0,
        Buffer.from("JFIF\0\x01\x01\x01\0\x48\0\x48\x01\x01", "latin1"),
        [1, 2, 3],
      ),
      exifSegment(6, name),
      jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${name}`)),
      jpegSegment(0xe2, Buffer.from(`ICC_PROFILE\0${name}`)),
      jpegSegment(0xed, Buffer.from(`Photoshop 3.0\0${name}`)),
      jpegSegment(0xee, Buffer.from(`Adobe\0d\0\0\0\0\x01${name}`, "latin1")),
      jpegSegment(0xef, canary),
      jpegSegment(0xfe, canary),
    ],
    after: canary,
  });

  it("loses everything but tables, scans, and three facts in words of our own", async () => {
    expect(await cleaned(laden, "jpeg")).toEqual(
      jpegPicture({
        before: [
          jpegSegment(
            0xe0,
            Buffer.from("JFIF\0\x01\x02\0\0\x01\0\x01\0\0", "latin1"),
          ),
          jpegSegment(0xe1, [
            ...Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01", "latin1"),
            ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0],
            ...[0, 0, 0, 0],
          ]),
          jpegSegment(0xee, Buffer.from("Adobe\0d\0\0\0\0\x01", "latin1")),
        ],
      }),
    );
  });

  it("keeps its pixels and is turned as before", async () => {
    const decoded = decodePicture(laden, "jpeg");
    expect([decoded?.columns, decoded?.rows]).toEqual([8, 16]);
    expect(decoded?.samples[0]).toBe(jpegGrey);
    expect(samplesOf(await cleaned(laden, "jpeg"), "jpeg")).toEqual([
      ...(decoded?.samples ?? []),
    ]);
  });

  it("gets no Exif if it is stored upright", async () => {
    expect(
      await cleaned(jpegPicture({ before: [exifSegment(1, name)] }), "jpeg"),
    ).toEqual(jpegPicture());
  });

  it.each([
    ["without an end", jpegPicture().subarray(0, -2), "damaged"],
    [
      "with text behind a table",
      jpegPicture({ before: [jpegSegment(0xdd, [0, 0], canary)] }),
      "damaged",
    ],
    [
      "with an unknown table",
      jpegPicture({ before: [jpegSegment(0xf3, canary)] }),
      "unsupported",
    ],
    [
      "with loose bytes between segments",
      jpegPicture({ before: [canary] }),
      "damaged",
    ],
  ])("is refused %s", async (_, bytes, problem) => {
    expect(await cleaned(bytes, "jpeg")).toBe(problem);
  });
});

describe("a PNG", () => {
  const laden = pngPicture({
    before: [
      pngChunk("gAMA", [0, 0, 0xb1, 0x8f]),
      pngChunk("pHYs", [0, 0, 0x0b, 0x13, 0, 0, 0x0b, 0x13, 1]),
      pngChunk("iCCP", canary),
      pngChunk("tEXt", Buffer.from(`Author\0${name}`)),
      pngChunk("zTXt", canary),
      pngChunk("iTXt", canary),
      pngChunk("eXIf", canary),
      pngChunk("tIME", [7, 0xe6, 1, 1, 1, 1, 1]),
      pngChunk("prVt", canary),
      pngChunk("bKGD", canary),
      pngChunk("PLTE", Buffer.from(`${name}!`)),
    ],
    inside: canary,
    after: canary,
  });

  it("keeps its pixels, gamma and pixel size, and nothing else", async () => {
    const clean = await cleaned(laden, "png");
    expect(clean).toEqual(
      pngPicture({
        before: [
          pngChunk("gAMA", [0, 0, 0xb1, 0x8f]),
          pngChunk("pHYs", [0, 0, 0x0b, 0x13, 0, 0, 0x0b, 0x13, 1]),
        ],
      }),
    );
    expect(samplesOf(clean, "png")).toEqual([...fourColours]);
  });

  it.each([
    ["whose rows are cut short", pngPicture().subarray(0, 50), "damaged"],
    [
      "with a critical chunk nobody knows",
      pngPicture({ before: [pngChunk("CgBI", [1])] }),
      "unsupported",
    ],
    ["with a broken check sum", pngPicture().fill(0xee, 29, 33), "damaged"],
  ])("is refused %s", async (_, bytes, problem) => {
    expect(await cleaned(bytes, "png")).toBe(problem);
  });
});

describe("a GIF", () => {
  const repetition = gifExtension(0xff, Buffer.from("NETSCAPE2.0"), [1, 3, 0]);
  const timing = gifExtension(0xf9, [0, 10, 0, 0]);
  const laden = gifPicture({
    before: [
      gifExtension(0xfe, canary),
      gifExtension(0xff, Buffer.from("XMP DataXMP"), canary),
      repetition,
      gifExtension(0xf9, [0, 99, 0, 0]),
      gifExtension(0x01, Buffer.alloc(12), canary),
      timing,
      gifExtension(0x77, canary),
    ],
    inside: canary,
    after: canary,
  });

  it("keeps its pixels and its timing, not its repetition", async () => {
    const clean = await cleaned(laden, "gif");
    expect(clean).toEqual(gifPicture({ before: [timing] }));
    expect(samplesOf(clean, "gif")).toEqual([...fourColours]);
  });

  it("of several images keeps the first, which is what the window shows", async () => {
    const clean = await cleaned(gifAnimation(), "gif");
    expect(clean).toEqual(gifPicture());
  });

  it("is refused when its pixels are not all there", async () => {
    const bytes = gifPicture();
    // Twice as many rows announced.
    bytes[bytes.indexOf(0x2c) + 7] = 4;
    expect(await cleaned(bytes, "gif")).toBe("damaged");
  });
});

describe("a bitmap", () => {
  it("keeps its pixels; gap, padding and what follows are gone", async () => {
    const laden = bmpPicture({ gap: canary, padding: [68, 79], after: canary });
    const clean = await cleaned(laden, "bmp");
    expect(typeof clean === "string" ? clean : clean.length).toBe(54 + 16);
    expect(samplesOf(clean, "bmp")).toEqual([...fourColours]);
    expect(clean.includes(name)).toBe(false);
    expect(clean).toEqual(await cleaned(bmpPicture(), "bmp"));
  });

  it.each([
    ["whose rows are cut short", bmpPicture().subarray(0, 60), "damaged"],
    ["packed by run lengths", bmpPicture().fill(1, 30, 31), "unsupported"],
  ])("is refused %s", async (_, bytes, problem) => {
    expect(await cleaned(bytes, "bmp")).toBe(problem);
  });
});

describe("a film", () => {
  const mpeg2 = hexBytes(`00000000
    03 15 0001 00
    04 0d 61 11 000000 00000000 00000000
    06 01 02`);
  const laden: Parameters<typeof mp4Film>[0] = {
    inMovie: [
      mp4Box("udta", mp4Box("©nam", canary)),
      mp4Box("meta", canary),
      mp4Box("uuid", canary),
    ],
    inTrack: [mp4Box("udta", canary), mp4Box("tref", canary)],
    handlerName: name,
    compressorName: name,
    madeAt: 3_800_000_000,
    unused: name,
    after: [mp4Box("free", canary), mp4Box("uuid", canary)],
  };

  it("keeps its samples, and neither names nor times nor data nobody refers to", async () => {
    const clean = await cleaned(mp4Film(laden), "mp4");
    expect(clean).toEqual(await cleaned(mp4Film(), "mp4"));
    expect(clean.includes(name)).toBe(false);
    const samples = Buffer.concat(filmSamples);
    expect(clean.slice(-samples.length)).toEqual(samples);
  });

  it("keeps nothing that its recorder wrote between its pictures, and says where they are now", async () => {
    const [first, second] = filmSamples;
    const message = nalUnit(
      [6, 5, 16 + name.length],
      Buffer.alloc(16),
      name,
      [0x80],
    );
    const samples = [
      Buffer.concat([nalUnit([9, 0xf0]), message, first]),
      Buffer.concat([second, nalUnit([12], canary)]),
    ];
    expect(await cleaned(mp4Film({ samples, unused: name }), "mp4")).toEqual(
      await cleaned(mp4Film(), "mp4"),
    );
  });

  it("loses its sound, which may say a name", async () => {
    expect(
      await cleaned(mp4Film({ unused: name, otherTracks: ["soun"] }), "mp4"),
    ).toEqual(await cleaned(mp4Film(), "mp4"));
  });

  it.each([
    [
      "with a track of text",
      mp4Film({ unused: name, otherTracks: ["text"] }),
      "textTrack",
    ],
    [
      "with timed metadata",
      mp4Film({ unused: name, otherTracks: ["meta"] }),
      "textTrack",
    ],
    [
      "in fragments",
      mp4Film({ after: [mp4Box("moof", canary)] }),
      "unsupported",
    ],
    [
      "with bytes behind the last unit of a sample",
      mp4Film({ samples: [Buffer.concat([filmSamples[0], canary])] }),
      "strayBytes",
    ],
    [
      "whose coding is not taken apart",
      mp4Film({
        coding: { entry: "mp4v", configuration: mp4Box("esds", mpeg2) },
      }),
      "unsupported",
    ],
    [
      "without the configuration of its decoder",
      mp4Film({
        coding: {
          entry: "avc1",
          configuration: mp4Box("pasp", [0, 0, 0, 1, 0, 0, 0, 1]),
        },
      }),
      "damaged",
    ],
    ["cut short", mp4Film().subarray(0, -1), "damaged"],
    [
      "whose samples lie outside the media data",
      Buffer.from(
        mp4Film().toString("latin1").replace("mdat", "mdax"),
        "latin1",
      ),
      "damaged",
    ],
  ])("is refused %s", async (_, bytes, problem) => {
    expect(await cleaned(bytes, "mp4")).toBe(problem);
  });
});
