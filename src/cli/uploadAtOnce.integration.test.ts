// Two cases of one title sent at the same time, as from a template: neither takes the other's draft for its own. Uses the build (npm run build).
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileJournalStore } from "../adapters/journal/fileJournalStore.ts";
import { createSealer } from "../adapters/sealedRecords.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { MemorySpool } from "../testing/memorySpool.ts";
import { UploadByCommand } from "../testing/uploadByCommand.ts";
import { testCaseId, testPlan } from "../testing/uploadPlans.ts";

let upload: UploadByCommand;
let images = "";
beforeEach(async () => {
  upload = await UploadByCommand.start();
  images = await upload.images("first", [1, 2]);
});
afterEach(() => upload.end());

/**
 * The draft is not made, and the list of drafts does not come before `listAgain`. The command gives up after 20 tries: at this
 * pace long after another one has sent its case, on a busy machine too.
 */
async function loseDraft(): Promise<void> {
  const cut = { kind: "cut", when: "beforeAnswer" };
  const busy = { kind: "status", status: 503, retryAfterSeconds: 6 };
  await upload.sandbox.admin("POST", "/sandbox/faults", {
    rules: [
      { route: "createCase", nth: 1, fault: cut },
      { route: "listCases", fault: busy },
    ],
  });
}

async function hasAskedForList(): Promise<boolean> {
  const { requests } = await upload.sandbox.state();
  return requests.some(({ route }) => route === "listCases");
}

function listAgain() {
  return upload.sandbox.admin("DELETE", "/sandbox/faults");
}

async function imagesOfDrafts(): Promise<readonly number[]> {
  const { cases } = await upload.sandbox.state();
  return cases.map(({ studies }) =>
    studies
      .flatMap(({ stacks }) => stacks)
      .reduce((sum, { uploads }) => sum + uploads.length, 0),
  );
}

it("makes a draft of its own, though another command made one of that title meanwhile", async () => {
  const others = await upload.images("second", [3, 4, 5]);
  await loseDraft();
  const first = upload.run(images);
  await expect.poll(hasAskedForList).toBe(true);
  expect((await upload.run(others)).status).toBe(0);
  await listAgain();
  expect(JSON.parse((await first).stdout)).toMatchObject({ status: "inDoubt" });
  expect(await imagesOfDrafts()).toEqual([3]);
  const asked = await upload.run(images, ["--answer", "send-again"]);
  expect(asked.status).toBe(0);
  expect(await imagesOfDrafts()).toEqual([3, 2]);
});

/** The window's record of a case whose plan only the window can read. */
async function windowsCase(remoteCaseId: number): Promise<void> {
  const folder = join(upload.profile, "Casedrop", "cases", testCaseId());
  await mkdir(folder, { recursive: true });
  const sealer = createSealer({
    key: new Uint8Array(32).fill(7),
    random: systemRandom,
    purpose: "uploadPlan",
  });
  const path = join(folder, "journal.jsonl");
  const journal = await createFileJournalStore(() => path, sealer).create(
    testCaseId(),
  );
  if (!journal.ok) throw new Error(journal.failure.kind);
  const plan = testPlan([[[new MemorySpool().add(new Uint8Array([1]))]]]);
  const frozen = { kind: "planFrozen", version: 1, atMs: 1, plan } as const;
  await journal.value.append(frozen);
  await journal.value.append({ kind: "caseIntended", atMs: 2 });
  await journal.value.append({
    kind: "caseCreated",
    atMs: 3,
    remoteCaseId,
    how: "answered",
  });
  await journal.value.close();
}

it.runIf(process.platform === "linux")(
  "makes a draft of its own, though the window made one of that title meanwhile",
  async () => {
    await loseDraft();
    const first = upload.run(images);
    await expect.poll(hasAskedForList).toBe(true);
    await windowsCase(await upload.sandbox.createCase("Chest case"));
    await listAgain();
    expect(JSON.parse((await first).stdout)).toMatchObject({
      status: "inDoubt",
    });
    expect(await imagesOfDrafts()).toEqual([0]);
  },
);
