// Both byte sources of the file tree over real files: the same promises, asynchronous and on the thread.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SourceFile } from "../../core/scan/fileTree.ts";
import type { Result } from "../../shared/result.ts";
import { openByteSource, openSourceFile } from "./fileByteSource.ts";
import { toLocalPath } from "./nodeFileTree.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-bytes-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const inFolder = (name: string) => toLocalPath(join(folder, name));

function opened(result: Result<SourceFile, unknown>): SourceFile {
  if (!result.ok) throw new Error("could not open");
  return result.value;
}

describe.each([
  ["asynchronous", openByteSource],
  ["on the thread", openSourceFile],
])("a file as a byte source, %s", (_, open) => {
  it("reads any part and no further than the end", async () => {
    await writeFile(inFolder("file"), "0123456789");
    const source = opened(await open(inFolder("file")));

    const parts = [
      await source.read(0, 4),
      await source.read(8, 100),
      await source.read(10, 5),
      await source.read(1000, 5),
    ];
    await source.close();

    expect(source.sizeBytes).toBe(10);
    expect(
      parts.map((part) =>
        part.ok ? Buffer.from(part.value).toString() : part.failure,
      ),
    ).toEqual(["0123", "89", "", ""]);
  });

  it("does not allocate what a damaged header asks for", async () => {
    await writeFile(inFolder("file"), "0123");
    const source = opened(await open(inFolder("file")));
    const read = await source.read(0, Number.MAX_SAFE_INTEGER);
    await source.close();
    expect(read).toMatchObject({ ok: true, value: { length: 4 } });
  });

  it("answers short when the file shrank", async () => {
    await writeFile(inFolder("file"), "0123456789");
    const source = opened(await open(inFolder("file")));
    await writeFile(inFolder("file"), "01");
    const read = await source.read(0, 10);
    await source.close();
    expect(read).toMatchObject({ ok: true, value: { length: 2 } });
  });

  it("tells the time of the last change in whole milliseconds", async () => {
    await writeFile(inFolder("file"), "");
    const source = opened(await open(inFolder("file")));
    await source.close();
    expect(Number.isInteger(source.modifiedAtMs)).toBe(true);
    expect(Math.abs(source.modifiedAtMs - Date.now())).toBeLessThan(60_000);
  });

  it.each(["link", "folder", "pipe", "gone"])(
    "refuses what is no regular file at once: %s",
    async (name) => {
      await writeFile(inFolder("file"), "x");
      await symlink(inFolder("file"), inFolder("link"));
      await mkdir(inFolder("folder"));
      execFileSync("mkfifo", [inFolder("pipe")]);
      await expect(open(inFolder(name))).resolves.toMatchObject({ ok: false });
    },
  );
});

it("names what a found file has turned into", async () => {
  await symlink(inFolder("anywhere"), inFolder("link"));
  await mkdir(inFolder("folder"));

  const reasons = [
    await openSourceFile(inFolder("link")),
    await openSourceFile(inFolder("folder")),
    await openSourceFile(inFolder("gone")),
  ];

  expect(reasons.map((result) => !result.ok && result.failure)).toEqual([
    { kind: "link" },
    { kind: "device" },
    { kind: "unreadable", code: "ENOENT" },
  ]);
});

it("says that an original vanished", async () => {
  await expect(openByteSource(inFolder("gone"))).resolves.toEqual({
    ok: false,
    failure: { kind: "sourceVanished" },
  });
});
