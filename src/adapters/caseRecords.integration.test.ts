// Records of cases on a real disk: what is loaded, what is removed, and what a crash left behind.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success } from "../shared/result.ts";
import { caseFolders, createCaseRecords } from "./caseRecords.ts";
import { createDurableFile } from "./durableFile.ts";
import {
  createFileRemoval,
  removeFromDisk,
  type RemovePath,
} from "./fileRemoval.ts";

type RecordAt = Parameters<typeof createCaseRecords>[1];

const [first, second, third] = ["1", "2", "3"].map(
  (digit) => `0b8f6a3e-5a1c-4f7e-9a55-2b8f3c1d4e6${digit}` as CaseId,
) as [CaseId, CaseId, CaseId];

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-records-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Records without a seal; the damaged one is that of `damaged`. */
function records(
  damaged: CaseId | null = null,
  removePath: RemovePath = removeFromDisk,
) {
  const recordAt = (path: string): ReturnType<RecordAt> => {
    const file = createDurableFile(path);
    return {
      async read() {
        if (damaged !== null && path.includes(damaged))
          return failed({ kind: "recordDamaged", record: "draft" });
        const bytes = await file.read();
        if (!bytes.ok || bytes.value === null) return bytes;
        return success(
          JSON.parse(Buffer.from(bytes.value).toString("utf8")) as unknown,
        );
      },
      write: (content) => file.write(Buffer.from(JSON.stringify(content))),
    };
  };
  return createCaseRecords(folder, recordAt, createFileRemoval(removePath));
}

async function plantSpool(caseId: CaseId): Promise<void> {
  const { spool } = caseFolders(folder, caseId);
  await mkdir(spool, { recursive: true });
  await writeFile(join(spool, `${"0".repeat(64)}.dcm`), "prepared");
}

describe("the folder of all cases", () => {
  it("loses the images of a case that a crash left without record and journal", async () => {
    await plantSpool(first);
    await records().save(second, { title: "kept" });
    await plantSpool(second);
    const loaded = await records().load();
    expect(loaded.records).toEqual([
      { caseId: second, content: { title: "kept" } },
    ]);
    expect(await readdir(folder)).toEqual([second]);
  });

  it("keeps a case whose record is damaged or was set aside, or that has a journal alone", async () => {
    await plantSpool(first);
    await plantSpool(third);
    await plantSpool(second);
    await writeFile(caseFolders(folder, third).journal, "");
    // As an earlier run leaves it.
    await writeFile(`${caseFolders(folder, second).record}.damaged-1`, "");
    const loaded = await records(first).load();
    expect(loaded.failures).toEqual([
      { kind: "recordDamaged", record: "draft" },
    ]);
    expect(loaded.journalsOnly).toEqual([third]);
    expect((await readdir(folder)).sort()).toEqual([first, second, third]);
  });

  it("holds nothing of a case that was forgotten", async () => {
    const store = records();
    await store.save(first, { title: "gone" });
    await plantSpool(first);
    const { journal } = caseFolders(folder, first);
    for (const name of [
      journal,
      `${journal}.damaged-1`,
      `${journal}.damaged-2.writing`,
      `${journal}.7-1-00.lock`,
    ])
      await writeFile(name, "words");
    expect(await store.remove(first)).toEqual({ ok: true, value: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it("says by kind and number what of a case could not be removed, and removes it when asked again", async () => {
    const refusing = (name: string): RemovePath => {
      const refusal = Object.assign(new Error("in use"), { code: "EBUSY" });
      return (path) =>
        path.endsWith(name) ? Promise.reject(refusal) : removeFromDisk(path);
    };
    const store = records(null, refusing("spool"));
    await store.save(first, { title: "still here" });
    await plantSpool(first);
    await writeFile(caseFolders(folder, first).journal, "words");
    expect(await store.remove(first)).toEqual({
      ok: false,
      failure: {
        kind: "notForgotten",
        code: "EBUSY",
        remains: [{ what: "preparedImages", count: 1 }],
      },
    });
    // Known by its record still, at the next start too.
    const later = records();
    expect((await later.load()).records).toEqual([
      { caseId: first, content: { title: "still here" } },
    ]);
    expect(await later.remove(first)).toEqual({ ok: true, value: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it("loses what lies beside the cases that are known", async () => {
    const store = records();
    await store.save(first, { title: "kept" });
    await plantSpool(second);
    await writeFile(`${caseFolders(folder, second).record}.damaged-1`, "old");
    await writeFile(`${caseFolders(folder, second).journal}.damaged-1`, "old");
    await writeFile(join(folder, "stray"), "");
    expect(await store.removeOthers(new Set([first]))).toEqual({
      ok: true,
      value: null,
    });
    expect(await readdir(folder)).toEqual([first]);
  });
});
