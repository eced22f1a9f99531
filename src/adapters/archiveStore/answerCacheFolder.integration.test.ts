// The cache on a real disk: bounded, cleared, and harmless when damaged.
import {
  mkdtemp,
  readdir,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAnswerCacheFolder } from "./answerCacheFolder.ts";

const key = (digit: string) => digit.repeat(64);
const answer = (text: string) => ({
  atMs: 1,
  contentType: "application/json",
  text,
});
let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "casedrop-cache-")), "answers");
});
afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

describe("the cache of answers", () => {
  it("gives back what was written, to its owner only", async () => {
    const cache = createAnswerCacheFolder(folder, 10_000);
    expect(await cache.read(key("a"))).toBe(null);
    await cache.write(key("a"), answer("[1]"));
    expect(await cache.read(key("a"))).toEqual(answer("[1]"));
    expect((await stat(join(folder, `${key("a")}.json`))).mode & 0o077).toBe(0);
  });

  it("lets the oldest go when it is full, and keeps nothing that is too large", async () => {
    const cache = createAnswerCacheFolder(folder, 10_000);
    for (const [at, digit] of ["1", "2", "3", "4", "5", "6"].entries()) {
      await cache.write(key(digit), answer("x".repeat(2_000)));
      const time = new Date(1_000_000 + at * 1_000);
      await utimes(join(folder, `${key(digit)}.json`), time, time);
    }
    expect(await cache.read(key("1"))).toBe(null);
    expect(await cache.read(key("6"))).not.toBe(null);
    expect((await readdir(folder)).length).toBeLessThan(6);
    await cache.write(key("7"), answer("x".repeat(9_000)));
    expect(await cache.read(key("7"))).toBe(null);
  });

  it("takes a damaged file for none, and sweeps what a kill left", async () => {
    const cache = createAnswerCacheFolder(folder, 10_000);
    await cache.write(key("a"), answer("[1]"));
    await writeFile(join(folder, `${key("a")}.json`), "{");
    await writeFile(join(folder, `${key("b")}.tmp`), "half");
    expect(await cache.read(key("a"))).toBe(null);
    await cache.write(key("c"), answer("[1]"));
    expect(await readdir(folder)).not.toContain(`${key("b")}.tmp`);
    await cache.clear();
    expect(await cache.read(key("c"))).toBe(null);
  });

  it("is silent on a disk that refuses", async () => {
    await writeFile(folder, "a file in its place");
    const cache = createAnswerCacheFolder(folder, 10_000);
    await cache.write(key("a"), answer("[1]"));
    expect(await cache.read(key("a"))).toBe(null);
  });
});
