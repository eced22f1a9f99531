// Frames as images of their own: cut out, copied out of compressed bodies, decoded where nothing else will do.
import { patientIdentifiers } from "../../testing/patientIdentifiers.ts";
import dicomParser from "dicom-parser";
import { describe, expect, it } from "vitest";
import {
  flatJpegLS,
  jp2File,
  jpeg2000Stream,
  jpegStream,
  segment,
} from "../../testing/codestreams.ts";
import {
  deidentifyInMemory,
  type InMemoryOptions,
} from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  valueOf,
  type CtSliceOptions,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { losslessJpeg } from "../../testing/jpegEncoders.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { concatenate } from "../dicom/writeDataSet.ts";
import { verifyDeid } from "./verifyDeid.ts";

const explicitLittleEndian = "1.2.840.10008.1.2.1";
const explicitBigEndian = "1.2.840.10008.1.2.2";
const jpegLossless = "1.2.840.10008.1.2.4.70";
const jpeg2000 = "1.2.840.10008.1.2.4.90";
const deflatedFrames = "1.2.840.10008.1.2.8.1";
const none = new Uint8Array(0);

/** A file whose Pixel Data are these items, the offset table first. */
function compressed(
  fragments: readonly Uint8Array[],
  options: CtSliceOptions & { readonly transferSyntaxUID?: string } = {},
): Uint8Array {
  const { transferSyntaxUID = jpegLossless } = options;
  return ctSlice({
    ...options,
    without: ["PixelData"],
    file: { transferSyntaxUID, fragments, ...options.file },
  });
}

async function output(file: Uint8Array, options: InMemoryOptions = {}) {
  const result = await deidentifyInMemory(file, options);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const { bytes, plan } = result.value;
  const parsed = dicomParser.parseDicom(bytes);
  const pixelData = parsed.elements["x7fe00010"];
  const items = pixelData?.fragments?.map(({ position, length }) =>
    Buffer.from(bytes.subarray(position, position + length)),
  );
  return {
    bytes: Buffer.from(bytes),
    plan,
    text: (tag: string) => parsed.string(tag),
    word: (tag: string) => parsed.uint16(tag),
    offsets: pixelData?.basicOffsetTable,
    fragments: items ?? [],
    pixels: Buffer.from(
      bytes.subarray(
        pixelData?.dataOffset,
        (pixelData?.dataOffset ?? 0) + (pixelData?.length ?? 0),
      ),
    ),
    actionOnPixels: plan.actions
      .filter(({ tag }) => tag === 0x7fe00010)
      .map(({ action, rule }) => `${action}: ${rule}`),
  };
}

async function refusal(file: Uint8Array, options: InMemoryOptions = {}) {
  const result = await deidentifyInMemory(file, options);
  return result.ok ? null : result.failure;
}

/** Streams that differ in length, so that a mix-up shows. */
function frameStream(frame: number): Buffer {
  const samples = Array.from({ length: 16 }, (_, at) =>
    at < 4 * frame ? 200 * at : 0,
  );
  return Buffer.from(losslessJpeg(samples, 4));
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(bytes.byteLength % 2)]);
}

function offsetTable(fragments: readonly Uint8Array[], bits: 32 | 64): Buffer {
  const table = Buffer.alloc((fragments.length * bits) / 8);
  let offset = 0;
  for (const [index, { byteLength }] of fragments.entries()) {
    if (bits === 32) table.writeUInt32LE(offset, index * 4);
    else table.writeBigUInt64LE(BigInt(offset), index * 8);
    offset += 8 + byteLength;
  }
  return table;
}

describe("compressed frames", () => {
  const streams = [1, 2, 3].map(frameStream);
  const items = streams.map(padded);
  const attributes: FixtureItem = { NumberOfFrames: 3 };
  const halves = items.flatMap((item) => [
    item.subarray(0, 10),
    item.subarray(10),
  ]);

  it.each([
    ["one fragment each", [none, ...items], attributes],
    ["a basic offset table", [offsetTable(items, 32), ...items], attributes],
    [
      "an extended offset table",
      [none, ...items],
      { ...attributes, "7FE00001 OV": offsetTable(items, 64) },
    ],
    ["several fragments each", [none, ...halves], attributes],
  ])("come out with %s", async (_, fragments, more) => {
    const file = compressed(fragments, { attributes: more });
    const uids = new Set<string>();
    for (const [index, item] of items.entries()) {
      const frame = await output(file, { frame: index + 1 });

      expect(frame.offsets).toEqual([]);
      expect(frame.fragments).toEqual([item]);
      expect(frame.text("x00020010")).toBe(jpegLossless);
      expect(frame.text("x00280008")).toBe("1");
      expect(frame.text("x00200013")).toBe(String(index + 1));
      expect(frame.actionOnPixels).toEqual(["kept: policyKeeps"]);
      expect(frame.bytes.subarray(-8).toString("hex")).toBe("feffdde000000000");
      uids.add(frame.plan.uids.sopInstanceUID);
    }
    expect(uids.size).toBe(3);
  });

  it("have the same UIDs in every run, and others under another salt", async () => {
    const file = compressed([none, ...items], { attributes });
    const [first, again, otherwise] = await Promise.all([
      output(file, { frame: 2 }),
      output(file, { frame: 2 }),
      output(file, { frame: 2, salt: new Uint8Array(16).fill(8) }),
    ]);

    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(otherwise.plan.uids.sopInstanceUID).not.toBe(
      first.plan.uids.sopInstanceUID,
    );
  });

  it("are refused where their number is not the one announced", async () => {
    const file = compressed([none, ...items], {
      attributes: { NumberOfFrames: 4 },
    });

    expect(await refusal(file, { frame: 1 })).toEqual({
      kind: "framesNotFound",
      expectedFrames: 4,
      foundFrames: 3,
    });
  });

  it("are refused where the file ends inside a fragment", async () => {
    const file = compressed([none, ...items], { attributes });

    expect(await refusal(file.subarray(0, -20), { frame: 1 })).toMatchObject({
      kind: "pixelDataTruncated",
    });
  });

  it("are refused where nobody can tell what is in them, not passed through", async () => {
    const torn = Buffer.concat([Buffer.from("text"), items[0] ?? none]);

    expect(await refusal(compressed([none, torn]))).toEqual({
      kind: "decodeFailed",
      codec: "JPEG",
    });
  });

  it("are refused as a film where they are one", async () => {
    const file = compressed([none, items[0] ?? none], {
      transferSyntaxUID: "1.2.840.10008.1.2.4.102",
      attributes,
    });

    expect(await refusal(file, { frame: 1 })).toEqual({
      kind: "videoPixelData",
      coding: "H.264",
    });
  });
});

describe("texts in codestreams", () => {
  const canary = "CANARY^PATIENT";

  it("do not reach the output behind the picture of a JPEG-LS, which is refused then", async () => {
    const transferSyntaxUID = "1.2.840.10008.1.2.4.80";
    const [picture, end] = [
      flatJpegLS.subarray(0, -2),
      flatJpegLS.subarray(-2),
    ];
    const tail = concatenate([picture, Buffer.from(canary), end]);
    const whole = compressed([none, padded(flatJpegLS)], { transferSyntaxUID });
    const more = compressed([none, padded(tail)], { transferSyntaxUID });

    expect((await output(whole)).actionOnPixels).toEqual(["kept: policyKeeps"]);
    expect(await refusal(more)).toEqual({
      kind: "decodeFailed",
      codec: "JPEG-LS",
    });
  });

  it.each([
    [jpegLossless, jpegStream({ beforeFrame: [segment(0xfffe, canary)] })],
    [jpegLossless, jpegStream({ beforeFrame: [segment(0xffe1, canary)] })],
    [jpegLossless, jpegStream({ behindEnd: Buffer.from(canary) })],
    [jpegLossless, jpegStream({ behindPicture: Buffer.from(canary) })],
    [jpeg2000, jpeg2000Stream({ inMainHeader: [segment(0xff64, canary)] })],
    [jpeg2000, jpeg2000Stream({ inTilePart: [segment(0xff64, canary)] })],
    [
      jpeg2000,
      jp2File(jpeg2000Stream(), [Buffer.from(`\0\0\0\x16xml ${canary}`)]),
    ],
  ])("do not reach the output (%s)", async (transferSyntaxUID, stream) => {
    const file = compressed([none, padded(stream)], { transferSyntaxUID });
    const { bytes, actionOnPixels } = await output(file);

    expect(Buffer.from(file).includes(canary)).toBe(true);
    expect(bytes.includes(canary)).toBe(false);
    expect(actionOnPixels).toEqual(["replaced: codestreamText"]);
  });

  it("do not reach the output in tables that no scan uses", async () => {
    const stream = jpegStream({ beforeFrame: [segment(0xffde, canary)] });
    const file = compressed([none, padded(stream)]);
    const { bytes, actionOnPixels } = await output(file);

    expect(bytes.includes(canary)).toBe(false);
    expect(actionOnPixels).toEqual(["replaced: besidePixels"]);
  });

  it("do not reach the output in rows, columns or components that the data set does not show", async () => {
    const taller = losslessJpeg(
      Array.from({ length: 32 }, () => 7),
      4,
    );
    const wider = losslessJpeg(
      Array.from({ length: 32 }, () => 7),
      8,
    );
    const jpeg2000Wide = Buffer.from(jpeg2000Stream());
    // Xsiz behind markers, length and Rsiz.
    jpeg2000Wide.writeUInt32BE(8, 8);
    const streams = [
      [taller, jpegLossless],
      [wider, jpegLossless],
      [jpeg2000Wide, jpeg2000],
    ] as const;
    for (const [stream, transferSyntaxUID] of streams) {
      const file = compressed([none, padded(stream)], { transferSyntaxUID });
      expect(await refusal(file)).toMatchObject({ kind: "decodeFailed" });
    }
    const ofThree = compressed([none, padded(jpegStream())], {
      attributes: { SamplesPerPixel: 3 },
    });
    expect(await refusal(ofThree)).not.toBeNull();
  });

  it("are found by the verifier too", async () => {
    const { bytes } = await output(compressed([none, padded(jpegStream())]));
    const stream = padded(
      jpegStream({ beforeFrame: [segment(0xfffe, canary)] }),
    );
    const start = bytes.length - 8 - padded(jpegStream()).length - 4;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(stream.length);
    const tampered = concatenate([
      bytes.subarray(0, start),
      length,
      stream,
      bytes.subarray(-8),
    ]);

    const verified = await verifyDeid(
      memoryByteSource(tampered),
      patientIdentifiers(),
    );

    expect(verified).toEqual({
      ok: false,
      failure: { kind: "residue", tags: ["7fe00010"] },
    });
  });
});

describe("frames that must be decoded", () => {
  it("of one bit become bytes, also where they start inside one", async () => {
    const file = ctSlice({
      attributes: {
        NumberOfFrames: 2,
        Rows: 3,
        Columns: 3,
        BitsAllocated: 1,
        BitsStored: 1,
        HighBit: 0,
        // Frame 1: 100000001; frame 2: 110000011, from the lowest bit up.
        PixelData: Uint8Array.of(0x01, 0x07, 0x03, 0x00),
      },
    });
    const second = await output(file, { frame: 2 });

    expect(second.plan.treatment).toBe("transcoded");
    expect([...second.pixels]).toEqual([1, 1, 0, 0, 0, 0, 0, 1, 1, 0]);
    expect(second.word("x00280100")).toBe(8);
    expect(second.word("x00280101")).toBe(1);
    expect(second.word("x00280102")).toBe(0);
  });

  it("in big endian words are cut between the bytes of a word", async () => {
    const file = ctSlice({
      without: ["PixelData"],
      attributes: {
        NumberOfFrames: 2,
        Rows: 1,
        Columns: 3,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        "7FE00010 OW": Uint8Array.of(2, 1, 4, 3, 6, 5),
      },
      file: { transferSyntaxUID: explicitBigEndian },
    });

    expect([...(await output(file, { frame: 2 })).pixels]).toEqual([
      4, 5, 6, 0,
    ]);
  });

  it("of a syntax the site does not know become plain", async () => {
    const { deflateRawSync } = await import("node:zlib");
    const samples = Uint8Array.from({ length: 32 }, (_, index) => index % 16);
    const file = compressed([none, padded(deflateRawSync(samples))], {
      transferSyntaxUID: deflatedFrames,
      attributes: { BitsStored: 16, HighBit: 15 },
    });
    const plain = await output(file);

    expect(plain.text("x00020010")).toBe(explicitLittleEndian);
    expect(plain.pixels.equals(samples)).toBe(true);
    expect(plain.actionOnPixels).toEqual(["replaced: transcoded"]);
    expect(plain.word("x00280101")).toBe(16);
  });
});

describe("frames that are cut out", () => {
  it("of odd length are padded, each for itself", async () => {
    const file = ctSlice({
      attributes: {
        NumberOfFrames: 2,
        Rows: 1,
        Columns: 3,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelData: Uint8Array.of(1, 2, 3, 4, 5, 6),
      },
    });

    expect([
      ...valueOf(await deidentifyInMemory(file, { frame: 2 })).bytes.subarray(
        -4,
      ),
    ]).toEqual([4, 5, 6, 0]);
  });

  it.each([null, 3])("are refused as frame %s of two", async (frame) => {
    const file = ctSlice({ attributes: { NumberOfFrames: 2 } });

    expect(await refusal(file, { frame })).toEqual({
      kind: "unsupportedPixelLayout",
      keyword: "NumberOfFrames",
    });
  });
});
