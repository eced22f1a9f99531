// What the journal does when the disk refuses: no half line may stay where others follow.
import type { FileHandle } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { FileJournal } from "./fileJournal.ts";

/** As much of a file as the journal uses; refuses on cue. */
class FakeFile {
  content = Buffer.alloc(0);
  roomBytes = Infinity;
  syncError: string | null = null;
  syncs = 0;

  write(bytes: Buffer, offset: number, length: number, position: number) {
    const room = Math.max(0, this.roomBytes - position);
    if (room === 0) return Promise.reject(errno("ENOSPC"));
    const written = Math.min(length, room);
    const end = Math.max(this.content.byteLength, position + written);
    const grown = Buffer.alloc(end);
    this.content.copy(grown);
    bytes.copy(grown, position, offset, offset + written);
    this.content = grown;
    return Promise.resolve({ bytesWritten: written });
  }

  datasync() {
    this.syncs += 1;
    return this.syncError === null
      ? Promise.resolve()
      : Promise.reject(errno(this.syncError));
  }

  truncate(length: number) {
    this.content = this.content.subarray(0, length);
    return Promise.resolve();
  }

  close() {
    return Promise.resolve();
  }
}

function errno(code: string): Error {
  return Object.assign(new Error("write /secret/path"), { code });
}

function journalOn(file: FakeFile): FileJournal {
  return new FileJournal(
    { file: file as unknown as FileHandle, sizeBytes: 0 },
    () => Promise.resolve(),
    () => Promise.resolve(null),
  );
}

const intent: JournalEntry = { kind: "caseIntended", atMs: 1 };
const receipt: JournalEntry = {
  kind: "imageStored",
  atMs: 2,
  sha256Hex: "a".repeat(64) as Sha256Hex,
  uploadId: 7,
};

function kindsIn(file: FakeFile): unknown[] {
  return file.content
    .toString()
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as JournalEntry).kind);
}

describe("a journal on a disk that refuses", () => {
  it("leaves no half line behind when the disk fills up, and goes on when there is room", async () => {
    const file = new FakeFile();
    const journal = journalOn(file);
    await journal.append({ kind: "caseIntended", atMs: 1 });
    file.roomBytes = file.content.byteLength + 10;
    expect(await journal.append({ kind: "caseWithdrawn", atMs: 2 })).toEqual({
      ok: false,
      failure: { kind: "diskFull" },
    });
    expect(file.content.toString()).toBe('{"kind":"caseIntended","atMs":1}\n');
    file.roomBytes = Infinity;
    await journal.append({ kind: "finished", atMs: 3 });
    expect(file.content.toString()).toBe(
      '{"kind":"caseIntended","atMs":1}\n{"kind":"finished","atMs":3}\n',
    );
  });

  it("does not report as written what could not be synced", async () => {
    const file = new FakeFile();
    file.syncError = "EIO";
    expect(await journalOn(file).append({ kind: "finished", atMs: 1 })).toEqual(
      { ok: false, failure: { kind: "unwritable", code: "EIO" } },
    );
  });
});

describe("the syncs of a journal", () => {
  it("are shared by appends that arrive together", async () => {
    const file = new FakeFile();
    const journal = journalOn(file);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        journal.append({ kind: "finished", atMs: index }),
      ),
    );
    expect(file.syncs).toBeLessThanOrEqual(2);
    expect(file.content.toString().split("\n")).toHaveLength(51);
  });

  it("wait for receipts of images longer than for anything else", async () => {
    const journal = journalOn(new FakeFile());
    await journal.append(intent);
    const startedAtMs = performance.now();
    await journal.append(receipt);
    expect(performance.now() - startedAtMs).toBeGreaterThan(40);
  });

  it("do not wait for receipts when something else is to be written, and keep the order", async () => {
    const waitsMs: number[] = [];
    // The quickest of some: a busy computer may be slow by itself.
    for (let round = 0; round < 5; round += 1) {
      const file = new FakeFile();
      const journal = journalOn(file);
      await journal.append(intent);
      const startedAtMs = performance.now();
      const receipts = journal.append(receipt);
      await journal.append(intent);
      waitsMs.push(performance.now() - startedAtMs);
      await receipts;
      expect(kindsIn(file)).toEqual([
        "caseIntended",
        "imageStored",
        "caseIntended",
      ]);
    }
    expect(Math.min(...waitsMs)).toBeLessThan(40);
  });

  it("come at once when it is closed", async () => {
    const waitsMs: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const file = new FakeFile();
      const journal = journalOn(file);
      await journal.append(intent);
      const startedAtMs = performance.now();
      const written = journal.append(receipt);
      await journal.close();
      waitsMs.push(performance.now() - startedAtMs);
      expect(await written).toEqual({ ok: true, value: null });
      expect(kindsIn(file)).toEqual(["caseIntended", "imageStored"]);
    }
    expect(Math.min(...waitsMs)).toBeLessThan(40);
  });
});
