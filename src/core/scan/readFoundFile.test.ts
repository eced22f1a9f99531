// The verdict on one file, whatever it holds.
import { describe, expect, it } from "vitest";
import type { SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { tarArchive } from "../../testing/tarFixtures.ts";
import { directoryReference } from "../../testing/directoryFixtures.ts";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
} from "../../testing/dicomFixtures.ts";
import { jpegPicture } from "../../testing/pictureFixtures.ts";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SourceFile } from "./fileTree.ts";
import { readFoundFile, skippedVerdict } from "./readFoundFile.ts";

class MemoryFile extends MemoryByteSource implements SourceFile {
  readonly modifiedAtMs = 1700000000000;
  isClosed = false;

  override close(): Promise<void> {
    this.isClosed = true;
    return super.close();
  }
}

const somewhere = {
  kind: "file",
  path: "/export/IM1" as LocalPath,
} as const;

async function read(bytes: Uint8Array, name = "IM1") {
  const file = new MemoryFile(bytes);
  const found = { ...somewhere, path: `/export/${name}` as LocalPath };
  const verdict = await readFoundFile(found, () =>
    Promise.resolve(success(file)),
  );
  expect(file.isClosed).toBe(true);
  return verdict;
}

class PackedFile extends MemoryFile {
  readonly firstLookBytes = 16_384;
}

const cut = ["pixelDataTruncated"];
const pixels = new Uint8Array(131_072);

/** A baseline JPEG image of one frame, its offset table empty. */
function compressed(frameBytes = 70_000, trailing = new Uint8Array(0)) {
  const frame = new Uint8Array(frameBytes).fill(0x55);
  frame.set([0xff, 0xd8, 0xff, 0xe0]);
  return withFragments([frame], trailing);
}

function withFragments(
  frames: readonly Uint8Array[],
  trailing = new Uint8Array(0),
): Uint8Array {
  return dicomFile({
    attributes: ctSliceAttributes({
      attributes: { NumberOfFrames: frames.length },
      without: ["PixelData"],
    }),
    transferSyntaxUID: "1.2.840.10008.1.2.4.50",
    fragments: [new Uint8Array(0), ...frames],
    trailing,
  });
}

/** Two frames of 42 bytes; the delimiter, the second fragment and its head are the last 58. */
const twoFrames = withFragments(
  [1, 2].map(() => {
    const frame = new Uint8Array(42).fill(0x55);
    frame.set([0xff, 0xd8, 0xff, 0xe0]);
    return frame;
  }),
);

/** Data Set Trailing Padding (FFFC,FFFC) of a length. */
function padding(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + length);
  bytes.set([0xfc, 0xff, 0xfc, 0xff, 0x4f, 0x42]);
  new DataView(bytes.buffer).setUint32(8, length, true);
  return bytes;
}

const ascii = (text: string) => new TextEncoder().encode(text);

/** The beginning of a file in boxes, with its brand (ISO/IEC 14496-12). */
const ftyp = (brand: string) => ascii(`\0\0\0\u0018ftyp${brand}\0\0\0\0`);

describe("the verdict on a file", () => {
  it("is an instance with its header, size and time", async () => {
    const bytes = ctSlice({ instanceNumber: 7 });
    await expect(read(bytes)).resolves.toMatchObject({
      kind: "dicom",
      instance: {
        source: {
          kind: "file",
          path: "/export/IM1",
          sizeBytes: bytes.length,
          modifiedAtMs: 1700000000000,
        },
        header: { instanceNumber: 7, modality: "CT" },
      },
    });
  });

  it("is an instance with a warning when the pixel data is cut", async () => {
    const bytes = ctSlice();
    await expect(read(bytes.subarray(0, -4))).resolves.toMatchObject({
      kind: "dicom",
      instance: { header: { warnings: ["pixelDataTruncated"] } },
    });
  });

  it.each<[string, Uint8Array, readonly string[]]>([
    ["cut in a fragment", compressed().subarray(0, -60_000), cut],
    ["cut in its first page", compressed(10).subarray(0, -12), cut],
    [
      "cut between the fragments of its frames",
      twoFrames.subarray(0, -58),
      cut,
    ],
    ["cut between fragment and delimiter", compressed().subarray(0, -8), []],
    ["whole", compressed(), []],
    ["whole, with a byte behind it", compressed(70_000, new Uint8Array(1)), []],
    ["whole, with trailing padding", compressed(70_000, padding(40)), []],
    [
      "whole, with much trailing padding",
      compressed(70_000, padding(9000)),
      [],
    ],
  ])(
    "of compressed images knows one that is %s",
    async (_, bytes, warnings) => {
      await expect(read(bytes)).resolves.toMatchObject({
        kind: "dicom",
        instance: { header: { warnings } },
      });
    },
  );

  it("reads no end of an image that would have to be unpacked for it", async () => {
    const file = new PackedFile(compressed().subarray(0, -20_000));
    await readFoundFile(somewhere, () => Promise.resolve(success(file)));
    expect(file.reads).toEqual([{ offset: 0, length: 16_384 }]);
  });

  it("reads the beginning of an uncompressed image, and no more", async () => {
    const file = new MemoryFile(
      ctSlice({ attributes: { Rows: 256, Columns: 256, PixelData: pixels } }),
    );
    await readFoundFile(somewhere, () => Promise.resolve(success(file)));
    expect(file.reads).toEqual([{ offset: 0, length: 65_536 }]);
  });

  it.each<[string, Uint8Array]>([
    ["empty", new Uint8Array(0)],
    ["notDicom", ascii("Dear colleague, thank you for referring")],
    ["archive", Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4)],
    ["damaged", ctSlice().subarray(0, 132)],
  ])("says %s", async (reason, bytes) => {
    await expect(read(bytes)).resolves.toMatchObject({
      kind: "skipped",
      skipped: { source: { path: "/export/IM1" }, reason: { kind: reason } },
    });
  });

  it.each([
    ["HEIC", ftyp("heic")],
    ["HEIC", ftyp("mif1")],
    ["AVIF", ftyp("avif")],
    ["QuickTime", ftyp("qt  ")],
    ["TIFF", ascii("II*\0\u0008\0\0\0")],
    ["TIFF", ascii("MM\0*\0\0\0\u0008")],
    ["WebP", ascii("RIFF\n\0\0\0WEBPVP8 ")],
    ["AVI", ascii("RIFF\n\0\0\0AVI LIST")],
    [
      "WMV",
      Uint8Array.from(
        Buffer.from("3026b2758e66cf11a6d900aa0062ce6c0000", "hex"),
      ),
    ],
  ])("is a picture or film to convert first: %s", async (format, bytes) => {
    await expect(read(bytes)).resolves.toEqual(
      skippedVerdict(somewhere.path, {
        kind: "foreignPicture",
        format,
      } as SkipReason),
    );
  });

  it.each(["RIFF\n\0\0\0WAVEfmt ", "II*", "\0\0\0\u0018ftyp"])(
    "is nothing of the kind: %j",
    async (text) => {
      await expect(read(ascii(text))).resolves.toEqual(
        skippedVerdict(somewhere.path, { kind: "notDicom" }),
      );
    },
  );

  it("is left out as a picture, with all that taking it in needs", async () => {
    const bytes = jpegPicture({ columns: 24, rows: 16 });
    await expect(read(bytes)).resolves.toEqual({
      kind: "skipped",
      skipped: {
        source: { path: "/export/IM1" },
        reason: { kind: "picture" },
        picture: {
          source: {
            kind: "file",
            path: "/export/IM1",
            sizeBytes: bytes.length,
            modifiedAtMs: 1700000000000,
          },
          facts: { format: "jpeg", columns: 24, rows: 16 },
        },
      },
    });
  });

  it.each<[string, Uint8Array]>([
    ["zip", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
    ["tar", tarArchive([{ name: "folder/IM1", bytes: ascii("x") }])],
  ])("is an archive to open: %s", async (format, bytes) => {
    await expect(read(bytes)).resolves.toEqual({ kind: "archive", format });
  });

  it("is a disc directory with what it names", async () => {
    const bytes = dicomFile({
      attributes: {
        FileSetID: "CD1",
        DirectoryRecordSequence: [
          { DirectoryRecordType: "PATIENT" },
          {
            DirectoryRecordType: "IMAGE",
            ReferencedFileID: "IMAGES\\IM1",
            ReferencedSOPInstanceUIDInFile: "1.2.3",
          },
        ],
      },
    });
    await expect(read(bytes)).resolves.toEqual({
      kind: "directory",
      skipped: {
        source: { path: "/export/IM1" },
        reason: { kind: "dicomdir" },
      },
      references: [
        directoryReference("IMAGES/IM1", { sopInstanceUID: "1.2.3" }),
      ],
    });
  });

  it("takes a DICOM file whose preamble looks like an archive for DICOM", async () => {
    const bytes = ctSlice();
    bytes.set([0x50, 0x4b, 3, 4], 0);
    await expect(read(bytes)).resolves.toMatchObject({ kind: "dicom" });
  });

  it("hands on why a file could not be opened", async () => {
    const refused: Result<SourceFile, SkipReason> = failed({
      kind: "unreadable",
      code: "EACCES",
    });
    await expect(
      readFoundFile(somewhere, () => Promise.resolve(refused)),
    ).resolves.toMatchObject({
      kind: "skipped",
      skipped: { reason: { kind: "unreadable", code: "EACCES" } },
    });
  });

  it("says unreadable when the disk fails in the middle", async () => {
    const file = new MemoryFile(ctSlice());
    file.failure = { kind: "unreadable", code: "EIO" };
    await expect(
      readFoundFile(somewhere, () => Promise.resolve(success(file))),
    ).resolves.toMatchObject({
      kind: "skipped",
      skipped: { reason: { kind: "unreadable", code: "EIO" } },
    });
    expect(file.isClosed).toBe(true);
  });
});

it.each(["ct.z02", "ct.zip.002", "CT.7z.011", "ct.part3.rar", "ct.r00"])(
  "takes %s for a part of an archive",
  async (name) => {
    const part = new Uint8Array(2000).fill(0xa7);
    expect(await read(part, name)).toMatchObject({
      kind: "skipped",
      skipped: { reason: { kind: "archivePart" } },
    });
    expect(await read(ctSlice(), name)).toMatchObject({ kind: "dicom" });
  },
);

it.each([
  ["ct.part1.rar", "526172211a0700", "archivePart"],
  ["ct.7z.001", "377abcaf271c0004", "archivePart"],
  ["ct.001", "377abcaf271c0004", "archivePart"],
  ["ct.001", "c0ffee", "notDicom"],
  ["ct.rar", "526172211a0700", "archive"],
])("takes %s that begins with %s for %s", async (name, beginning, kind) => {
  expect(await read(Buffer.from(beginning, "hex"), name)).toMatchObject({
    kind: "skipped",
    skipped: { reason: { kind } },
  });
});
