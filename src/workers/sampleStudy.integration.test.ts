// The sample study on a disk: the same every time, whole after every call, and untouched where it was whole already.
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleStudyFiles } from "../core/sample/sampleStudy.ts";
import { success } from "../shared/result.ts";
import { writeSampleStudy } from "./sampleStudy.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-sample-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("mends a damaged file and leaves the others as they were", async () => {
  expect(await writeSampleStudy(workersUrl, folder)).toEqual(success(folder));
  const files = (
    await readdir(folder, { recursive: true, withFileTypes: true })
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const [damaged = "", untouched = ""] = files;
  const whole = await readFile(damaged);
  await writeFile(damaged, "damaged");
  const before = await stat(untouched);

  await writeSampleStudy(workersUrl, folder);

  expect((await readFile(damaged)).equals(whole)).toBe(true);
  expect((await stat(untouched)).mtimeMs).toBe(before.mtimeMs);
});

it("writes the same files every time, in whichever thread they are made", async () => {
  await writeSampleStudy(workersUrl, folder);
  const others: string[] = [];
  for (const { name, bytes } of sampleStudyFiles())
    if (!(await readFile(join(folder, name))).equals(bytes)) others.push(name);
  expect(others).toEqual([]);
});
