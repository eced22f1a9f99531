// What the journals of other windows and commands tell of drafts, plain and sealed.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testCaseId, testPlan } from "../../testing/uploadPlans.ts";
import { createSealer } from "../sealedRecords.ts";
import { systemRandom } from "../systemRandom.ts";
import { casesBelow, journalName } from "./casesBelow.ts";
import { createFileJournalStore } from "./fileJournalStore.ts";

const image = new MemorySpool().add(new Uint8Array([1]));
const intended: JournalEntry = { kind: "caseIntended", atMs: 2 };
const withdrawn: JournalEntry = { kind: "caseWithdrawn", atMs: 3 };
const created: JournalEntry = {
  kind: "caseCreated",
  atMs: 3,
  remoteCaseId: 4711,
  how: "answered",
};
const origin = testPlan([[[image]]]).serviceOrigin;

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "casedrop-cases-"));
});
afterEach(() => rm(parent, { recursive: true }));

/** A case of another process, with these entries behind its plan. */
async function writeCase(
  isSealed: boolean,
  ...entries: readonly JournalEntry[]
): Promise<void> {
  const key = new Uint8Array(32).fill(7);
  const sealer = isSealed
    ? createSealer({ key, random: systemRandom, purpose: "uploadPlan" })
    : null;
  const path = join(parent, "case", journalName);
  const journal = await createFileJournalStore(() => path, sealer).create(
    testCaseId(),
  );
  if (!journal.ok) throw new Error(journal.failure.kind);
  const plan = testPlan([[[image]]], { title: " Gout " });
  const frozen = { kind: "planFrozen", version: 1, atMs: 1, plan } as const;
  for (const entry of [frozen, ...entries]) await journal.value.append(entry);
  await journal.value.close();
}

const nothing = { remoteCaseIds: new Set(), titlesInDoubt: new Set() };

it.each([
  ["has made its draft", [intended, created], { remoteCaseIds: [4711] }],
  ["is about to", [intended], { titlesInDoubt: ["Gout"] }],
  [
    "is about to once more",
    [intended, withdrawn, intended],
    { titlesInDoubt: ["Gout"] },
  ],
  ["has not made it", [intended, withdrawn], {}],
  ["has not begun", [], {}],
] as const)("of a case that %s", async (_, entries, told) => {
  await writeCase(false, ...entries);
  const { remoteCaseIds = [], titlesInDoubt = [] } = {
    ...(told as {
      remoteCaseIds?: readonly number[];
      titlesInDoubt?: readonly string[];
    }),
  };
  expect(await casesBelow([parent], origin, null)).toMatchObject({
    remoteCaseIds: new Set(remoteCaseIds),
    titlesInDoubt: new Set(titlesInDoubt),
    hasUnread: false,
  });
});

it.each([
  ["has made its draft", [intended, created], [4711], false],
  [
    "is about to make a draft of a title that is not known",
    [intended],
    [],
    true,
  ],
  ["has not begun", [], [], false],
] as const)("of a sealed case that %s", async (_, entries, ids, hasUnread) => {
  await writeCase(true, ...entries);
  expect(await casesBelow([parent], origin, null)).toMatchObject({
    remoteCaseIds: new Set(ids),
    titlesInDoubt: new Set(),
    hasUnread,
  });
});

it("says nothing of another service, of its own folder, or where there is none", async () => {
  await writeCase(false, intended, created);
  const own = join(parent, "case");
  const found = await Promise.all([
    casesBelow([parent], "https://elsewhere.example", null),
    casesBelow([parent], origin, own),
    casesBelow([join(parent, "absent")], origin, null),
  ]);
  for (const told of found)
    expect(told).toMatchObject({ ...nothing, hasUnread: false });
});

it("tells what has come since it was last asked", async () => {
  await writeCase(false, intended);
  await casesBelow([parent], origin, null);
  const path = join(parent, "case", journalName);
  await writeFile(path, `${JSON.stringify(created)}\n`, { flag: "a" });
  expect(await casesBelow([parent], origin, null)).toMatchObject({
    remoteCaseIds: new Set([4711]),
    titlesInDoubt: new Set(),
  });
});
