// No byte is read twice, whatever is asked for in whatever order, and what is given is what the file holds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import type { SourceFile } from "./fileTree.ts";
import { ReadOnce } from "./readOnce.ts";

/** A file whose reads are counted byte by byte. */
class CountedFile implements SourceFile {
  readonly modifiedAtMs = 1;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
  readonly timesRead: Uint8Array;
  readonly offsets: number[] = [];
  isClosed = false;
  failure: DiskFailure | null = null;
  /** Where the file ends by now. */
  end: number;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.end = sizeBytes;
    this.bytes = Uint8Array.from(
      { length: sizeBytes },
      (_, index) => (index * 31 + (index >> 8)) % 251,
    );
    this.timesRead = new Uint8Array(sizeBytes);
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    if (this.failure !== null) return Promise.resolve(failed(this.failure));
    this.offsets.push(offset);
    const end = Math.min(offset + length, this.end);
    for (let at = offset; at < end; at += 1) this.timesRead[at]! += 1;
    return Promise.resolve(success(this.bytes.slice(offset, end)));
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

async function wholeOf(file: ReadOnce): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.wholly()) pieces.push(valueOf(piece));
  return Buffer.concat(pieces);
}

describe("a file that is read once", () => {
  it("gives every range asked for, and then the whole, from one reading", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300_000 }),
        fc.array(
          fc.record({
            offset: fc.integer({ min: 0, max: 310_000 }),
            length: fc.integer({ min: 0, max: 120_000 }),
          }),
          { maxLength: 6 },
        ),
        async (sizeBytes, looks) => {
          const medium = new CountedFile(sizeBytes);
          const file = new ReadOnce(medium);
          for (const { offset, length } of looks)
            expect(
              Buffer.compare(
                valueOf(await file.read(offset, length)),
                medium.bytes.subarray(offset, offset + length),
              ),
            ).toBe(0);
          expect(Buffer.compare(await wholeOf(file), medium.bytes)).toBe(0);
          expect(medium.timesRead.every((times) => times === 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is read from its beginning to its end where nobody looks ahead", async () => {
    const medium = new CountedFile(3_000_000);
    const file = new ReadOnce(medium);
    await file.read(0, 4096);
    await file.read(100, 9);
    await wholeOf(file);
    expect(medium.offsets).toEqual([0, 65_536, 1_114_112, 2_162_688]);
  });

  it("hands the failure of a read on, and can be asked again", async () => {
    const medium = new CountedFile(100);
    const file = new ReadOnce(medium);
    medium.failure = { kind: "unreadable", code: "EIO" };
    expect(await file.read(0, 10)).toEqual(failed(medium.failure));
    medium.failure = null;
    expect(valueOf(await file.read(0, 10))).toHaveLength(10);
    await file.close();
    expect(medium.isClosed).toBe(true);
  });

  it("is not whole when it has become shorter meanwhile", async () => {
    const medium = new CountedFile(200_000);
    medium.end = 70_000;
    const file = new ReadOnce(medium);
    expect(valueOf(await file.read(60_000, 20_000))).toHaveLength(10_000);
    const outcomes = [];
    for await (const piece of file.wholly()) outcomes.push(piece.ok);
    expect(outcomes.at(-1)).toBe(false);
  });
});
