// The lock of a journal between real processes: one at a time, whoever was killed before.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockContest } from "../../testing/lockContest.ts";
import { lockJournal } from "./journalLock.ts";
import { ownerName, thisMachine } from "./lockOwner.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-lock-"));
  path = join(folder, "journal.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

it("is never held by two processes, though dead ones left theirs", async () => {
  const contests = await lockContest(join(folder, "built"), path, 150);
  expect(contests.map(({ shared }) => shared)).toEqual([0, 0, 0]);
  for (const { taken } of contests) expect(taken).toBeGreaterThan(0);
  const left = await readdir(folder);
  // Planted by one whose last try found another's lock first.
  expect(left.filter((name) => !/\.99\d{9}-1-0/.test(name))).toEqual(["built"]);
});

/** A process that lives until it is killed; its number. */
function livingProcess() {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  return { pid: child.pid ?? 0, kill: () => child.kill("SIGKILL") };
}

it("is not held by another program that has got the number of a dead process", async () => {
  const other = livingProcess();
  try {
    const living = ownerName({ ...thisMachine, pid: other.pid });
    await writeFile(`${path}.${living}.lock`, "");
    expect(await lockJournal(path)).toEqual({
      ok: false,
      failure: { kind: "inUseElsewhere" },
    });
    await rm(`${path}.${living}.lock`);
    const earlier = living.replace(/-\d+-/, "-1-");
    await writeFile(`${path}.${earlier}.lock`, "");
    const locked = await lockJournal(path);
    expect(locked.ok).toBe(true);
    if (locked.ok) await locked.value();
    expect(await readdir(folder)).toEqual([]);
  } finally {
    other.kill();
  }
});
