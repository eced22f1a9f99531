// The files a DICOMDIR names, on real folders: found whatever became of their names, and never outside its folder.
import { execFileSync } from "node:child_process";
import {
  chmod,
  mkdir,
  mkdtemp,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalPath } from "../../core/model/brands.ts";
import { nodeFileTree } from "./nodeFileTree.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "casedrop-referenced-"));
  await mkdir(join(root, "cd"));
});
afterEach(async () => {
  await chmod(join(root, "cd"), 0o700);
  await rm(root, { recursive: true });
});

async function plant(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), "x");
  }
}

/** What is found for file IDs with forward slashes, from cd/DICOMDIR: paths relative to the root, with the reason if not a file. */
async function found(...fileIDs: readonly string[]): Promise<string[]> {
  const batches = nodeFileTree().referenced(
    join(root, "cd/DICOMDIR") as LocalPath,
    fileIDs.map((fileID) => fileID.split("/")),
    new AbortController().signal,
  );
  const paths: string[] = [];
  for await (const batch of batches)
    for (const entry of batch)
      paths.push(
        entry.kind === "file"
          ? relative(root, entry.file.path)
          : `${relative(root, entry.path)}: ${entry.kind === "skipped" ? entry.reason.kind : entry.kind}`,
      );
  return paths;
}

describe("the files a DICOMDIR names", () => {
  it("are found in the order in which it names them, each once", async () => {
    await plant("cd/A/IM1", "cd/A/IM2", "cd/IM3", "cd/not named");
    expect(await found("A/IM2", "IM3", "A/IM1", "a/im2", "A/IM9")).toEqual([
      "cd/A/IM2",
      "cd/IM3",
      "cd/A/IM1",
    ]);
  });

  it("are found whatever file systems made of their names", async () => {
    await plant("cd/images/im1", "cd/images/IM2.;1", "cd/images/IM3.dcm");
    expect(await found("IMAGES/IM1", "IMAGES/IM2", "Images/IM3;1")).toEqual([
      "cd/images/im1",
      "cd/images/IM2.;1",
      "cd/images/IM3.dcm",
    ]);
  });

  it("are taken by their very name where two differ in case only", async () => {
    await plant("cd/IM1", "cd/im1");
    expect(await found("im1")).toEqual(["cd/im1"]);
  });

  it("are found where the whole path is one name", async () => {
    await plant("cd/A/IM1", "cd/A/IM2");
    const batches = nodeFileTree().referenced(
      join(root, "cd/DICOMDIR") as LocalPath,
      [["A/IM1"], ["A\\IM2"]],
      new AbortController().signal,
    );
    for await (const batch of batches) expect(batch).toHaveLength(2);
  });

  it("are never outside its folder", async () => {
    await plant("secret", "cd/A/IM1");
    const outside = join(root, "secret").split("/");
    expect(
      await found(
        "../secret",
        "A/../../secret",
        "./IM1",
        "..",
        outside.join("/"),
      ),
    ).toEqual([]);
  });

  it("are not reached through links, which are told", async () => {
    await plant("secret/IM1", "cd/IM2");
    await symlink(join(root, "secret"), join(root, "cd/A"));
    await symlink(join(root, "cd/IM2"), join(root, "cd/IM3"));
    expect(await found("A/IM1", "A/IM2", "IM3", "IM2")).toEqual([
      "cd/A: link",
      "cd/IM3: link",
      "cd/IM2",
    ]);
  });

  it("are no pipes and no folders", async () => {
    await mkdir(join(root, "cd/A"));
    execFileSync("mkfifo", [join(root, "cd/IM1")]);
    expect(await found("IM1", "A", "IM1/IM2")).toEqual(["cd/IM1: device"]);
  });

  it("stop when reading is cancelled", async () => {
    await plant("cd/IM1");
    const batches = nodeFileTree().referenced(
      join(root, "cd/DICOMDIR") as LocalPath,
      [["IM1"]],
      AbortSignal.abort(),
    );
    for await (const batch of batches) expect(batch).toEqual([]);
  });
});
