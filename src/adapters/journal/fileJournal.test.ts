// What the journal does when the disk refuses: no half line may stay where others follow.
import type { FileHandle } from "node:fs/promises";
import { describe, expect, it } from "vitest";
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

  it("shares one sync among appends that arrive together", async () => {
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
});
