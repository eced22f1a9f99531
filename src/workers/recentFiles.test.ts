// How often the files behind previews are read.
import { expect, it } from "vitest";
import type { FileSource } from "../core/model/fileSource.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import { failed, success } from "../shared/result.ts";
import { scannedInstance } from "../testing/groupedImages.ts";
import { MemoryByteSource } from "../testing/memoryByteSource.ts";
import { RecentFiles } from "./recentFiles.ts";

const megabyte = 1024 * 1024;

/** Files of a size, with a count of how often each was opened. */
class CountedFiles {
  readonly opened = new Map<string, number>();
  isAway = false;

  constructor(readonly sizeBytes: number) {}

  readonly open = (source: FileSource) => {
    if (this.isAway)
      return Promise.resolve(failed({ kind: "sourceVanished" } as const));
    this.opened.set(source.path, (this.opened.get(source.path) ?? 0) + 1);
    const bytes = new Uint8Array(this.sizeBytes).fill(source.path.length);
    return Promise.resolve(success<ByteSource>(new MemoryByteSource(bytes)));
  };
}

const file = (path: string): FileSource => scannedInstance(path).source;

async function look(recent: RecentFiles, path: string): Promise<number> {
  const opened = await recent.open(file(path));
  if (!opened.ok) return -1;
  const read = await opened.value.read(10, 1);
  await opened.value.close();
  return read.ok ? (read.value[0] ?? -1) : -1;
}

it("reads a file once, however often it is looked at, even after the disc was ejected", async () => {
  const files = new CountedFiles(1000);
  const recent = new RecentFiles(files.open);
  for (const path of ["/a", "/bb", "/a", "/bb", "/a"])
    expect(await look(recent, path)).toBe(path.length);
  files.isAway = true;
  expect(await look(recent, "/a")).toBe(2);
  expect(await look(recent, "/c")).toBe(-1);
  expect([...files.opened]).toEqual([
    ["/a", 1],
    ["/bb", 1],
  ]);
});

it("keeps no more than its share of memory, the files looked at last", async () => {
  const files = new CountedFiles(8 * megabyte);
  const recent = new RecentFiles(files.open);
  for (const path of ["/1", "/2", "/3", "/4", "/5", "/6", "/1", "/7"])
    await look(recent, path);
  await look(recent, "/1");
  await look(recent, "/2");
  expect(files.opened.get("/1")).toBe(1);
  expect(files.opened.get("/2")).toBe(2);
});

it("does not keep large files", async () => {
  const files = new CountedFiles(8 * megabyte + 1);
  const recent = new RecentFiles(files.open);
  await look(recent, "/a");
  await look(recent, "/a");
  expect(files.opened.get("/a")).toBe(2);
});

it("never hands out what it keeps", async () => {
  const recent = new RecentFiles(new CountedFiles(100).open);
  const first = await recent.open(file("/a"));
  const read = first.ok ? await first.value.read(0, 100) : first;
  if (read.ok) read.value.fill(0xff);
  expect(await look(recent, "/a")).toBe(2);
});
