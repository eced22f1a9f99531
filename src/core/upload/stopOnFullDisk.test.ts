// Pause and cancel at every line of the journal while the disk refuses to write: kept or told, and never undone by a restart.
import { describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";

/** A case that is stopped when its journal has `atEntry` lines, on a disk that is full from then on. */
async function stoppedCase(decision: "pause" | "cancel", atEntry: number) {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const images = [1, 2, 3].map((value) =>
    spool.add(new Uint8Array(50).fill(value)),
  );
  const world = { service, spool, clock };
  const plan = {
    ...testPlan([images.map((image) => [image])]),
    login: "tester",
  };
  const run = uploadRun([frozenPlan(plan, world)], world);
  const { journal, upload } = run;
  let isStopped = false;
  service.during = () => {
    if (isStopped || journal.entries.length < atEntry) return;
    isStopped = true;
    journal.failure = { kind: "diskFull" };
    upload[decision]();
  };
  upload.run();
  const toldOrOver = async () => {
    for (let turn = 0; turn < 500; turn += 1) {
      const view = upload.view();
      if (view.kind === "done") return view;
      if (view.kind === "stopped" && view.failure.kind === "decisionNotKept")
        return view;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return upload.view();
  };
  return { world, service, ...run, view: await toldOrOver() };
}

describe.each(["pause", "cancel"] as const)(
  "a %s on a full disk",
  (decision) => {
    const kind = decision === "pause" ? "paused" : "cancelled";

    it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
      "at line %i is told, tried again, and outlives a restart",
      async (atEntry) => {
        const { view, journal, upload, service, world } = await stoppedCase(
          decision,
          atEntry,
        );
        expect(view).toMatchObject({
          kind: "stopped",
          failure: { kind: "decisionNotKept", decision: kind, code: "ENOSPC" },
        });
        const callsBefore = service.calls.length;
        journal.failure = null;
        await expect.poll(() => upload.view().kind).toBe(kind);
        expect(journal.entries.map((entry) => entry.kind)).toContain(kind);
        await upload.close();
        expect(service.calls).toHaveLength(callsBefore);
        const reopened = uploadRun(journal.entries, world);
        expect(
          reopened.upload.isHeld || reopened.upload.state.isCancelled,
        ).toBe(true);
      },
    );

    it("is written at the latest when the app quits", async () => {
      const { journal, upload } = await stoppedCase(decision, 4);
      journal.failure = null;
      await upload.close();
      expect(journal.entries.at(-1)?.kind).toBe(kind);
    });
  },
);
