// Whether another medium took the place of one that was copied, by what can be learned of some of its files.
import { expect, it } from "vitest";
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile } from "../model/fileSource.ts";
import { rootsToRead, type MediumLook } from "./earlierMedia.ts";
import { StagedCopies } from "./stagedCopies.ts";

type FileLook = Awaited<ReturnType<MediumLook["fileAt"]>>;

const asCopied: FileLook = { sizeBytes: 10, modifiedAtMs: 1 };
const another: FileLook = { sizeBytes: 11, modifiedAtMs: 2 };

function copied(path: string): PlainFile {
  const copy = `/scratch${path}` as LocalPath;
  return {
    kind: "file",
    path: path as LocalPath,
    sizeBytes: 10,
    modifiedAtMs: 1,
    copy,
  };
}

/** True if the copies of a disc were set aside after its files a, b and c looked like this. */
async function isTakenForAnother(
  looks: readonly FileLook[],
  beginsAsCopied: boolean | null = true,
): Promise<boolean> {
  const copies = new StagedCopies();
  const paths = ["/disc/a", "/disc/b", "/disc/c"].slice(0, looks.length);
  for (const path of paths) copies.add(copied(path));
  await rootsToRead(["/disc"], { held: null, added: null }, copies, {
    fileAt: (path) => Promise.resolve(looks[paths.indexOf(path)] ?? null),
    beginsAsCopied: () => Promise.resolve(beginsAsCopied),
    hasEntries: () => Promise.resolve(true),
    pathBelow: (folder, below) => `${folder}/${below}` as LocalPath,
  });
  return copies.current("/disc").length === 0;
}

it.each<[string, readonly FileLook[], boolean]>([
  ["all are as copied", [asCopied, asCopied, asCopied], false],
  ["one of three was changed", [asCopied, another, asCopied], false],
  ["none is as copied", [another, another, another], true],
  ["all are missing and others are there", [null, null, null], true],
  ["the medium tells of none", ["unknown", "unknown", "unknown"], false],
  ["the medium does not tell of the only one", ["unknown"], false],
  [
    "one is as copied, one unknown, one missing",
    [asCopied, "unknown", null],
    false,
  ],
  ["most are others, and one is unknown", ["unknown", another, another], true],
])("is judged where %s", async (_, looks, isAnother) => {
  expect(await isTakenForAnother(looks)).toBe(isAnother);
});

it("is judged by the first bytes of a file that looks as copied", async () => {
  expect(await isTakenForAnother([asCopied, "unknown"], false)).toBe(true);
  expect(await isTakenForAnother([asCopied, "unknown"], null)).toBe(false);
});
