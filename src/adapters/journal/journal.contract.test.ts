// What every journal store must do: the fake in memory and the real one on disk alike.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal, JournalStore } from "../../core/upload/journal.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { testCaseId, testPlan } from "../../testing/uploadPlans.ts";
import { MemoryJournalStore } from "../../testing/memoryJournal.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { createSealer } from "../sealedRecords.ts";
import { systemRandom } from "../systemRandom.ts";
import { createFileJournalStore } from "./fileJournalStore.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-journal-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const image = new MemorySpool().add(new Uint8Array([1, 2, 3]));
const frozen: JournalEntry = {
  kind: "planFrozen",
  version: 1,
  atMs: 1,
  plan: testPlan([[[image]]], { title: "Tumour — “quoted”\nnext line" }),
};
const caseId = testCaseId();

function stored(uploadId: number): JournalEntry {
  return {
    kind: "imageStored",
    atMs: 2,
    sha256Hex: image.sha256Hex,
    uploadId,
  };
}

const stores: readonly (readonly [string, () => JournalStore])[] = [
  ["in memory", () => new MemoryJournalStore()],
  [
    "on disk, sealed",
    () =>
      createFileJournalStore(
        (id) => join(folder, "sealed", id, "journal"),
        createSealer({
          key: new Uint8Array(32).fill(5),
          random: systemRandom,
          purpose: "uploadPlan",
        }),
      ),
  ],
  [
    "on disk",
    () =>
      createFileJournalStore((id) => join(folder, "deep", id, "journal"), null),
  ],
];

async function created(store: JournalStore): Promise<Journal> {
  const result = await store.create(caseId);
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value;
}

async function entriesOf(
  store: JournalStore,
): Promise<readonly JournalEntry[]> {
  const opened = await store.open(caseId);
  if (!opened.ok || opened.value === null) throw new Error("No journal");
  await opened.value.journal.close();
  return opened.value.entries;
}

describe.each(stores)("a journal store %s", (_name, makeStore) => {
  let store: JournalStore;
  beforeEach(() => {
    store = makeStore();
  });

  it("has no journal before one is created", async () => {
    expect(await store.open(caseId)).toEqual({ ok: true, value: null });
  });

  it("gives back what was appended, in order", async () => {
    const journal = await created(store);
    expect(await journal.append(frozen)).toEqual({ ok: true, value: null });
    await Promise.all([1, 2, 3, 4, 5].map((id) => journal.append(stored(id))));
    await journal.close();
    expect(await entriesOf(store)).toEqual([
      frozen,
      ...[1, 2, 3, 4, 5].map(stored),
    ]);
  });

  it("goes on at the end after it was opened again", async () => {
    const journal = await created(store);
    await journal.append(frozen);
    await journal.close();
    const opened = await store.open(caseId);
    if (!opened.ok || opened.value === null) throw new Error("No journal");
    await opened.value.journal.append(stored(7));
    await opened.value.journal.close();
    expect(await entriesOf(store)).toEqual([frozen, stored(7)]);
  });

  it("never replaces a journal that says something", async () => {
    const journal = await created(store);
    await journal.append(frozen);
    await journal.close();
    expect(await store.create(caseId)).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "EEXIST" },
    });
    expect(await entriesOf(store)).toEqual([frozen]);
  });

  it("creates again one that was left empty", async () => {
    await (await created(store)).close();
    const journal = await created(store);
    await journal.append(frozen);
    await journal.close();
    expect(await entriesOf(store)).toEqual([frozen]);
  });

  it("lets one writer in at a time", async () => {
    const journal = await created(store);
    await journal.append(frozen);
    const busy = {
      ok: false,
      failure: { kind: "inUseElsewhere" },
    };
    expect(await store.open(caseId)).toEqual(busy);
    expect(await store.create(caseId)).toEqual(busy);
    await journal.close();
    expect(await entriesOf(store)).toEqual([frozen]);
  });

  it("refuses appends once closed", async () => {
    const journal = await created(store);
    await journal.close();
    expect(await journal.append(frozen)).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "EBADF" },
    });
  });
});
