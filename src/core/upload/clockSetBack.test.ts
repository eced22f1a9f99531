// A computer's clock that is set back while a case is sent: nothing waits for the day that was lost.
import { describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import { afterPut, startConcurrency } from "./adaptConcurrency.ts";
import { PresignQueue } from "./presignQueue.ts";
import { ServicePause } from "./serviceLine.ts";
import { startRate, updateRate } from "./transferRate.ts";

const dayMs = 86_400_000;

function caseOfTwo() {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const images = [1, 2].map((value) =>
    spool.add(new Uint8Array(50).fill(value)),
  );
  const plan = {
    ...testPlan([images.map((image) => [image])]),
    login: "tester",
  };
  const world = { service, spool, clock };
  return { ...world, images, entries: [frozenPlan(plan, world)], world };
}

describe("a clock that is set back by a day", () => {
  it("between two attaches costs no more than the pause before them", async () => {
    const { clock, service, entries, world } = caseOfTwo();
    service.during = (call, nth) => {
      if (call === "attachStack" && nth === 1) clock.pass(-dayMs);
    };
    const settings = { storedTrustMs: Infinity };
    const run = uploadRun(entries, world, { settings });
    run.upload.run();
    expect((await run.settled()).kind).toBe("done");
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(3_000);
  });

  it("has images asked for again that say they were stored tomorrow", async () => {
    const { clock, service, images, entries, world } = caseOfTwo();
    const run = uploadRun(
      [
        ...entries,
        ...images.map(({ sha256Hex }, index) => ({
          kind: "imageStored" as const,
          atMs: clock.nowMs() + dayMs,
          sha256Hex,
          uploadId: index + 1,
        })),
      ],
      world,
    );
    run.upload.run();
    expect((await run.settled()).kind).toBe("done");
    expect(service.count("putObject")).toBe(2);
  });

  it("makes no pause longer than the service asked for", () => {
    const clock = new HastyClock();
    const pause = new ServicePause(clock);
    pause.extend(60_000, {
      kind: "rateLimited",
      status: 429,
      retryAfterMs: 60_000,
    });
    clock.pass(-dayMs);
    expect(pause.leftMs).toBe(60_000);
    clock.pass(60_000);
    expect(pause.leftMs).toBe(0);
  });

  it("has no URL used whose age nobody knows", async () => {
    const { clock, images } = caseOfTwo();
    let asked = 0;
    const queue = new PresignQueue(images, {
      clock,
      presign: (hashes) => {
        asked += 1;
        const uploads = hashes.map((hash, index) => {
          const url = `https://storage.test/${asked}` as never;
          return [hash, { uploadId: index + 1, url }] as const;
        });
        return Promise.resolve({ ok: true, value: new Map(uploads) });
      },
      bytesPerSecond: () => null,
      maxFiles: 200,
      minFiles: () => 1,
      maxAgeMs: 600_000,
    });
    await queue.take();
    clock.pass(-dayMs);
    const second = await queue.take();
    expect(asked).toBe(2);
    expect(second.ok && second.value?.grant.url).toBe("https://storage.test/2");
  });

  it("leaves rate and number of PUTs measured from then on", () => {
    const known = updateRate(startRate(dayMs, 0), dayMs + 1000, 1000);
    const setBack = updateRate(known, 1000, 1000);
    expect(updateRate(setBack, 5000, 9000).bytesPerSecond).toBe(1500);
    const put = { bytes: 10, wasCongested: false, wasFull: true };
    let puts = startConcurrency(1, dayMs);
    for (const nowMs of [0, 2000, 4000])
      puts = afterPut(puts, { ...put, nowMs }, 8);
    expect(puts.limit).toBe(2);
  });
});
