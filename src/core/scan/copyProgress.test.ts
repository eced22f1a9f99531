// What a user sees of a disc with few large files, before the first of them is read to its end.
import { expect, it } from "vitest";
import { CopyProgress } from "./copyProgress.ts";
import type { ScanProgress } from "./scanFiles.ts";

const listed: ScanProgress = {
  listed: 2,
  isListed: true,
  found: 0,
  dicom: 0,
  skipped: 0,
};
const MiB = 1024 * 1024;

it("tells of the first bytes at once, of more now and then, and of all with each file", () => {
  const told: ScanProgress[] = [];
  const progress = new CopyProgress((each) => told.push(each));
  progress.scanned(listed);
  for (let read = 0; read < 9; read += 1) progress.copied(MiB);
  progress.scanned({ ...listed, found: 1, dicom: 1 });

  expect(told).toEqual([
    listed,
    { ...listed, copiedBytes: MiB },
    { ...listed, copiedBytes: 5 * MiB },
    { ...listed, copiedBytes: 9 * MiB },
    { ...listed, found: 1, dicom: 1, copiedBytes: 9 * MiB },
  ]);
});

it("tells nothing of copies where none are made", () => {
  const told: ScanProgress[] = [];
  new CopyProgress((each) => told.push(each)).scanned(listed);
  expect(told).toEqual([listed]);
});

it("takes back what was copied of a file whose copy is thrown away", () => {
  const told: ScanProgress[] = [];
  const progress = new CopyProgress((each) => told.push(each));
  progress.scanned(listed);
  for (const bytes of [MiB, MiB, -2 * MiB]) progress.copied(bytes);

  expect(told).toEqual([listed, { ...listed, copiedBytes: MiB }, listed]);
});
