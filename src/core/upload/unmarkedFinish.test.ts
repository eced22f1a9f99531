// A site that is not told when all is sent (contract section 13): nothing is left to finish.
import { expect, it } from "vitest";
import { isAllSent } from "../../shared/sentWhole.ts";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";

it("counts as sent while the site processes what it has", async () => {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const world = { clock, service, spool };
  const plan = testPlan([[[spool.add(new Uint8Array([1]))]]]);
  const { upload, settled } = uploadRun([frozenPlan(plan, world)], world, {
    settings: { marksFinished: false },
  });
  const seen: boolean[] = [];
  service.during = (call) => {
    if (call === "jobStatus") seen.push(isAllSent(upload.view()));
  };
  upload.run();
  expect(await settled()).toMatchObject({
    kind: "done",
    progress: { phase: "processing" },
  });
  expect(new Set(seen)).toEqual(new Set([true]));
  expect(service.count("markUploadFinished")).toBe(0);
});
