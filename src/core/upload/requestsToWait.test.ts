// What a service that asks to be left alone holds back, for how long, and how often it is asked all the same.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testLine } from "../../testing/testLine.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { ServiceLine } from "./serviceLine.ts";

const hourMs = 3_600_000;

let clock: HastyClock;
let service: FakeRadiopaedia;
let line: ServiceLine;
beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  line = testLine(clock);
});

function caseWith(images: number, seed: number) {
  const spool = new MemorySpool();
  const files = Array.from({ length: images }, (_, index) =>
    spool.add(new Uint8Array(50).fill(seed + index)),
  );
  const world = { service, spool, clock };
  const plan = {
    ...testPlan([files.map((file) => [file])], { title: `Case ${seed}` }),
    login: "tester",
  };
  return uploadRun([frozenPlan(plan, world)], world, { line });
}

function rateLimited(retryAfterMs: number | null) {
  return {
    failure: { kind: "rateLimited", status: 429, retryAfterMs },
  } as const;
}

describe("a question for a job that is answered with 429", () => {
  it("holds no other case for longer than anybody waits: that case is told", async () => {
    service.fault = (call) =>
      call === "jobStatus" ? rateLimited(24 * hourMs) : null;
    const first = caseWith(2, 1);
    first.upload.run();
    const view = await first.settled();
    expect(view.kind).toBe("done");
    expect(service.count("jobStatus")).toBe(1);
    const second = caseWith(2, 10);
    second.upload.run();
    expect((await second.settled()).kind).toBe("done");
    expect(clock.sleeps.every((ms) => ms < hourMs)).toBe(true);
  });

  it("is not asked again at once where it does not say how long", async () => {
    service.fault = (call, nth) =>
      call === "jobStatus" && nth === 1 ? rateLimited(null) : null;
    let askedAtMs = 0;
    service.during = (call, nth) => {
      if (call !== "jobStatus") return;
      if (nth === 1) askedAtMs = clock.nowMs();
      if (nth === 2)
        expect(clock.nowMs() - askedAtMs).toBeGreaterThanOrEqual(5_000);
    };
    const run = caseWith(3, 1);
    run.upload.run();
    expect((await run.settled()).kind).toBe("done");
    expect(service.count("jobStatus")).toBe(4);
  });
});

describe("a service that asks for a day", () => {
  it("is asked by no other operation of any case, and once by the next try", async () => {
    service.fault = (call) =>
      call === "putObject" ? rateLimited(24 * hourMs) : null;
    const [run, other] = [caseWith(12, 1), caseWith(12, 100)];
    run.upload.run();
    other.upload.run();
    const told = {
      kind: "stopped",
      failure: { kind: "rateLimited", retryAfterMs: 24 * hourMs },
    };
    expect(await run.settled()).toMatchObject(told);
    expect(await other.settled()).toMatchObject(told);
    // Four were on their way when the first answer came.
    expect(service.count("putObject")).toBeLessThanOrEqual(4);
    service.fault = () => null;
    run.upload.run();
    expect((await run.settled()).kind).toBe("done");
  });
});
