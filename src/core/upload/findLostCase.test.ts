// After the user's word that a draft is not there: one more look before another is made.
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
import type { UploadView } from "../../shared/snapshot.ts";
import type { OtherCases } from "./stepContext.ts";

/** Title of the plan's case. */
const title = "Appendicitis";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
  service.fault = (call, nth) =>
    call === "createCase" && nth === 1
      ? {
          failure: { kind: "connectionLost", code: "ECONNRESET" },
          isDone: false,
        }
      : null;
});

function engine(others?: OtherCases): UploadRun {
  const image = spool.add(new Uint8Array(1000).fill(1));
  const effects = { service, spool, clock };
  return uploadRun(
    [frozenPlan(testPlan([[[image]]]), effects)],
    effects,
    others === undefined ? {} : { others },
  );
}

async function run(it: UploadRun): Promise<UploadView> {
  it.upload.run();
  return it.settled();
}

describe("a draft that the user says is not there", () => {
  it("is adopted if it came up since, and no second one is made", async () => {
    const it = engine();
    expect((await run(it)).kind).toBe("inDoubt");
    service.addCase(title);
    it.upload.answerDoubt({ kind: "sendAgain" });
    expect((await run(it)).kind).toBe("done");
    expect(service.cases.map((item) => item.isFinished)).toEqual([true]);
    expect(service.count("createCase")).toBe(1);
  });

  it("is not one of those that the user saw when saying so", async () => {
    const earlier = service.addCase(title);
    const it = engine({
      remoteCaseIds: new Set(),
      titlesInDoubt: new Set([title]),
    });
    expect(await run(it)).toMatchObject({
      kind: "inDoubt",
      candidates: [{ remoteCaseId: earlier.remoteCaseId }],
    });
    it.upload.answerDoubt({ kind: "sendAgain" });
    expect((await run(it)).kind).toBe("done");
    expect(service.cases.map((item) => item.isFinished)).toEqual([false, true]);
  });

  it("is asked for again if several came up since, and made when it is none of them", async () => {
    const it = engine();
    await run(it);
    service.addCase(title);
    service.addCase(title);
    it.upload.answerDoubt({ kind: "sendAgain" });
    const view = await run(it);
    expect(view.kind === "inDoubt" && view.candidates).toHaveLength(2);
    it.upload.answerDoubt({ kind: "sendAgain" });
    expect((await run(it)).kind).toBe("done");
    expect(service.count("createCase")).toBe(2);
  });

  it("is asked for again after a restart that came before the look", async () => {
    const before = engine();
    await run(before);
    before.upload.answerDoubt({ kind: "sendAgain" });
    before.kill();
    const after = uploadRun(before.journal.entries, { service, spool, clock });
    expect(await run(after)).toMatchObject({ kind: "inDoubt" });
    expect(service.count("createCase")).toBe(1);
  });
});

describe("a draft whose title the site keeps otherwise", () => {
  it("is adopted all the same where only its spaces differ", async () => {
    const it = engine();
    service.addCase(` ${title}  `);
    expect((await run(it)).kind).toBe("done");
    expect(service.count("createCase")).toBe(1);
  });

  it("is asked about where it was made at that time, and none is made unasked", async () => {
    const it = engine();
    const kept = service.addCase("Appendicitis (draft)");
    expect(await run(it)).toMatchObject({
      kind: "inDoubt",
      candidates: [{ remoteCaseId: kept.remoteCaseId }],
    });
    it.upload.answerDoubt({
      kind: "adoptCase",
      remoteCaseId: kept.remoteCaseId,
    });
    expect((await run(it)).kind).toBe("done");
    expect(service.count("createCase")).toBe(1);
  });
});
