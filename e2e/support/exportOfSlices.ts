// Folders with three slices of one stack each, made for a test and gone after it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../../src/testing/dicomFixtures.ts";
import { test } from "./test.ts";

/** Call it once, outside of the tests; what it answers tells the folder of the test that runs. */
export function exportOfSlices(): () => string {
  let folder = "";
  test.beforeEach(async () => {
    folder = await newFolder();
    await writeSlices(folder, () => ({}));
  });
  test.afterEach(async () => {
    await remove(folder);
  });
  return () => folder;
}

/** Call it once, outside of the tests; what it answers makes a folder of a study of its own for each number. */
export function numberedExports(): (number: number) => Promise<string> {
  let folders: string[] = [];
  test.afterEach(async () => {
    await Promise.all(folders.map(remove));
    folders = [];
  });
  return async (number) => {
    const folder = await newFolder();
    folders.push(folder);
    await writeSlices(folder, (slice) => ({
      SOPInstanceUID: testUID(1000 + 10 * number + slice),
      SeriesInstanceUID: testUID(500 + number),
      StudyInstanceUID: testUID(400 + number),
    }));
    return folder;
  };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "casedrop-export-"));
}

async function writeSlices(
  folder: string,
  attributesOf: (slice: number) => Readonly<Record<string, string>>,
): Promise<void> {
  for (const slice of [1, 2, 3])
    await writeFile(
      join(folder, `slice-${String(slice)}`),
      ctSlice({ instanceNumber: slice, attributes: attributesOf(slice) }),
    );
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
