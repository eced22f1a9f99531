// What the journal does when the disk refuses: no half line may stay where others follow.
import type { FileHandle } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { FileJournal, type JournalForm } from "./fileJournal.ts";
import {
  entryLine,
  headerLine,
  readJournalContent,
  reserveText,
} from "./journalFile.ts";

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

function journalOn(
  file: FakeFile,
  form: Partial<JournalForm> = {},
): FileJournal {
  return new FileJournal(
    { file: file as unknown as FileHandle, sizeBytes: 0 },
    () => Promise.resolve(),
    {
      compact: () => Promise.resolve(null),
      reopen: () => Promise.reject(errno("EBADF")),
      lineOf: (entry) => entryLine(entry, null),
      ...form,
    },
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

describe("a decision to stop on a disk that is full", () => {
  const cancelled: JournalEntry = { kind: "cancelled", atMs: 5 };
  const full = { ok: false, failure: { kind: "diskFull" } };

  async function fullDisk() {
    const file = new FakeFile();
    file.content = Buffer.from(headerLine);
    const journal = new FileJournal(
      { file: file as unknown as FileHandle, sizeBytes: headerLine.length },
      () => Promise.resolve(),
      {
        compact: () => Promise.resolve(null),
        reopen: () => Promise.reject(errno("EBADF")),
        lineOf: (entry) => entryLine(entry, null),
      },
    );
    await journal.append(intent);
    file.roomBytes = file.content.byteLength;
    return { file, journal };
  }

  function entriesIn(file: FakeFile) {
    const content = readJournalContent(file.content, null);
    return content.kind === "whole" ? content.entries : content.kind;
  }

  it.each([cancelled, { kind: "paused", atMs: 5 } as const])(
    "has room of its own: $kind",
    async (decision) => {
      const { file, journal } = await fullDisk();
      const sizeBytes = file.content.byteLength;
      expect(await journal.append(receipt)).toEqual(full);
      expect(await journal.append(decision)).toEqual({ ok: true, value: null });
      expect(file.content.byteLength).toBe(sizeBytes);
      expect(entriesIn(file)).toEqual([intent, decision]);
    },
  );

  it("becomes a line before anything else does, once there is room", async () => {
    const { file, journal } = await fullDisk();
    await journal.append(cancelled);
    file.roomBytes = Infinity;
    await journal.append(receipt);
    expect(file.content.toString().startsWith(headerLine)).toBe(true);
    expect(entriesIn(file)).toEqual([intent, cancelled, receipt]);
  });

  it("to pause does not undo one to cancel", async () => {
    const { file, journal } = await fullDisk();
    await journal.append(cancelled);
    await journal.append({ kind: "paused", atMs: 6 });
    expect(entriesIn(file)).toEqual([intent, cancelled]);
  });

  it("whose writing was cut off by a crash counts as a pause, at every length of it", () => {
    const text = reserveText({ kind: "cancelled", atMs: 1_700_000_000_000 });
    for (let length = 1; length < text.trimEnd().length; length += 1) {
      const torn = headerLine.replace(
        " ".repeat(length),
        text.slice(0, length),
      );
      expect(readJournalContent(Buffer.from(torn), null)).toMatchObject({
        entries: [{ kind: "paused" }],
      });
    }
  });
});

describe("a journal that could not be written anew", () => {
  it("is opened again by the next append", async () => {
    const old = new FakeFile();
    const again = new FakeFile();
    let refusals = 1;
    const journal = journalOn(old, {
      compact: async (file) => {
        await file.close();
        throw errno("EIO");
      },
      reopen: () => {
        refusals -= 1;
        return refusals >= 0
          ? Promise.reject(errno("EIO"))
          : Promise.resolve({
              file: again as unknown as FileHandle,
              sizeBytes: 0,
            });
      },
    });
    const many = Array.from({ length: 3_000 }, () => journal.append(receipt));
    await Promise.all(many);
    expect(await journal.append(intent)).toMatchObject({ ok: false });
    expect(await journal.append(intent)).toEqual({ ok: true, value: null });
    expect(kindsIn(again)).toEqual(["caseIntended"]);
    await journal.close();
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
