// Studies added to a draft that exists, and drafts that are gone or none any more when their turn comes.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import { receiptOf } from "./receipt.ts";
import type { UploadCase } from "./uploadCase.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
});

function appendingTo(remoteCaseId: number): UploadPlan {
  const image = spool.add(new Uint8Array(1000).fill(1));
  const plan = testPlan([[[image]]]);
  return {
    ...plan,
    login: "tester",
    target: { kind: "existingCase", remoteCaseId, title: "Gout" },
    studies: plan.studies.map((study) => ({ ...study, position: null })),
  };
}

async function sent(
  plan: UploadPlan,
): Promise<{ readonly view: UploadView; readonly upload: UploadCase }> {
  const world = { service, spool, clock };
  const { upload, settled } = uploadRun([frozenPlan(plan, world)], world);
  upload.run();
  return { view: await settled(), upload };
}

function receipt({ state }: UploadCase) {
  return receiptOf(
    state,
    { appVersion: "1", policyVersion: "0.5.2" },
    (id) => `https://service.test/cases/${id}`,
  );
}

describe("a plan for a draft that exists", () => {
  it("adds its studies there, makes no case and asks for no quota", async () => {
    service.allowedDrafts = 1;
    const draft = service.addCase("Gout");
    const { view, upload } = await sent(appendingTo(draft.remoteCaseId));
    expect(view.kind).toBe("done");
    expect(service.cases).toHaveLength(1);
    expect(
      draft.studies.map(({ position, stacks }) => [position, stacks.length]),
    ).toEqual([[null, 1]]);
    expect(draft.isFinished).toBe(true);
    expect(service.count("createCase") + service.count("currentUser")).toBe(0);
    expect(receipt(upload)).toMatchObject({
      caseId: draft.remoteCaseId,
      isAppended: true,
      login: "tester",
    });
  });

  it("gives no receipt where it was cancelled before it added anything", async () => {
    const { view, upload } = await sent(appendingTo(4711));
    expect(view.kind).toBe("stopped");
    expect(receipt(upload)).not.toBeNull();
    upload.cancel();
    while (upload.view().kind !== "cancelled")
      await new Promise((done) => setImmediate(done));
    expect(receipt(upload)).toBeNull();
  });

  it("stops with the true reason when the draft was deleted", async () => {
    const { view } = await sent(appendingTo(4711));
    expect(view.kind === "stopped" && view.failure).toEqual({
      kind: "draftGone",
      problem: "deleted",
    });
    expect(service.count("putObject")).toBe(0);
  });

  it("stops with the true reason when the case was published", async () => {
    const draft = service.addCase("Gout");
    draft.isDraft = false;
    const { view } = await sent(appendingTo(draft.remoteCaseId));
    expect(view.kind === "stopped" && view.failure).toEqual({
      kind: "draftGone",
      problem: "notDraft",
    });
  });
});

describe("a new case", () => {
  it("says that its draft was deleted while it was being sent", async () => {
    const image = spool.add(new Uint8Array(1000).fill(2));
    service.during = (call) => {
      if (call === "putObject") service.cases.length = 0;
    };
    const { view } = await sent(testPlan([[[image]]]));
    expect(view.kind === "stopped" && view.failure).toEqual({
      kind: "draftGone",
      problem: "deleted",
      isReplaceable: true,
    });
  });
});
