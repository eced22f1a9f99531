// What becomes of an older journal where the disk does not let the new one take its place.
import type * as fileSystem from "node:fs/promises";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testCaseId, testPlan } from "../../testing/uploadPlans.ts";
import { createFileJournalStore } from "./fileJournalStore.ts";

const refusal = vi.hoisted(() => ({ isOn: true }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fileSystem>();
  return {
    ...real,
    rename: (from: string, to: string) =>
      refusal.isOn
        ? Promise.reject(Object.assign(new Error("rename"), { code: "EPERM" }))
        : real.rename(from, to),
  };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-journal-"));
});
afterEach(() => rm(folder, { recursive: true }));

const plan = testPlan([[[new MemorySpool().add(new Uint8Array([1]))]]]);
const first = JSON.stringify({
  kind: "planFrozen",
  version: 1,
  atMs: 1,
  plan,
});
const intended = JSON.stringify({ kind: "caseIntended", atMs: 2 });

it.each([
  ["without a reserve in its first line", '{"casedropJournal":6}\n', ""],
  [
    "with a torn last line",
    `{"casedropJournal":8}${" ".repeat(96)}\n`,
    '{"kind":"caseCrea',
  ],
])(
  "an older journal %s is not added to, and opens later",
  async (_name, header, torn) => {
    const path = join(folder, "journal.jsonl");
    const text = `${header}${first}\n${intended}\n${torn}`;
    await writeFile(path, text);
    const store = createFileJournalStore(() => path, null);
    refusal.isOn = true;
    expect(await store.open(testCaseId())).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "EPERM" },
    });
    expect(await readFile(path, "utf8")).toBe(text);

    refusal.isOn = false;
    const opened = await store.open(testCaseId());
    expect(opened.ok && opened.value?.entries.map(({ kind }) => kind)).toEqual([
      "planFrozen",
      "caseIntended",
    ]);
    await (opened.ok ? opened.value?.journal.close() : null);
  },
);
