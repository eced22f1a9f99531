// Tests of taking texts out of codestreams: what goes, what stays, and what cannot be told apart.
import { array, assert, asyncProperty, nat, record } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  entropyCoded,
  jp2Box,
  jp2File,
  jpeg2000Stream,
  jpegStream,
  rleFrame,
  segment,
} from "../../../testing/codestreams.ts";
import { valueOf } from "../../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../../testing/memoryByteSource.ts";
import { concatenate } from "../../dicom/writeDataSet.ts";
import { cleanCodestream, type CopiedCodec } from "./cleanCodestream.ts";
import { CodestreamReader } from "./codestreamReader.ts";

const canary = "CANARY^PATIENT";

interface Cleaned {
  readonly bytes: Buffer;
  readonly removedParts: number;
}

/** Cleans a stream that lies in fragments of `fragmentBytes` with other bytes between them. */
async function clean(
  codec: CopiedCodec,
  stream: Uint8Array,
  options: { readonly fragmentBytes?: number; readonly pixels?: number } = {},
): Promise<Cleaned | null> {
  const size = options.fragmentBytes ?? stream.byteLength;
  const gap = Buffer.from("item head");
  const file: Uint8Array[] = [];
  const fragments = [];
  let offset = 0;
  for (let at = 0; at < stream.byteLength; at += size) {
    const bytes = stream.subarray(at, at + size);
    fragments.push({ offset: offset + gap.byteLength, length: bytes.length });
    file.push(gap, bytes);
    offset += gap.byteLength + bytes.length;
  }
  const all = concatenate(file);
  const reader = new CodestreamReader(memoryByteSource(all), fragments);
  const pixels = options.pixels ?? 0;
  const cleaned = valueOf(await cleanCodestream(codec, reader, pixels));
  if (cleaned === null) return null;
  const bytes = Buffer.concat(
    cleaned.parts.flatMap((part) =>
      part.kind === "bytes"
        ? [part.bytes]
        : reader
            .places(part.start, part.end)
            .map((place) =>
              all.subarray(place.offset, place.offset + place.length),
            ),
    ),
  );
  if (cleaned.lengthBytes !== bytes.byteLength)
    throw new Error("Another length than it says");
  return { bytes, removedParts: cleaned.removedParts };
}

describe("JPEG", () => {
  const plain = Buffer.from(jpegStream());
  const jpegLs = Buffer.concat([
    Buffer.from("ffd8", "hex"),
    segment(0xfff7, [8, 0, 4, 0, 4, 1, 1, 0x11, 0]),
    segment(0xfff8, [1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64]),
    segment(0xffda, [1, 1, 0, 0, 0, 0]),
    Buffer.from("12ff7f34ffd9", "hex"),
  ]);

  it("stays as it is where there is nothing but pixels", async () => {
    expect(await clean("JPEG", plain)).toEqual({
      bytes: plain,
      removedParts: 0,
    });
  });

  it.each([
    ["a comment", segment(0xfffe, canary)],
    ["Exif", segment(0xffe1, `Exif\0\0${canary}`)],
    ["XMP", segment(0xffe1, `http://ns.adobe.com/xap/1.0/\0${canary}`)],
    ["a colour profile", segment(0xffe2, `ICC_PROFILE\0\x01\x01${canary}`)],
    ["Photoshop resources", segment(0xffed, `Photoshop 3.0\0${canary}`)],
    ["a JFIF extension", segment(0xffe0, `JFXX\0\x10${canary}`)],
    ["an unknown Adobe segment", segment(0xffee, `Adobf${canary}`)],
    ["a SPIFF directory", segment(0xffe8, `SPIFF\0${canary}`)],
    ["a segment of its own", segment(0xffef, canary)],
    ["an empty comment", segment(0xfffe, "")],
  ])("loses %s before the frame and before the end", async (_, text) => {
    const stream = jpegStream({ beforeFrame: [text], beforeEnd: [text] });

    expect(await clean("JPEG", stream)).toEqual({
      bytes: plain,
      removedParts: 2,
    });
  });

  it("keeps what defines colour: JFIF, Adobe, the transform of JPEG-LS", async () => {
    const jfif = segment(0xffe0, "JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    const adobe = segment(0xffee, "Adobe\0\x64\0\0\0\0\x01");
    const transform = segment(0xffe8, "mrfx\x01");
    const stream = jpegStream({ beforeFrame: [jfif, adobe, transform] });

    expect(await clean("JPEG-LS", stream)).toEqual({
      bytes: Buffer.from(stream),
      removedParts: 0,
    });
  });

  it("cuts the thumbnail off JFIF, and what is behind the fields of Adobe", async () => {
    const jfif = segment(
      0xffe0,
      `JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02${canary.slice(0, 12)}`,
    );
    const adobe = segment(0xffee, `Adobe\0\x64\0\0\0\0\x01${canary}`);

    expect(
      await clean("JPEG", jpegStream({ beforeFrame: [jfif, adobe] })),
    ).toEqual({
      bytes: Buffer.from(
        jpegStream({
          beforeFrame: [
            segment(0xffe0, "JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
            segment(0xffee, "Adobe\0\x64\0\0\0\0\x01"),
          ],
        }),
      ),
      removedParts: 2,
    });
  });

  it("ends at its end: a byte of padding goes unmentioned, anything else is counted", async () => {
    const padded = jpegStream({ behindEnd: Uint8Array.of(0) });
    const followed = jpegStream({ behindEnd: Buffer.from(canary) });

    expect(await clean("JPEG", padded)).toEqual({
      bytes: plain,
      removedParts: 0,
    });
    expect(await clean("JPEG", followed)).toEqual({
      bytes: plain,
      removedParts: 1,
    });
  });

  it.each([1, 3, 7, 64])(
    "is read across fragments of %i bytes",
    async (fragmentBytes) => {
      const stream = jpegStream({ beforeFrame: [segment(0xfffe, canary)] });

      expect(await clean("JPEG", stream, { fragmentBytes })).toEqual({
        bytes: plain,
        removedParts: 1,
      });
    },
  );

  it("is read past the border of the window in its entropy-coded data", async () => {
    const long = new Uint8Array(300_001).fill(0x55);
    for (let at = 65_535; at < long.length; at += 65_536) {
      long[at] = 0xff;
      long[at + 1] = 0;
    }
    const [before, after] = [jpegLs.subarray(0, -2), jpegLs.subarray(-2)];
    const stream = concatenate([before, long, segment(0xfffe, canary), after]);

    const cleaned = await clean("JPEG-LS", stream);
    expect(cleaned?.removedParts).toBe(1);
    expect(cleaned?.bytes.equals(concatenate([before, long, after]))).toBe(
      true,
    );
  });

  const table = Uint8Array.of(0, ...new Uint8Array(16), 0);
  const quantization = Uint8Array.of(0, ...Buffer.from(canary.padEnd(64)));
  const again = plain.subarray(2, -2);

  it.each([
    ["parameters of JPEG-LS", segment(0xfff8, `\x01${canary.slice(0, 10)}`)],
    ["a hierarchical frame", segment(0xffde, canary)],
    ["an expansion", segment(0xffdf, canary)],
    ["arithmetic tables", segment(0xffcc, canary)],
    ["a frame of another kind", segment(0xffc9, canary)],
    ["an over-long restart interval", segment(0xffdd, `\0\x08${canary}`)],
    ["two restart intervals", Buffer.from("ffdd00044e4fffdd00045641", "hex")],
    ["an over-long number of lines", segment(0xffdc, `\0\x04${canary}`)],
    ["a quantization table of no use", segment(0xffdb, quantization)],
    [
      "an over-long Huffman table",
      segment(0xffc4, [...table, ...Buffer.from(canary)]),
    ],
    [
      "a Huffman table of no use",
      segment(0xffc4, [
        0x13,
        ...new Uint8Array(15),
        6,
        ...Buffer.from("DOEJAN"),
      ]),
    ],
    [
      "a Huffman table with a symbol twice",
      segment(0xffc4, [0, ...new Uint8Array(15), 4, ...Buffer.from("ANNA")]),
    ],
    [
      "an over-long frame",
      segment(0xffc3, `\x0c\0\x04\0\x04\x01\x01\x11\0${canary}`),
    ],
    ["a scan before its frame", segment(0xffda, [1, 1, 0, 1, 0, 0])],
  ])("is not vouched for with %s", async (_, part) => {
    expect(await clean("JPEG", jpegStream({ beforeFrame: [part] }))).toBeNull();
    expect(await clean("JPEG", jpegStream({ beforeEnd: [part] }))).toBeNull();
  });

  it("is not vouched for with a second frame, nor with a component that is coded twice", async () => {
    for (const part of [again, again.subarray(11)])
      expect(await clean("JPEG", jpegStream({ beforeEnd: [part] }))).toBeNull();
  });

  it("loses what stands behind the picture of a scan, but no fill bytes are counted", async () => {
    const behindPicture = (bytes: Uint8Array) =>
      clean("JPEG", jpegStream({ behindPicture: bytes }));

    expect(await behindPicture(Buffer.from(canary))).toEqual({
      bytes: plain,
      removedParts: 1,
    });
    expect(await behindPicture(Uint8Array.of(0, 0, 0xff))).toEqual({
      bytes: plain,
      removedParts: 0,
    });
  });

  it.each([
    ["stands before a restart marker", entropyCoded.length - 3, canary],
    ["is not what the tables say", 0, "\xc0"],
  ])("cannot be told apart where something %s", async (_, at, bytes) => {
    const start = plain.indexOf(entropyCoded) + at;
    const stream = Buffer.concat([
      plain.subarray(0, start),
      Buffer.from(bytes, "latin1"),
      plain.subarray(start),
    ]);

    expect(await clean("JPEG", stream)).toBeNull();
  });

  it("cannot be told apart where its picture ends too early", async () => {
    const end = plain.indexOf(entropyCoded) + entropyCoded.length;
    const stream = concatenate([
      plain.subarray(0, end - 1),
      plain.subarray(end),
    ]);

    expect(await clean("JPEG", stream)).toBeNull();
  });

  it("keeps parameters of JPEG-LS", async () => {
    expect(await clean("JPEG-LS", jpegLs)).toEqual({
      bytes: jpegLs,
      removedParts: 0,
    });
  });

  it("keeps what defines colour once: a second one could say something else", async () => {
    const adobe = segment(0xffee, "Adobe\0\x64\0\0\0\0\x01");
    const second = segment(0xffee, "AdobeNOVAKOV");

    expect(
      await clean("JPEG", jpegStream({ beforeFrame: [adobe, second] })),
    ).toEqual({
      bytes: Buffer.from(jpegStream({ beforeFrame: [adobe] })),
      removedParts: 1,
    });
  });

  it.each([
    ["no beginning", plain.subarray(2)],
    ["no end", plain.subarray(0, -2)],
    ["a cut segment", plain.subarray(0, 10)],
    [
      "text between segments",
      Buffer.concat([
        plain.subarray(0, 2),
        Buffer.from(canary),
        plain.subarray(2),
      ]),
    ],
    [
      "an unknown segment",
      jpegStream({ beforeFrame: [segment(0xfff3, canary)] }),
    ],
    ["nothing", new Uint8Array(0)],
  ])("is not vouched for with %s", async (_, stream) => {
    expect(await clean("JPEG", stream)).toBeNull();
  });
});

describe("JPEG 2000", () => {
  const plain = Buffer.from(jpeg2000Stream());
  const comment = segment(0xff64, `\0\x01${canary}`);

  it.each([false, true])(
    "stays as it is where there is nothing but pixels (length left open: %s)",
    async (isLengthOpen) => {
      const stream = Buffer.from(jpeg2000Stream({ isLengthOpen }));

      expect(await clean("JPEG 2000", stream)).toEqual({
        bytes: stream,
        removedParts: 0,
      });
    },
  );

  it("loses comments of the main header", async () => {
    const stream = jpeg2000Stream({ inMainHeader: [comment, comment] });

    expect(await clean("JPEG 2000", stream, { fragmentBytes: 5 })).toEqual({
      bytes: plain,
      removedParts: 2,
    });
  });

  it("has comments of tile-parts blanked, which keeps their lengths true", async () => {
    const blank = segment(0xff64, new Uint8Array(2 + canary.length));

    expect(
      await clean("JPEG 2000", jpeg2000Stream({ inTilePart: [comment] })),
    ).toEqual({
      bytes: Buffer.from(jpeg2000Stream({ inTilePart: [blank] })),
      removedParts: 1,
    });
    expect(
      await clean("JPEG 2000", jpeg2000Stream({ inTilePart: [blank] })),
    ).toMatchObject({ removedParts: 0 });
  });

  it("loses what decoding does without, and whatever else stands in it", async () => {
    const spare = [0xff55, 0xff57, 0xff63].map((marker) =>
      segment(marker, `\0\0\0\0${canary}`),
    );
    const lengths = segment(0xff58, `\0\x02${canary}`);
    const blank = segment(0xff64, new Uint8Array(2 + canary.length));

    expect(
      await clean("JPEG 2000", jpeg2000Stream({ inMainHeader: spare })),
    ).toEqual({ bytes: plain, removedParts: 3 });
    expect(
      await clean("JPEG 2000", jpeg2000Stream({ inTilePart: [lengths] })),
    ).toEqual({
      bytes: Buffer.from(jpeg2000Stream({ inTilePart: [blank] })),
      removedParts: 1,
    });
  });

  /** One level, its four subbands, and the same for the only component. */
  const cod = [0, 0, 0, 1, 0, 1, 4, 4, 0, 1];
  const qcd = [0x40, 0x80, 0x88, 0x88, 0x90];
  const coc = [0, 0, 1, 4, 4, 0, 1];
  const qcc = [0, 0x22, ...new Uint8Array(8)];
  const parameters = [
    segment(0xff5c, qcd),
    segment(0xff52, cod),
    segment(0xff53, coc),
    segment(0xff5d, qcc),
    segment(0xff5e, [0, 0, 2]),
  ];

  it("stays as it is with parameters of the length that they have to be", async () => {
    const precincts = [
      segment(0xff52, [1, ...cod.slice(1), 0x77, 0x88]),
      segment(0xff53, [0, 1, 1, 4, 4, 0, 1, 0x77, 0x88]),
      segment(0xff5c, [0x21, 0x77, 0x88]),
    ];
    for (const extra of [
      { inMainHeader: parameters },
      { inTilePart: parameters },
      {
        inMainHeader: [segment(0xff52, cod)],
        inTilePart: [segment(0xff5c, qcd)],
      },
      { inMainHeader: precincts, inTilePart: precincts },
    ]) {
      const stream = Buffer.from(jpeg2000Stream(extra));
      expect(await clean("JPEG 2000", stream)).toEqual({
        bytes: stream,
        removedParts: 0,
      });
    }
  });

  const text = [...Buffer.from(canary)];
  it.each([
    ["coding style", [segment(0xff52, [...cod, ...text])]],
    ["style of a component", [segment(0xff53, [...coc, ...text])]],
    ["style of no component", [segment(0xff53, [1, ...coc.slice(1)])]],
    ["region", [segment(0xff5e, [0, 0, 2, ...text])]],
    ["steps without levels", [segment(0xff5c, qcd)]],
    [
      "steps of more levels",
      [segment(0xff52, cod), segment(0xff5c, [...qcd, ...text.slice(0, 3)])],
    ],
    [
      "steps of a component",
      [segment(0xff52, cod), segment(0xff5d, [...qcc, ...text])],
    ],
    ["the same twice", [segment(0xff52, cod), segment(0xff52, cod)]],
    ["another size", [Buffer.from(plain.subarray(2, 45))]],
    ["capabilities", [segment(0xff50, [0, 2, 0, 0, ...text])]],
    ["a corresponding profile", [segment(0xff59, text)]],
    ["changes of progression", [segment(0xff5f, text)]],
    ["packed packet headers", [segment(0xff60, text)]],
    ["packet lengths in the wrong header", [segment(0xff58, text)]],
  ])("is not vouched for with room for a text: %s", async (_, inMainHeader) => {
    const stream = jpeg2000Stream({ inMainHeader });
    expect(await clean("JPEG 2000", stream)).toBeNull();
  });

  it.each([
    ["packed packet headers", [segment(0xff61, text)]],
    ["lengths of tile-parts", [segment(0xff55, text)]],
    ["registration", [segment(0xff63, text)]],
  ])("is not vouched for with %s in a tile-part", async (_, inTilePart) => {
    const stream = jpeg2000Stream({ inTilePart });
    expect(await clean("JPEG 2000", stream)).toBeNull();
  });

  it.each([
    ["of no tile of the image", 5],
    ["that is not the next of its tile", 10],
  ])("is not vouched for with a tile-part %s", async (_, at) => {
    const stream = jpeg2000Stream();
    const tilePart = Buffer.from(stream).indexOf("ff90", 0, "hex");
    stream[tilePart + at] = 1;
    expect(await clean("JPEG 2000", stream)).toBeNull();
  });

  it("comes out of its wrapping, whose boxes stay behind", async () => {
    const stream = jp2File(plain, [
      jp2Box("xml ", `<name>${canary}</name>`),
      jp2Box("uuid", canary.padEnd(32)),
    ]);

    expect(await clean("JPEG 2000", stream)).toEqual({
      bytes: plain,
      removedParts: 3,
    });
  });

  it("ends at its end", async () => {
    const stream = jpeg2000Stream({ behindEnd: Buffer.from(canary) });

    expect(await clean("JPEG 2000", stream)).toEqual({
      bytes: plain,
      removedParts: 1,
    });
  });

  it.each([
    ["no beginning", plain.subarray(2)],
    ["a cut tile-part", plain.subarray(0, -4)],
    ["no end", plain.subarray(0, -2)],
    [
      "an unknown marker",
      jpeg2000Stream({ inMainHeader: [segment(0xff74, canary)] }),
    ],
    [
      "a palette in its wrapping",
      jp2File(plain, [jp2Box("jp2h", jp2Box("pclr", "\0\x01"))]),
    ],
    ["a wrapping without codestream", jp2File(plain).subarray(0, 40)],
  ])("is not vouched for with %s", async (_, stream) => {
    expect(await clean("JPEG 2000", stream)).toBeNull();
  });
});

describe("any bytes", () => {
  const streams: readonly (readonly [CopiedCodec, Uint8Array])[] = [
    [
      "JPEG",
      jpegStream({
        beforeFrame: [
          segment(0xffe0, "JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc"),
        ],
        beforeEnd: [segment(0xfffe, canary)],
      }),
    ],
    [
      "JPEG 2000",
      jp2File(
        jpeg2000Stream({
          inMainHeader: [segment(0xff64, canary)],
          inTilePart: [segment(0xff64, canary)],
        }),
      ),
    ],
    [
      "RLE",
      rleFrame(
        [
          Uint8Array.of(0xfd, 7, 1, 8, 9, 65),
          Uint8Array.of(5, 1, 2, 3, 4, 5, 6),
        ],
        65,
      ),
    ],
  ];

  it.each(streams)(
    "in the place of others: %s is cleaned for good, or not vouched for",
    async (codec, stream) => {
      await assert(
        asyncProperty(
          array(record({ at: nat(stream.byteLength - 1), byte: nat(255) }), {
            maxLength: 4,
          }),
          nat(stream.byteLength),
          async (changes, length) => {
            const changed = Uint8Array.from(stream);
            for (const { at, byte } of changes) changed[at] = byte;
            const cut =
              length % 3 === 0 ? changed.subarray(0, length) : changed;
            const once = await clean(codec, cut, { pixels: 6 });
            if (once === null) return;
            const again = await clean(codec, once.bytes, { pixels: 6 });
            if (again?.removedParts !== 0 || !again.bytes.equals(once.bytes))
              expect(again).toEqual({ bytes: once.bytes, removedParts: 0 });
          },
        ),
        { numRuns: 1000, seed: 1 },
      );
    },
  );
});

describe("RLE", () => {
  /** Four bytes of 7, then two as they are. */
  const six = Uint8Array.of(0xfd, 7, 1, 8, 9);
  const padded = Uint8Array.of(...six, 0);
  const pixels = 6;

  it("stays as it is where there is nothing but pixels and padding", async () => {
    const frame = rleFrame([padded, six]);

    expect(await clean("RLE", frame, { pixels })).toEqual({
      bytes: Buffer.from(frame),
      removedParts: 0,
    });
  });

  it("has unused places of the header and bytes between segments blanked, and loses what is behind", async () => {
    const followed = Buffer.concat([six, Buffer.from(canary)]);

    expect(
      await clean("RLE", rleFrame([followed, followed], 0x41), { pixels }),
    ).toEqual({
      bytes: Buffer.from(
        rleFrame([Buffer.concat([six, Buffer.alloc(canary.length)]), six]),
      ),
      removedParts: 3,
    });
  });

  it.each([
    ["too few bytes", rleFrame([six.subarray(0, 2)])],
    ["too many bytes", rleFrame([Uint8Array.of(0xf0, 7)])],
    ["no segments", rleFrame([])],
    ["half a header", rleFrame([six]).subarray(0, 40)],
  ])("is not vouched for with %s", async (_, frame) => {
    expect(await clean("RLE", frame, { pixels })).toBeNull();
  });
});
