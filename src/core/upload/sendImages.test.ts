// What the sending of images leaves behind.
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { HashingRead, SpooledFile } from "../ports/spool.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Knows of all memory that was handed in to be read into, and keeps none of it. */
class WatchedSpool extends MemorySpool {
  readonly blocks: WeakRef<Uint8Array>[] = [];

  override readHashing(
    file: SpooledFile,
    options: { readonly withMd5: boolean },
  ): HashingRead {
    const read = super.readHashing(file, options);
    return {
      next: (target) => {
        this.blocks.push(new WeakRef(target));
        return read.next(target);
      },
      close: () => read.close(),
    };
  }

  get blocksInMemory(): number {
    return this.blocks.filter((block) => block.deref() !== undefined).length;
  }
}

describe("a case whose images are sent", () => {
  it("holds none of the memory that they were read into, however long it is kept", async () => {
    const clock = new HastyClock();
    const service = new FakeRadiopaedia(clock);
    const spool = new WatchedSpool();
    const images = Array.from({ length: 6 }, (_, index) =>
      spool.add(new Uint8Array(1000).fill(index)),
    );
    const world = { service, spool, clock };
    const run = uploadRun([frozenPlan(testPlan([[images]]), world)], world);
    run.upload.run();
    await run.settled();
    expect(spool.blocks).toHaveLength(6);
    // A WeakRef holds what it refers to until the turn in which it was asked is over.
    await setImmediate();
    collectGarbage();
    expect(spool.blocksInMemory).toBe(0);
    expect(run.upload.view().kind).toBe("done");
  });
});
