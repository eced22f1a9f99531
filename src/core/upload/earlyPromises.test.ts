// What was begun early and fails by a bug: somebody hears of it or nobody needs to, and the process never ends of it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import { BlockPool } from "./blockPool.ts";
import { PresignQueue, type PresignQueueDeps } from "./presignQueue.ts";
import { SpoolBody } from "./spoolBody.ts";

const unheard: unknown[] = [];
const onUnheard = (error: unknown) => unheard.push(error);
beforeEach(() => {
  unheard.length = 0;
  process.on("unhandledRejection", onUnheard);
});
afterEach(() => {
  process.off("unhandledRejection", onUnheard);
});

/** Node tells of a rejection once the microtasks after it are over. */
async function nothingUnheard(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  expect(unheard).toEqual([]);
}

describe("a bug in asking for addresses ahead of time", () => {
  function queueOfThree(presign: PresignQueueDeps["presign"]) {
    const spool = new MemorySpool();
    const files = [1, 2, 3].map((byte) => spool.add(Uint8Array.of(byte)));
    return new PresignQueue(files, {
      clock: new HastyClock(),
      presign,
      bytesPerSecond: () => null,
      maxFiles: 1,
      minFiles: () => 1,
      maxAgeMs: 600_000,
    });
  }

  it("is heard by who asks for the next file, and loses none", async () => {
    let asked = 0;
    const queue = queueOfThree((hashes) => {
      asked += 1;
      if (asked === 2 || asked === 3) return Promise.reject(new Error("bug"));
      const grants = hashes.map(
        (hash, index) =>
          [hash, { uploadId: asked + index, url: null }] as const,
      );
      return Promise.resolve(success(new Map(grants)));
    });
    expect(await queue.take()).toMatchObject({ value: { grant: {} } });
    await nothingUnheard();
    await expect(queue.take()).rejects.toThrow("bug");
    const rest = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const taken = await queue.take();
      if (taken.ok && taken.value !== null) rest.push(taken.value.file);
    }
    expect(rest).toHaveLength(2);
    await nothingUnheard();
  });
});

describe("a bug in reading a file ahead of its turn", () => {
  function begunBody() {
    const closed: true[] = [];
    const body = new SpoolBody(new MemorySpool().add(Uint8Array.of(1, 2, 3)), {
      spool: {
        open: () => Promise.reject(new Error("bug")),
        readHashing: () => ({
          next: () => Promise.reject(new Error("bug")),
          close: () => {
            closed.push(true);
            return Promise.resolve();
          },
        }),
      },
      blocks: new BlockPool(1),
      bandwidth: null,
      computesMd5: false,
      bytesPerSecond: () => null,
    });
    body.readAhead();
    return { body, closed };
  }

  it("matters to nobody if the file is not sent", async () => {
    const { body, closed } = begunBody();
    await nothingUnheard();
    await body.discard();
    expect(closed).toEqual([true]);
    await nothingUnheard();
  });

  it("is heard by who sends it, and leaves nothing open", async () => {
    const { body, closed } = begunBody();
    await nothingUnheard();
    await expect(body.stream()[Symbol.asyncIterator]().next()).rejects.toThrow(
      "bug",
    );
    expect(closed).toEqual([true]);
    await nothingUnheard();
  });
});

it("a bug in a receipt that is written beside the next PUT stops the case", async () => {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const images = [1, 2, 3].map((byte) => spool.add(Uint8Array.of(byte)));
  const world = { service, spool, clock };
  const run = uploadRun([frozenPlan(testPlan([[images]]), world)], world);
  const append = run.journal.append.bind(run.journal);
  run.journal.append = (entry) =>
    entry.kind === "imageStored"
      ? Promise.reject(new Error("bug"))
      : append(entry);
  service.during = async (call, nth) => {
    if (call === "putObject" && nth === 3)
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  };
  run.upload.run();
  expect(await run.settled()).toMatchObject({
    kind: "stopped",
    failure: { kind: "bug" },
  });
  await nothingUnheard();
});
