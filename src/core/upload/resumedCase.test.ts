// The end of a pause: in the journal before the case has its turn, and never before the pause itself.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import {
  frozenPlan,
  uploadRun,
  type UploadRun,
} from "../../testing/uploadRun.ts";
import { replay } from "./transition.ts";

let service: FakeRadiopaedia;
let run: UploadRun;
beforeEach(() => {
  const clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const world = { service, spool, clock };
  const plan = testPlan([[[spool.add(new Uint8Array(10))]]]);
  run = uploadRun([frozenPlan(plan, world)], world);
});

const kinds = () => run.journal.entries.map(({ kind }) => kind);

function isHeldByJournal(): boolean {
  const state = replay(run.journal.entries);
  if (!state.ok) throw new Error("damaged");
  return state.value.isPaused;
}

/** A pause that the disk refuses, told to the user. */
async function refusedPause(): Promise<void> {
  run.journal.failure = { kind: "unwritable", code: "EIO" };
  run.upload.pause();
  await expect.poll(() => run.upload.view().kind).toBe("stopped");
}

describe("a case that is resumed", () => {
  it("is not held after a restart, though it was not run yet", async () => {
    run.upload.pause();
    run.upload.resume();
    await run.upload.close();
    expect(kinds()).toEqual(["planFrozen", "paused", "resumed"]);
    expect(service.calls).toEqual([]);
  });

  it("is held when it is paused once more", async () => {
    run.upload.pause();
    run.upload.resume();
    run.upload.pause();
    await run.upload.close();
    expect(isHeldByJournal()).toBe(true);
    expect(run.upload.isHeld).toBe(true);
  });

  it.each(["resume", "run"] as const)(
    "by %s is so in the journal too when the disk had refused the pause",
    async (how) => {
      await refusedPause();
      run.journal.failure = null;
      service.fault = (call) =>
        call === "attachStack"
          ? { failure: { kind: "signInNeeded", reason: "revoked" } }
          : null;
      run.upload[how]();
      await run.settled();
      await expect.poll(kinds).toContain("resumed");
      expect(kinds().slice(0, 3)).toEqual(["planFrozen", "paused", "resumed"]);
      expect(isHeldByJournal()).toBe(false);
      expect(run.upload.isHeld).toBe(false);
    },
  );

  it("stays held while the disk refuses that it is resumed", async () => {
    await refusedPause();
    run.upload.run();
    expect(await run.settled()).toMatchObject({
      kind: "stopped",
      failure: { kind: "unwritable", code: "EIO" },
    });
    expect(run.upload.isHeld).toBe(true);
    expect(service.calls).toEqual([]);
  });
});
