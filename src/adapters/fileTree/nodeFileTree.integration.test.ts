// The walk over real folders: links, devices, overlapping roots, odd names, folders that refuse.
import { execFileSync } from "node:child_process";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalPath } from "../../core/model/brands.ts";
import type { TreeEntry } from "../../core/scan/fileTree.ts";
import { openByteSource, openSourceFile } from "./fileByteSource.ts";
import { nodeFileTree } from "./nodeFileTree.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "casedrop-tree-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Makes files (and their folders) below the root. */
async function plant(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), "x");
  }
}

async function walk(
  roots: readonly string[] = [root],
  signal = new AbortController().signal,
): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for await (const batch of nodeFileTree().walk(roots, signal))
    entries.push(...batch);
  return entries;
}

/** "path" for files, "path: reason" for the rest, relative to the root. */
function brief(entries: readonly TreeEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === "file") return relative(root, entry.file.path);
    const path = relative(root, entry.path);
    return `${path}: ${entry.kind === "skipped" ? entry.reason.kind : entry.kind}`;
  });
}

/** A path below a folder, of a name in Latin-1. */
function bytesBelow(folder: string, name: string): Buffer {
  return Buffer.concat([
    Buffer.from(`${folder}/`),
    Buffer.from(name, "latin1"),
  ]);
}

/** As scanning and streaming read it, which must agree. */
async function contentOf(path: LocalPath): Promise<string> {
  const contents = new Set<string>();
  for (const open of [openSourceFile, openByteSource]) {
    const opened = await open(path);
    if (!opened.ok) return opened.failure.kind;
    const read = await opened.value.read(0, 100);
    contents.add(read.ok ? Buffer.from(read.value).toString() : "unread");
    await opened.value.close();
  }
  return [...contents].join(" or ");
}

describe("the walk over a file tree", () => {
  it("meets every file once, in the order of the bytes of their names", async () => {
    await plant("b/2", "b/10", "a", "B", "é", "\u{1f600}", "\uff21", "b.dcm");

    expect(brief(await walk())).toEqual([
      "B",
      "a",
      "b/10",
      "b/2",
      "b.dcm",
      "é",
      "\uff21",
      "\u{1f600}",
    ]);
  });

  it.runIf(process.platform === "linux")(
    "reads files and folders whose names are not UTF-8, also as roots",
    async () => {
      const oddFolder = bytesBelow(root, "d\xe9p");
      await mkdir(oddFolder);
      await writeFile(bytesBelow(root, "I\xe4.dcm"), "one");
      await writeFile(bytesBelow(root, "I\xe5.dcm"), "other");
      await writeFile(bytesBelow(root, "d\xe9p/1"), "within");

      const entries = await walk();
      const contents = entries.map((entry) => {
        if (entry.kind !== "file" || entry.file.kind !== "file")
          throw new Error(entry.kind);
        return contentOf(entry.file.path);
      });

      expect(brief(entries)).toEqual([
        "I\udce4.dcm",
        "I\udce5.dcm",
        "d\udce9p/1",
      ]);
      expect(await Promise.all(contents)).toEqual(["one", "other", "within"]);
      expect(brief(await walk([join(root, "d\udce9p")]))).toEqual([
        "d\udce9p/1",
      ]);
      expect(
        brief(await walk([root, join(root, "d\udce9p", "1")])),
      ).toHaveLength(3);
    },
  );

  it("hands entries over in batches of bounded size", async () => {
    await plant(...Array.from({ length: 600 }, (_, index) => `f${index}`));
    const sizes: number[] = [];
    for await (const batch of nodeFileTree().walk(
      [root],
      new AbortController().signal,
    ))
      sizes.push(batch.length);

    expect(sizes).toEqual([256, 256, 88]);
  });

  it("reports links instead of following them", async () => {
    await plant("real/1");
    await symlink(join(root, "real"), join(root, "toFolder"));
    await symlink(join(root, "real/1"), join(root, "toFile"));
    await symlink(join(root, "nowhere"), join(root, "dangling"));
    await symlink(root, join(root, "real/loop"));

    expect(brief(await walk())).toEqual([
      "dangling: link",
      "real/1",
      "real/loop: link",
      "toFile: link",
      "toFolder: link",
    ]);
  });

  it("resolves a root that is itself a link to a folder, and keeps its name in the paths", async () => {
    await plant("real/1");
    await symlink(join(root, "real"), join(root, "toFolder"));

    expect(brief(await walk([join(root, "toFolder")]))).toEqual(["toFolder/1"]);
  });

  it("refuses pipes and sockets", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer();
    await new Promise<void>((listening) =>
      server.listen(join(root, "socket"), listening),
    );

    const entries = await walk();
    await new Promise((closed) => server.close(closed));

    expect(brief(entries)).toEqual(["pipe: device", "socket: device"]);
  });

  it("sets system files aside, and everything in a system folder", async () => {
    await plant(
      ".DS_Store",
      "._IM1",
      "IM1",
      "THUMBS.DB",
      "__MACOSX/IM1",
      "__MACOSX/deep/IM2",
      "desktop.ini",
    );

    expect(brief(await walk())).toEqual([
      ".DS_Store: systemFile",
      "._IM1: systemFile",
      "IM1",
      "THUMBS.DB: systemFile",
      "__MACOSX/IM1: systemFile",
      "__MACOSX/deep/IM2: systemFile",
      "desktop.ini: systemFile",
    ]);
  });

  it("reads hidden files like any other", async () => {
    await plant(".hidden/IM1");
    expect(brief(await walk())).toEqual([".hidden/IM1"]);
  });

  it.each([
    ["the same folder twice", ["", ""]],
    ["a folder, then one inside it", ["", "a/b"]],
    ["a folder inside, then the one around it", ["a/b", ""]],
    ["a file, then its folder", ["a/b/2", ""]],
    ["a folder, then a file in it", ["", "a/b/2"]],
    ["a file twice, then its folder", ["a/1", "a/1", ""]],
    ["a folder by another spelling", ["", "a/../a"]],
    ["a link to a folder inside, then the folder around", ["link", ""]],
  ])("counts files once when the roots overlap: %s", async (_, roots) => {
    await plant("a/1", "a/b/2", "c");
    await symlink(join(root, "a"), join(root, "link"));

    const entries = await walk(roots.map((path) => join(root, path)));

    const names = brief(entries).map((path) => path.replace(/^link\//, "a/"));
    expect(names.filter((name) => name !== "link: link").sort()).toEqual(
      roots.includes("") ? ["a/1", "a/b/2", "c"] : ["a/1", "a/b/2"],
    );
  });

  it("reports a root that does not exist, and goes on with the others", async () => {
    await plant("a");
    const entries = await walk([join(root, "gone"), root]);
    expect(brief(entries)).toEqual(["gone: missingRoot", "a"]);
  });

  it("accepts single files as roots", async () => {
    await plant("a", "b");
    expect(brief(await walk([join(root, "b"), join(root, "a")]))).toEqual([
      "b",
      "a",
    ]);
  });

  it("reports a folder that cannot be listed with the reason of the system", async (context) => {
    await plant("closed/1", "open/2");
    await chmod(join(root, "closed"), 0o000);
    const isAllPowerful = await readdir(join(root, "closed")).then(
      () => true,
      () => false,
    );
    try {
      if (isAllPowerful)
        context.skip("this user can list any folder, whatever its mode");
      expect(await walk()).toMatchObject([
        { kind: "skipped", reason: { kind: "unreadable", code: "EACCES" } },
        { kind: "file" },
      ]);
    } finally {
      await chmod(join(root, "closed"), 0o700);
    }
  });

  it("stops when it is cancelled", async () => {
    await plant(...Array.from({ length: 600 }, (_, index) => `f${index}`));
    const cancelling = new AbortController();
    let entries = 0;
    for await (const batch of nodeFileTree().walk([root], cancelling.signal)) {
      entries += batch.length;
      cancelling.abort();
    }
    expect(entries).toBe(256);
  });
});
