// What a cancelled case says of the site: what was made there, what may have been, and whose draft it is.
import { beforeEach, describe, expect, it } from "vitest";
import {
  FakeRadiopaedia,
  type FakeCall,
} from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import {
  frozenPlan,
  uploadRun,
  type UploadRun,
} from "../../testing/uploadRun.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
});

/** Two stacks in one study and one in another. */
function newCase(): UploadPlan {
  const image = (fill: number) => spool.add(new Uint8Array(1000).fill(fill));
  return testPlan([[[image(1)], [image(2)]], [[image(3)]]]);
}

/** The same, the first study being one that the draft has. */
function addedTo(remoteCaseId: number, remoteStudyId: number): UploadPlan {
  const plan = newCase();
  return {
    ...plan,
    login: "tester",
    target: { kind: "existingCase", remoteCaseId, title: "Gout" },
    studies: plan.studies.map((study, index) => ({
      ...study,
      position: null,
      ...(index === 0 && { existing: { remoteStudyId, name: "CT, Before" } }),
    })),
  };
}

function draftWithStudy() {
  const { remoteCaseId, studies } = service.addCase("Gout");
  const remoteStudyId = service.id();
  studies.push({ remoteStudyId, position: 2, stacks: [], pictures: [] });
  return { remoteCaseId, remoteStudyId };
}

function begun(plan: UploadPlan): UploadRun {
  const world = { service, spool, clock };
  return uploadRun([frozenPlan(plan, world)], world);
}

/** The effect happens, and its answer never arrives. */
function loseAnswer(lost: FakeCall, lostNth = 1): void {
  service.fault = (call, nth) =>
    call === lost && nth === lostNth
      ? {
          failure: { kind: "connectionLost", code: "ECONNRESET" },
          isDone: true,
        }
      : null;
}

function cancelled(run: UploadRun) {
  run.upload.cancel();
  return onceCancelled(run);
}

async function onceCancelled({ upload }: UploadRun) {
  while (upload.view().kind !== "cancelled")
    await new Promise((done) => setImmediate(done));
  return upload.view();
}

/** Sends until the case rests, in doubt or stopped, and cancels it there. */
async function cancelledAtRest(run: UploadRun) {
  run.upload.run();
  await run.settled();
  return cancelled(run);
}

describe("a cancelled case of its own", () => {
  it("has made nothing before it was sent", async () => {
    expect(await cancelled(begun(newCase()))).toEqual({
      kind: "cancelled",
      caseUrl: null,
      left: { isAppended: false, studies: 0, stacks: 0, inDoubt: [] },
      stacks: [],
    });
  });

  it("names the draft that may have been made", async () => {
    // Two of this title, so that none is taken for it.
    loseAnswer("createCase");
    service.addCase("Appendicitis");
    expect(await cancelledAtRest(begun(newCase()))).toEqual({
      kind: "cancelled",
      caseUrl: null,
      left: {
        isAppended: false,
        studies: 0,
        stacks: 0,
        inDoubt: [{ call: "createCase", name: "Appendicitis" }],
      },
      stacks: [],
    });
  });

  it("names it also where the answer had not come when the user cancelled", async () => {
    const run = begun(newCase());
    service.during = (call) => {
      if (call === "createCase") run.upload.cancel();
    };
    // The call was cut off when the grace was over.
    service.fault = (call) =>
      call === "createCase"
        ? { failure: { kind: "cancelled" }, isDone: true }
        : null;
    run.upload.run();
    expect(await onceCancelled(run)).toMatchObject({
      left: { inDoubt: [{ call: "createCase", name: "Appendicitis" }] },
    });
    expect(service.cases).toHaveLength(1);
  });

  it.each([
    ["createStudy", { studies: 0, stacks: 0 }, "CT"],
    ["attachStack", { studies: 2, stacks: 0 }, "Axial"],
  ] as const)("names what may have come of %s", async (call, counts, name) => {
    loseAnswer(call);
    expect(await cancelledAtRest(begun(newCase()))).toMatchObject({
      kind: "cancelled",
      left: { ...counts, inDoubt: [{ call, name }] },
    });
  });
});

describe("a cancelled case that was added to a draft", () => {
  it("says that the draft was there before, and that nothing was added", async () => {
    const { remoteCaseId, remoteStudyId } = draftWithStudy();
    const run = begun(addedTo(remoteCaseId, remoteStudyId));
    expect(await cancelled(run)).toEqual({
      kind: "cancelled",
      caseUrl: `https://service.test/cases/${remoteCaseId}`,
      left: { isAppended: true, studies: 0, stacks: 0, inDoubt: [] },
      stacks: [],
    });
  });

  it("counts the stacks in a study that was there, and the study that was not", async () => {
    const { remoteCaseId, remoteStudyId } = draftWithStudy();
    loseAnswer("attachStack", 2);
    const run = begun(addedTo(remoteCaseId, remoteStudyId));
    expect(await cancelledAtRest(run)).toMatchObject({
      left: {
        isAppended: true,
        studies: 1,
        stacks: 1,
        inDoubt: [{ call: "attachStack", name: "Axial" }],
      },
    });
  });
});
