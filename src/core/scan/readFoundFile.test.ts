// The verdict on one file, whatever it holds.
import { describe, expect, it } from "vitest";
import type { SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ctSlice, dicomFile } from "../../testing/dicomFixtures.ts";
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

const somewhere = "/export/IM1" as LocalPath;

async function read(bytes: Uint8Array) {
  const file = new MemoryFile(bytes);
  const verdict = await readFoundFile(somewhere, () =>
    Promise.resolve(success(file)),
  );
  expect(file.isClosed).toBe(true);
  return verdict;
}

const ascii = (text: string) => new TextEncoder().encode(text);

function tarBlock(): Uint8Array {
  const block = new Uint8Array(1024);
  block.set(ascii("folder/IM1"), 0);
  block.set(ascii("ustar\u000000"), 257);
  return block;
}

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
    ["archive", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)],
    ["archive", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
    ["archive", tarBlock()],
    [
      "dicomdir",
      dicomFile({
        attributes: {
          FileSetID: "CD1",
          DirectoryRecordSequence: [{ DirectoryRecordType: "PATIENT" }],
        },
      }),
    ],
    ["damaged", ctSlice().subarray(0, 132)],
  ])("says %s", async (reason, bytes) => {
    await expect(read(bytes)).resolves.toMatchObject({
      kind: "skipped",
      skipped: { source: { path: "/export/IM1" }, reason: { kind: reason } },
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
