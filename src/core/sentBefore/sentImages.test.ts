// Images sent before: found again under this computer's key, forgotten with their case, and not to be read from the disk.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { StackImage } from "../model/stack.ts";
import {
  parseSentImages,
  SentImages,
  type SentImagesRecord,
} from "./sentImages.ts";

const first = "00000000-0000-4000-8000-000000000001" as CaseId;
const second = "00000000-0000-4000-8000-000000000002" as CaseId;

function imagesOf(
  uids: readonly string[],
  frame: number | null = null,
): StackImage[] {
  return uids.map((sopInstanceUID) => {
    const instance = scannedInstance(`/${sopInstanceUID}`);
    return {
      instance: {
        ...instance,
        header: {
          ...instance.header,
          sopInstanceUID,
        } as typeof instance.header,
      },
      frame,
    };
  });
}

class MemoryRecord implements SentImagesRecord {
  content: unknown = null;
  isRefusing = false;
  read() {
    return Promise.resolve(success(this.content));
  }
  write(content: unknown): ReturnType<SentImagesRecord["write"]> {
    if (this.isRefusing)
      return Promise.resolve(failed({ kind: "unwritable", code: "EBUSY" }));
    this.content = JSON.parse(JSON.stringify(content)) as unknown;
    return Promise.resolve(success(null));
  }
  remove() {
    this.content = null;
    return Promise.resolve(success(null));
  }
}

async function opened(record: SentImagesRecord, fill = 7) {
  const { memory } = await SentImages.open({
    record,
    random: {
      fraction: () => 0.5,
      bytes: (length) => new Uint8Array(length).fill(fill),
    },
    nextTurn: () => Promise.resolve(),
  });
  return memory;
}

const gout = { caseId: first, title: "Gout", sentAtMs: 1000 };

describe("images sent before", () => {
  it("are counted by the case that holds them, over a restart", async () => {
    const record = new MemoryRecord();
    await (await opened(record)).note(gout, imagesOf(["1.2", "1.3", "1.4"]));
    const memory = await opened(record, 9);
    expect(
      await memory.matches(imagesOf(["1.3", "1.4", "1.5"]), second),
    ).toEqual([
      {
        caseId: first,
        title: "Gout",
        sentAtMs: 1000,
        remoteCaseId: null,
        count: 2,
      },
    ]);
    expect(await memory.matches(imagesOf(["1.3"]), first)).toEqual([]);
  });

  it("tell frames of one file apart", async () => {
    const memory = await opened(new MemoryRecord());
    await memory.note(gout, imagesOf(["1.2"], 3));
    expect(await memory.matches(imagesOf(["1.2"], 4), second)).toEqual([]);
    expect(await memory.matches(imagesOf(["1.2"], 3), second)).toHaveLength(1);
  });

  it("are known by the draft they became", async () => {
    const memory = await opened(new MemoryRecord());
    await memory.note(gout, imagesOf(["1.2"]));
    await memory.becameDraft(first, 8731);
    const [match] = await memory.matches(imagesOf(["1.2"]), second);
    expect(match?.remoteCaseId).toBe(8731);
  });

  it("are forgotten with their case, on disk too", async () => {
    const record = new MemoryRecord();
    const memory = await opened(record);
    await memory.note(gout, imagesOf(["1.2"]));
    await memory.forget(first);
    expect(await memory.matches(imagesOf(["1.2"]), second)).toEqual([]);
    expect(JSON.stringify(record.content)).not.toContain(first);
  });

  it("leave no identity on the disk, and other digests under another key", async () => {
    const records = [new MemoryRecord(), new MemoryRecord()] as const;
    const uid = "1.2.840.113619.2.55.3.42";
    await (await opened(records[0], 1)).note(gout, imagesOf([uid]));
    await (await opened(records[1], 2)).note(gout, imagesOf([uid]));
    const digests = records.map(
      ({ content }) =>
        (content as { cases: { digests: string }[] }).cases[0]?.digests,
    );
    expect(JSON.stringify(records[0].content)).not.toContain(uid);
    expect(digests[0]).toHaveLength(22);
    expect(digests[0]).not.toBe(digests[1]);
  });

  it("go on being noticed in this run where the record cannot be read", async () => {
    const unreadable = { kind: "unreadable", code: "EIO" } as const;
    const { memory, failure } = await SentImages.open({
      record: {
        read: () => Promise.resolve(failed(unreadable)),
        write: () => Promise.resolve(failed(unreadable)),
        remove: () => Promise.resolve(success(null)),
      },
      random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
      nextTurn: () => Promise.resolve(),
    });
    expect(failure).toEqual({ ...unreadable, memory: "sentImages" });
    await memory.note(gout, imagesOf(["1.2"]));
    expect(await memory.matches(imagesOf(["1.2"]), second)).toHaveLength(1);
  });

  it("are told as a memory, not as a draft, where their record is damaged or of another form", async () => {
    const damaged = { kind: "recordDamaged", record: "draft" } as const;
    const failureOf = async (record: SentImagesRecord) =>
      (
        await SentImages.open({
          record,
          random: {
            fraction: () => 0,
            bytes: (length) => new Uint8Array(length),
          },
          nextTurn: () => Promise.resolve(),
        })
      ).failure;
    const record = new MemoryRecord();
    const told = { kind: "recordDamaged", record: "sentImages" };
    expect(
      await failureOf({
        read: () => Promise.resolve(failed(damaged)),
        write: (content) => record.write(content),
        remove: () => record.remove(),
      }),
    ).toEqual(told);
    record.content = { version: 2 };
    expect(await failureOf(record)).toEqual(told);
    expect(parseSentImages(record.content)).toBeNull();
  });

  it("are forgotten all at once, with the key they were known by", async () => {
    const record = new MemoryRecord();
    const memory = await opened(record);
    await memory.note(gout, imagesOf(["1.2"]));
    expect(await memory.forgetAll()).toEqual({ ok: true, value: null });
    expect(record.content).toBeNull();
    expect(await memory.matches(imagesOf(["1.2"]), second)).toEqual([]);
    await memory.note(gout, imagesOf(["1.2"]));
    expect(await memory.matches(imagesOf(["1.2"]), second)).toHaveLength(1);
  });

  it("are tried once more where the disk refused to forget a case", async () => {
    const record = new MemoryRecord();
    const memory = await opened(record);
    await memory.note(gout, imagesOf(["1.2"]));
    record.isRefusing = true;
    expect((await memory.forget(first)).ok).toBe(false);
    record.isRefusing = false;
    expect((await memory.forget(first)).ok).toBe(true);
    expect(JSON.stringify(record.content)).not.toContain("Gout");
  });
});
