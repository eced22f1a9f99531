// The order in which originals are read, and where jobs are cut.
import { expect, it } from "vitest";
import type { EntryPath, LocalPath } from "../core/model/brands.ts";
import type { StackImage } from "../core/model/stack.ts";
import type { MediaSpeed } from "../core/ports/mediaProbe.ts";
import type { StackToPrepare } from "../core/ports/preparer.ts";
import type { CaseId, Sha256Hex, StackId } from "../shared/identifiers.ts";
import { scannedInstance } from "../testing/groupedImages.ts";
import { byMedia } from "./prepareMedia.ts";
import { imagesToPrepare, inReadingOrder, jobsOf } from "./prepareOrder.ts";

function image(path: string, frame: number | null = null): StackImage {
  return { instance: scannedInstance(path), frame };
}

function stack(id: string, images: readonly StackImage[]): StackToPrepare {
  return { stackId: id as StackId, images };
}

function jobs(stacks: readonly StackToPrepare[]) {
  return jobsOf(inReadingOrder(imagesToPrepare(stacks)), {
    caseId: "case" as CaseId,
    spoolFolder: "/spool",
    saltHex: "00",
    stacks,
    onProgress: () => undefined,
  });
}

const read = (stacks: readonly StackToPrepare[]) =>
  jobs(stacks).map(({ job }) => [
    job.stackId,
    ...job.images.map(({ file, frame }) =>
      `${file.path} ${frame ?? ""}`.trim(),
    ),
  ]);

it("reads slow media file after file, whatever stacks they are in and however those run", () => {
  expect(
    read([
      stack("b0", [image("/cd/5"), image("/cd/3"), image("/cd/1")]),
      stack("b1", [image("/cd/6"), image("/cd/4"), image("/cd/2")]),
    ]),
  ).toEqual([
    ["b0", "/cd/1"],
    ["b1", "/cd/2"],
    ["b0", "/cd/3"],
    ["b1", "/cd/4"],
    ["b0", "/cd/5"],
    ["b1", "/cd/6"],
  ]);
});

it("keeps the frames of a file together, those of one stack in one job", () => {
  expect(
    read([
      stack("a", [image("/cd/1", 3), image("/cd/1", 1)]),
      stack("b", [image("/cd/1", 2), image("/cd/0")]),
    ]),
  ).toEqual([
    ["b", "/cd/0"],
    ["a", "/cd/1 1", "/cd/1 3"],
    ["b", "/cd/1 2"],
  ]);
});

it("reads an archive from its beginning to its end", () => {
  const entry = (name: string, headerOffset: number): StackImage => {
    const plain = scannedInstance("/cd/a.zip");
    const source = {
      kind: "archiveEntry",
      path: `/cd/a.zip!${name}` as EntryPath,
      sizeBytes: 10,
      container: {
        kind: "file",
        path: "/cd/a.zip" as LocalPath,
        sizeBytes: 1000,
        modifiedAtMs: 0,
      },
      packed: {
        kind: "zip",
        headerOffset,
        packedBytes: 10,
        method: "stored",
        crc32: null,
        lock: null,
      },
    } as const;
    return { instance: { ...plain, source }, frame: null };
  };
  expect(
    read([stack("a", [entry("x", 500), entry("y", 20), entry("z", 100)])]),
  ).toEqual([["a", "/cd/a.zip!y", "/cd/a.zip!z", "/cd/a.zip!x"]]);
});

it("says where each answer belongs", () => {
  const [first] = jobs([stack("a", [image("/cd/2"), image("/cd/1")])]);
  expect(first?.places.map(({ position }) => position)).toEqual([1, 0]);
});

it("cuts jobs after sixteen files", () => {
  const images = Array.from({ length: 40 }, (_, index) =>
    image(`/cd/${100 + index}`),
  );
  expect(jobs([stack("a", images)]).map(({ places }) => places.length)).toEqual(
    [16, 16, 8],
  );
});

it("passes over what is in the spool already", () => {
  const images = [image("/cd/1"), image("/cd/2"), image("/cd/3")];
  const file = { sha256Hex: "00" as Sha256Hex, sizeBytes: 1 };
  expect(read([{ ...stack("a", images), known: [file, null, file] }])).toEqual([
    ["a", "/cd/2"],
  ]);
});

it("asks about each folder once, and sorts its images by the answer", async () => {
  const asked: string[] = [];
  const speeds: Record<string, MediaSpeed> = {
    "/cd/": "slow",
    "/home/": "fast",
  };
  const places = imagesToPrepare([
    stack("a", [image("/cd/1"), image("/home/1"), image("/cd/2")]),
  ]);
  const sorted = await byMedia(places, {
    speedOf(path) {
      asked.push(path);
      return Promise.resolve(speeds[path] ?? "fast");
    },
  });
  expect(asked).toEqual(["/cd/", "/home/"]);
  expect(sorted.slow.map(({ position }) => position)).toEqual([0, 2]);
  expect(sorted.fast.map(({ position }) => position)).toEqual([1]);
});
