// The verdict on one file, whatever it holds.
import { describe, expect, it } from "vitest";
import type { SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { tarArchive } from "../../testing/tarFixtures.ts";
import { directoryReference } from "../../testing/directoryFixtures.ts";
import { ctSlice, dicomFile } from "../../testing/dicomFixtures.ts";
import { jpegPicture } from "../../testing/pictureFixtures.ts";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SourceFile } from "./fileTree.ts";
import { readFoundFile } from "./readFoundFile.ts";

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

async function read(bytes: Uint8Array) {
  const file = new MemoryFile(bytes);
  const verdict = await readFoundFile(somewhere, () =>
    Promise.resolve(success(file)),
  );
  expect(file.isClosed).toBe(true);
  return verdict;
}

const ascii = (text: string) => new TextEncoder().encode(text);

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
