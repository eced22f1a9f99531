// How long the de-identified copies of a case are kept: as long as the site may still say that a stack failed.
import { describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan, testStackId } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import { mayBeSentAgain } from "./copiesNeeded.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A case of one stack that was sent, and that the site said nothing more about for as long as it was asked. */
async function caseWithoutNews() {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const plan = testPlan([[[spool.add(new Uint8Array(1000).fill(1))]]]);
  const world = { service, spool, clock };
  const run = uploadRun([frozenPlan(plan, world)], world);
  service.fault = (call) =>
    call === "jobStatus"
      ? { failure: { kind: "refused", status: 401, detail: "" } }
      : null;
  expect(run.upload.needsCopies).toBe(true);
  run.upload.run();
  const view = await run.settled();
  expect(view.kind).toBe("done");
  service.fault = () => null;
  /** The site says that the stack failed, and the user has it sent once more. */
  const retryAfterFailure = async () => {
    for (const { attach } of run.upload.state.stacks)
      if (attach.kind === "attached")
        service.jobStates.set(attach.jobId ?? "", "failed");
    run.upload.checkProcessing();
    await run.settled();
    // The storage has cleared away what it used.
    service.uploads.clear();
    service.stored.clear();
    service.jobStates.clear();
    run.upload.retryStack(testStackId(1));
    run.upload.run();
    return run.settled();
  };
  return { ...world, ...run, retryAfterFailure };
}

describe("the copies of a case that was sent", () => {
  it("are there when the site says hours later that a stack failed, and go when it was processed", async () => {
    const { upload, clock, service, retryAfterFailure } =
      await caseWithoutNews();
    expect(upload.needsCopies).toBe(true);
    await clock.sleep(8 * hourMs);
    expect(await retryAfterFailure()).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processed" } }] },
    });
    expect(service.count("putObject")).toBe(2);
    expect(upload.needsCopies).toBe(false);
  });

  it("are kept for 14 days, and their absence is told as what it is", async () => {
    const { upload, clock, spool, retryAfterFailure } = await caseWithoutNews();
    await clock.sleep(13 * dayMs);
    expect(upload.needsCopies).toBe(true);
    await clock.sleep(dayMs);
    expect(upload.needsCopies).toBe(false);
    spool.isGone = true;
    expect(await retryAfterFailure()).toMatchObject({
      kind: "stopped",
      failure: { kind: "spoolDamaged", isMissing: true },
    });
  });
});

it.each([
  ["not attached", { kind: "notAttached" }, true],
  ["in doubt", { kind: "intended" }, true],
  ["failed long ago", attached("failed", "job", 1), true],
  ["processed", attached("processed", "job", 9), false],
  ["without news", attached("unknown", "job", 5), true],
  ["without news for too long", attached("unknown", "job", 4), false],
  ["without a job to ask about", attached("unknown", null, 9), false],
] as const)("a stack that is %s", (_what, attach, expected) => {
  expect(mayBeSentAgain(attach, 5)).toBe(expected);
});

function attached(
  processing: "unknown" | "processed" | "failed",
  jobId: string | null,
  atMs: number,
) {
  return { kind: "attached", processing, jobId, atMs } as const;
}
