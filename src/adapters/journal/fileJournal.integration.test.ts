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
import { createSealer } from "../sealedRecords.ts";
import { systemRandom } from "../systemRandom.ts";
import { createFileJournalStore } from "./fileJournalStore.ts";
import { ownerName, thisMachine } from "./lockOwner.ts";

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
  store = createFileJournalStore(() => path, null);
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
    await writeFile(path, '{"casedropJournal":11}\n{"kind":"dance"}\n');
    expect(await store.open(caseId)).toEqual(damaged);
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
  });

  it("of an older version is written anew in the form of this one before anything is added", async () => {
    await writeEntries(frozen, intended);
    const [header, ...lines] = (await readFile(path, "utf8")).split("\n");
    expect(header?.trimEnd()).toBe('{"casedropJournal":10}');
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
    const name = ownerName({ ...thisMachine, pid: holder.pid ?? 0 });
    await writeFile(`${path}.${name}.lock`, "");
    expect(await store.open(caseId)).toEqual({
      ok: false,
      failure: { kind: "inUseElsewhere" },
    });
    const ended = new Promise((resolve) => holder.once("exit", resolve));
    holder.kill("SIGKILL");
    await ended;
    expect(await reopened()).toEqual([frozen]);
  });
});

function sealedStore(keyByte = 7, purpose = "uploadPlan"): JournalStore {
  const key = new Uint8Array(32).fill(keyByte);
  const sealer = createSealer({ key, random: systemRandom, purpose });
  return createFileJournalStore(() => path, sealer);
}

describe("a journal that is sealed", () => {
  const words = ["Kowalski kept", "Presentation kept", "Caption kept"];
  const typed: JournalEntry = {
    kind: "planFrozen",
    version: 1,
    atMs: 1,
    plan: {
      ...testPlan([[[image]]], { title: "Kowalski kept" }),
      target: {
        kind: "newCase",
        payload: {
          title: "Kowalski kept",
          systemId: 1,
          suitableForQuiz: false,
          presentation: "Presentation kept",
          bodyHtml: "<p>Kowalski kept</p>",
        },
      },
    },
  };
  const made: JournalEntry = {
    kind: "caseCreated",
    atMs: 3,
    remoteCaseId: 4711,
    how: "answered",
  };
  const received: JournalEntry = {
    kind: "imageStored",
    atMs: 4,
    sha256Hex: image.sha256Hex,
    uploadId: 7,
  };

  async function expectNoWords() {
    const text = await readFile(path, "latin1");
    for (const word of words) expect(text).not.toContain(word);
    expect(text).not.toContain(image.sha256Hex.concat('","sizeBytes'));
  }

  beforeEach(() => {
    store = sealedStore();
  });

  it("holds no typed word, and gives all of it back", async () => {
    await writeEntries(typed, intended, made);
    await expectNoWords();
    expect(await reopened()).toEqual([typed, intended, made]);
    await expectNoWords();
  });

  it("gives back what was promised whatever length a crash leaves of it", async () => {
    await writeEntries(typed, intended, made);
    const whole = await readFile(path);
    const ends = [...whole.entries()].flatMap(([place, byte]) =>
      byte === 0x0a ? [place + 1] : [],
    );
    const entries = [typed, intended, made];
    for (let length = 0; length <= whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      const lines = ends.filter((end) => end <= length).length;
      expect(await reopened()).toEqual(
        entries.slice(0, Math.max(0, lines - 1)),
      );
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "takes over a plain one of version %i, and seals it before anything is added",
    async (version) => {
      store = createFileJournalStore(() => path, null);
      await writeEntries(typed, intended);
      const [, ...lines] = (await readFile(path, "utf8")).split("\n");
      const header = JSON.stringify({ casedropJournal: version });
      await writeFile(path, [header, ...lines].join("\n"));
      store = sealedStore();
      expect(await reopened()).toEqual([typed, intended]);
      await expectNoWords();
      expect(await readdir(folder)).toEqual(["journal.jsonl"]);
    },
  );

  it("stays sealed when it is written anew because it grew", async () => {
    const created = await store.create(caseId);
    if (!created.ok) throw new Error(created.failure.kind);
    await created.value.append(typed);
    const retries = Array.from({ length: 9000 }, (_, atMs) => [
      created.value.append({ kind: "caseIntended", atMs }),
      created.value.append({ kind: "caseWithdrawn", atMs }),
    ]);
    await Promise.all(retries.flat());
    await created.value.append(received);
    await created.value.close();
    expect((await stat(path)).size).toBeLessThan(400_000);
    await expectNoWords();
    expect((await reopened())[0]).toEqual(typed);
  });

  /** Nothing in any file of the folder, in the clear. */
  async function expectNoWordsAnywhere() {
    const names = await readdir(folder);
    expect(names).not.toEqual([]);
    for (const name of names) {
      const text = await readFile(join(folder, name), "latin1");
      for (const word of words) expect(text).not.toContain(word);
    }
  }

  /** A journal of this version with its plan in the clear, and a line that nobody understands. */
  async function plainAndDamaged(version: number): Promise<string> {
    store = createFileJournalStore(() => path, null);
    await writeEntries(typed, intended);
    const [, ...lines] = (await readFile(path, "utf8")).split("\n");
    const header = JSON.stringify({ casedropJournal: version });
    const text = [header, '{"kind":"dance"}', ...lines].join("\n");
    await writeFile(path, text);
    store = sealedStore();
    return text;
  }

  it.each([1, 5, 9])(
    "is sealed as it is kept aside when it is damaged and in the clear, of version %i",
    async (version) => {
      const text = await plainAndDamaged(version);
      expect(text).toContain(words[0]);
      expect(await store.open(caseId)).toEqual(damaged);
      expect(await readdir(folder)).toEqual(["journal.jsonl.damaged-1"]);
      await expectNoWordsAnywhere();
      // Whoever has the key can still look.
      const opened = createSealer({
        key: new Uint8Array(32).fill(7),
        random: systemRandom,
        purpose: "uploadPlan",
      }).open(await readFile(`${path}.damaged-1`));
      if (!opened.ok) throw new Error(opened.failure.kind);
      expect(Buffer.from(opened.value).toString("utf8")).toBe(text);
      expect(await store.create(caseId)).toEqual(damaged);
    },
  );

  it("is sealed later where an earlier version kept it aside in the clear", async () => {
    const text = await plainAndDamaged(3);
    await rm(path);
    for (const number of [1, 2])
      await writeFile(`${path}.damaged-${number}`, text);
    expect(await store.open(caseId)).toEqual(damaged);
    await expectNoWordsAnywhere();
    const sealed = await readFile(`${path}.damaged-1`);
    // Once, and not with every start.
    expect(await store.open(caseId)).toEqual(damaged);
    expect(await readFile(`${path}.damaged-1`)).toEqual(sealed);
    expect(await sealedStore(8).open(caseId)).toEqual(damaged);
    expect(await readFile(`${path}.damaged-1`)).toEqual(sealed);
  });

  it("of another key stays where it is, and tells what is known without it", async () => {
    await writeEntries(typed, intended, made, received);
    const before = await readFile(path);
    const locked = {
      ok: false,
      failure: { kind: "journalLocked", remoteCaseId: 4711, storedImages: 1 },
    };
    for (const other of [
      sealedStore(8),
      createFileJournalStore(() => path, null),
    ]) {
      expect(await other.open(caseId)).toEqual(locked);
      expect(await other.create(caseId)).toEqual(locked);
    }
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
    expect(await readFile(path)).toEqual(before);
    // The keychain is back.
    expect(await reopened()).toEqual([typed, intended, made, received]);
  });

  it("knows of no draft any more once it was given up", async () => {
    const givenUp = {
      kind: "draftGivenUp",
      atMs: 5,
      remoteCaseId: 4711,
    } as const;
    await writeEntries(typed, intended, made, givenUp);
    expect(await sealedStore(8).open(caseId)).toMatchObject({
      failure: { kind: "journalLocked", remoteCaseId: null },
    });
  });

  // Magic, version, key id, nonce and the text, at 3 bytes for every 4 characters.
  it.each([1, 6, 9, 20, 200])(
    "is damaged, not locked, when character %i of the seal was changed",
    async (character) => {
      await writeEntries(typed, intended);
      const text = await readFile(path, "utf8");
      const start = '"sealed":"';
      const place = text.indexOf(start) + start.length + character;
      const changed = text[place] === "A" ? "B" : "A";
      await writeFile(
        path,
        text.slice(0, place) + changed + text.slice(place + 1),
      );
      expect(await store.open(caseId)).toEqual(damaged);
      expect(await readdir(folder)).toEqual(["journal.jsonl.damaged-1"]);
      // Kept aside, it is not absent.
      expect(await store.open(caseId)).toEqual(damaged);
      expect(await store.create(caseId)).toEqual(damaged);
    },
  );
});
