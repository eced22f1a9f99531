// What is told of the copy of a file while it is made, and when it is thrown away.
import { expect, it } from "vitest";
import { failed, success } from "../../shared/result.ts";
import { ctSlice } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import type { Scratch } from "../media/scratch.ts";
import type { LocalPath } from "../model/brands.ts";
import { stageFile } from "./stageFile.ts";

const side = 1024;
const bytes = ctSlice({
  attributes: {
    Rows: side,
    Columns: side,
    PixelData: Buffer.alloc(2 * side * side),
  },
});

/** What is told of the copy on a disk that takes so many writes. */
async function toldOn(disk: { readonly writes: number }): Promise<number[]> {
  let left = disk.writes;
  const copy = "/scratch/1" as LocalPath;
  const scratch: Scratch = {
    create: () =>
      Promise.resolve(
        success({
          write() {
            left -= 1;
            return Promise.resolve(
              left < 0 ? failed({ kind: "diskFull" }) : success(null),
            );
          },
          finish: () =>
            Promise.resolve(
              success({
                kind: "file",
                path: copy,
                sizeBytes: bytes.length,
                modifiedAtMs: 1,
              }),
            ),
          discard: () => Promise.resolve(),
        }),
      ),
    remove: () => Promise.resolve(),
    decryptionOf: () => null,
  };
  const told: number[] = [];
  await stageFile(
    { path: "/disc/a" as LocalPath },
    {
      open: () =>
        Promise.resolve(
          success(Object.assign(memoryByteSource(bytes), { modifiedAtMs: 1 })),
        ),
      scratch,
      hasRoomFor: () => Promise.resolve(true),
      nextTurn: () => Promise.resolve(),
      words: null,
      onCopied: (count) => told.push(count),
    },
    new AbortController().signal,
  );
  return told;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

it("tells of all bytes of a copy", async () => {
  expect(sumOf(await toldOn({ writes: 100 }))).toBe(bytes.length);
});

it("takes back what it told of a copy that the disk had no room for", async () => {
  const told = await toldOn({ writes: 1 });
  expect(told.length).toBeGreaterThan(2);
  expect(sumOf(told)).toBe(0);
});
