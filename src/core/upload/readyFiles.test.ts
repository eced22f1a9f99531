// Reading ahead of the files that are sent.
import { describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { success } from "../../shared/result.ts";
import type { GrantedFile } from "./presignQueue.ts";
import { ReadyFiles } from "./readyFiles.ts";
import type { SpoolBody } from "./spoolBody.ts";

function world(count: number) {
  const left = Array.from({ length: count }, (_, id): GrantedFile => ({
    file: { sha256Hex: String(id) as Sha256Hex, sizeBytes: 1 },
    grant: { uploadId: id, url: null },
    askedAtMs: 0,
  }));
  const read: number[] = [];
  const discarded: number[] = [];
  const queue = { take: () => Promise.resolve(success(left.shift() ?? null)) };
  const files = new ReadyFiles(queue, (granted) => {
    read.push(granted.grant.uploadId);
    const discard = () => {
      discarded.push(granted.grant.uploadId);
      return Promise.resolve();
    };
    return { granted, body: { discard } as unknown as SpoolBody };
  });
  const next = async () => {
    const ready = await files.next();
    return ready.ok ? (ready.value?.granted.grant.uploadId ?? null) : "failed";
  };
  return { files, next, queue, read, discarded };
}

describe("files that are read ahead", () => {
  it("come in their order, to the last one", async () => {
    const { next, read } = world(6);
    const given = [];
    for (let turn = 0; turn < 8; turn += 1) given.push(await next());
    expect(given).toEqual([0, 1, 2, 3, 4, 5, null, null]);
    expect(read).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("are asked for four at a time, and never more than eight wait", async () => {
    const { next, read } = world(20);
    const begun: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      await next();
      begun.push(read.length);
    }
    expect(begun).toEqual([8, 8, 8, 8, 12, 12, 12]);
  });

  it("are given back when they are not sent", async () => {
    const { files, next, discarded } = world(20);
    await next();
    await files.discard();
    expect(discarded).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("pass a bug on to who asks, once what was begun is over", async () => {
    const { files, next, queue, discarded } = world(20);
    await next();
    queue.take = () => Promise.reject(new Error("bug"));
    for (const id of [1, 2, 3, 4, 5, 6, 7]) expect(await next()).toBe(id);
    await expect(next()).rejects.toThrow("bug");
    await files.discard();
    expect(discarded).toEqual([]);
  });
});
