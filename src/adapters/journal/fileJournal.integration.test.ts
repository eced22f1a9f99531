// The journal on a real disk: torn lines, damage, versions, permissions and processes that were killed.
import { spawn } from "node:child_process";
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
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import type { JournalStore } from "../../core/upload/journal.ts";
import { replay } from "../../core/upload/transition.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testCaseId, testPlan } from "../../testing/uploadPlans.ts";
import { createFileJournalStore } from "./fileJournalStore.ts";

const caseId = testCaseId();
const image = new MemorySpool().add(new Uint8Array([1, 2, 3]));
const frozen: JournalEntry = {
  kind: "planFrozen",
  version: 1,
  atMs: 1,
  plan: testPlan([[[image]]]),
};
const intended: JournalEntry = { kind: "caseIntended", atMs: 2 };
const damaged = {
  ok: false,
  failure: { kind: "recordDamaged", record: "journal" },
};

let folder = "";
let path = "";
let store: JournalStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-journal-"));
  path = join(folder, "journal.jsonl");
  store = createFileJournalStore(() => path);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeEntries(...entries: readonly JournalEntry[]) {
  const created = await store.create(caseId);
  if (!created.ok) throw new Error(created.failure.kind);
  for (const entry of entries) await created.value.append(entry);
  await created.value.close();
}

async function reopened(): Promise<readonly JournalEntry[]> {
  const opened = await store.open(caseId);
  if (!opened.ok || opened.value === null) throw new Error("No journal");
  await opened.value.journal.close();
  return opened.value.entries;
}

describe("a journal file", () => {
  it("is readable by its owner only", async () => {
    await writeEntries(frozen);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("drops a torn last line at every length of it, and nothing else", async () => {
    await writeEntries(frozen, intended);
    const whole = await readFile(path);
    const lineStart = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let length = lineStart; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      expect(await reopened()).toEqual([frozen]);
      expect((await stat(path)).size).toBe(lineStart);
    }
  });

  it("survives a crash in its first line", async () => {
    await writeFile(path, '{"casedropJou');
    await writeEntries(frozen);
    expect(await reopened()).toEqual([frozen]);
  });

  it.each([
    [
      "a broken line in the middle",
      (text: string) => text.replace("caseIntended", "case\n"),
    ],
    [
      "an unknown entry at the end",
      (text: string) => `${text}{"kind":"dance"}\n`,
    ],
    ["another kind of file", () => "hello\nworld\n"],
    ["zeros", () => "\0".repeat(100)],
  ])(
    "keeps aside %s, and does not take it for absent",
    async (_name, change) => {
      await writeEntries(frozen, intended);
      const changed = change(await readFile(path, "utf8"));
      await writeFile(path, changed);
      expect(await store.open(caseId)).toEqual(damaged);
      expect(await readdir(folder)).toEqual(["journal.jsonl.damaged-1"]);
      expect(await readFile(`${path}.damaged-1`, "utf8")).toBe(changed);
      expect(await store.open(caseId)).toEqual(damaged);
      expect(await store.create(caseId)).toEqual(damaged);
    },
  );

  it("of a newer version is left where it is", async () => {
    await writeFile(path, '{"casedropJournal":6}\n{"kind":"dance"}\n');
    expect(await store.open(caseId)).toEqual(damaged);
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
  });

  it("of an older version is written anew in the form of this one before anything is added", async () => {
    await writeEntries(frozen, intended);
    const [header, ...lines] = (await readFile(path, "utf8")).split("\n");
    expect(header).toBe('{"casedropJournal":5}');
    await writeFile(path, ['{"casedropJournal":1}', ...lines].join("\n"));
    const opened = await store.open(caseId);
    if (!opened.ok || opened.value === null) throw new Error("No journal");
    expect(opened.value.entries).toEqual([frozen, intended]);
    await opened.value.journal.append({ kind: "paused", atMs: 3 });
    await opened.value.journal.close();
    expect((await readFile(path, "utf8")).split("\n")[0]).toBe(header);
    expect(await reopened()).toEqual([
      frozen,
      intended,
      { kind: "paused", atMs: 3 },
    ]);
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
  });

  it("stays small however long the retries go on, and replays to the same state", async () => {
    const created = await store.create(caseId);
    if (!created.ok) throw new Error(created.failure.kind);
    const { value: journal } = created;
    const history: JournalEntry[] = [frozen];
    for (let atMs = 0; atMs < 20_000; atMs += 1)
      history.push(
        { kind: "caseIntended", atMs },
        { kind: "caseWithdrawn", atMs },
      );
    history.push({
      kind: "imageStored",
      atMs: 1,
      sha256Hex: image.sha256Hex,
      uploadId: 9,
    });
    let largestBytes = 0;
    for (let start = 0; start < history.length; start += 1000) {
      await Promise.all(
        history
          .slice(start, start + 1000)
          .map((entry) => journal.append(entry)),
      );
      largestBytes = Math.max(largestBytes, (await stat(path)).size);
    }
    await journal.close();
    // Two megabytes were written.
    expect(largestBytes).toBeLessThan(400_000);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(replay(await reopened())).toEqual(replay(history));
  });

  it("survives a crash in the middle of being written anew", async () => {
    await writeEntries(frozen, intended);
    await writeFile(`${path}.rewriting`, '{"casedropJournal":2}\n{"kind":');
    expect(await reopened()).toEqual([frozen, intended]);
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
  });

  it("writes concurrent appends in order and all of them", async () => {
    const created = await store.create(caseId);
    if (!created.ok) throw new Error(created.failure.kind);
    const journal = created.value;
    await journal.append(frozen);
    const many = Array.from({ length: 500 }, (_, index): JournalEntry => ({
      kind: "imageStored",
      atMs: index,
      sha256Hex: image.sha256Hex,
      uploadId: index + 1,
    }));
    await Promise.all(many.map((entry) => journal.append(entry)));
    await journal.close();
    expect(await reopened()).toEqual([frozen, ...many]);
  });

  it("can be opened after the process that held it was killed", async () => {
    await writeEntries(frozen);
    const holder = spawn(process.execPath, [
      "-e",
      "setTimeout(() => {}, 60000)",
    ]);
    await writeFile(`${path}.lock`, `${holder.pid}\n`);
    expect(await store.open(caseId)).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "EBUSY" },
    });
    const ended = new Promise((resolve) => holder.once("exit", resolve));
    holder.kill("SIGKILL");
    await ended;
    expect(await reopened()).toEqual([frozen]);
  });
});
