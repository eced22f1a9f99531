// Stacks added to a study of a draft that is known from before, and studies that are gone when the stacks come.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan, testStudyKey } from "../../testing/uploadPlans.ts";
import {
  frozenPlan,
  uploadRun,
  type UploadRun,
} from "../../testing/uploadRun.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import { compactEntries } from "./compactEntries.ts";
import type { JournalEntry } from "./journalEntry.ts";
import { receiptOf } from "./receipt.ts";
import { sentStudiesOf } from "./sentStudies.ts";
import { replay } from "./transition.ts";
import { uploadPlanSchema } from "./uploadPlanSchema.ts";
import { uploadIds, type UploadState } from "./uploadState.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
});

/** A draft with one study that holds nothing yet. */
function draftWithStudy() {
  const draft = service.addCase("Gout");
  const study: (typeof draft.studies)[number] = {
    remoteStudyId: service.id(),
    position: 2,
    stacks: [],
    pictures: [],
  };
  draft.studies.push(study);
  return { draft, study };
}

/** Two studies of two stacks and one; the first goes into a study that exists. */
function addingTo(remoteCaseId: number, remoteStudyId: number): UploadPlan {
  const image = (fill: number) => spool.add(new Uint8Array(1000).fill(fill));
  const plan = testPlan([[[image(1)], [image(2)]], [[image(3)]]]);
  return {
    ...plan,
    login: "tester",
    target: { kind: "existingCase", remoteCaseId, title: "Gout" },
    studies: plan.studies.map((study, index) => ({
      ...study,
      position: null,
      ...(index === 0 && {
        existing: { remoteStudyId, name: "CT, Baseline" },
      }),
    })),
  };
}

function begun(plan: UploadPlan): UploadRun {
  const world = { service, spool, clock };
  return uploadRun([frozenPlan(plan, world)], world);
}

function receipt(state: UploadState) {
  return receiptOf(
    state,
    { appVersion: "1", policyVersion: "0.5.2" },
    (id) => `https://service.test/cases/${id}`,
  );
}

describe("a plan with a study that exists", () => {
  it("attaches the stacks there and makes only the other study", async () => {
    const { draft, study } = draftWithStudy();
    const { upload, settled, journal } = begun(
      addingTo(draft.remoteCaseId, study.remoteStudyId),
    );
    upload.run();
    expect((await settled()).kind).toBe("done");
    expect(service.count("createStudy")).toBe(1);
    expect(draft.studies.map(({ stacks }) => stacks.length)).toEqual([2, 1]);
    expect(
      journal.entries
        .filter(({ kind }) => kind.startsWith("study"))
        .map(({ kind }) => kind),
    ).toEqual(["studyIntended", "studyCreated"]);
    const made = draft.studies[1]?.remoteStudyId;
    expect(receipt(upload.state)?.studies).toMatchObject([
      { studyId: study.remoteStudyId, isExisting: true },
      { studyId: made },
    ]);
    expect(receipt(upload.state)?.studies[1]).not.toHaveProperty("isExisting");
    expect(sentStudiesOf(upload.state)).toEqual({
      remoteCaseId: draft.remoteCaseId,
      goneStudyIds: [],
      studies: [
        {
          remoteStudyId: study.remoteStudyId,
          name: "CT, Baseline",
          stackCount: 2,
        },
        { remoteStudyId: made, name: "CT", stackCount: 1 },
      ],
    });
  });

  it("is refused for a case that does not exist yet", () => {
    const { draft, study } = draftWithStudy();
    const plan = addingTo(draft.remoteCaseId, study.remoteStudyId);
    const { target } = testPlan([[[spool.add(new Uint8Array(9))]]]);
    expect(uploadPlanSchema.safeParse(plan).success).toBe(true);
    expect(uploadPlanSchema.safeParse({ ...plan, target }).success).toBe(false);
  });
});

describe("a study that was deleted on the site", () => {
  /** Stopped by a 404 after the first of its two stacks had arrived. */
  async function stoppedHalfway() {
    const { draft, study } = draftWithStudy();
    const run = begun(addingTo(draft.remoteCaseId, study.remoteStudyId));
    service.during = (call, nth) => {
      if (call === "attachStack" && nth === 2) draft.studies.shift();
    };
    run.upload.run();
    return { run, draft, study, view: await run.settled() };
  }

  it("stops the case with the study and the true reason", async () => {
    const { view, study } = await stoppedHalfway();
    expect(view.kind === "stopped" && view.failure).toEqual({
      kind: "studyGone",
      studyKey: testStudyKey(1),
      study: { remoteStudyId: study.remoteStudyId, name: "CT, Baseline" },
    });
  });

  it("is made anew on the user's word, with every stack that was meant for it", async () => {
    const { run, draft, study } = await stoppedHalfway();
    const { upload, settled, journal } = run;
    upload.giveUpStudy();
    upload.run();
    expect((await settled()).kind).toBe("done");
    // The other study of the case was made first.
    expect(draft.studies.map(({ stacks }) => stacks.length)).toEqual([1, 2]);
    expect(service.count("putObject")).toBe(3);
    const { studies, givenUpStudyIds } = receipt(upload.state) ?? {};
    expect(givenUpStudyIds).toEqual([study.remoteStudyId]);
    expect(studies?.[0]).toMatchObject({
      studyId: draft.studies[1]?.remoteStudyId,
    });
    expect(studies?.[0]).not.toHaveProperty("isExisting");
    expect(sentStudiesOf(upload.state)?.goneStudyIds).toEqual([
      study.remoteStudyId,
    ]);
    expectSameAfterCompaction(journal.entries);
  });

  it("is not given up where nothing says that it is gone", async () => {
    const { draft, study } = draftWithStudy();
    service.fault = (call) =>
      call === "attachStack"
        ? { failure: { kind: "refused", status: 422, detail: "" } }
        : null;
    const { upload, settled } = begun(
      addingTo(draft.remoteCaseId, study.remoteStudyId),
    );
    upload.run();
    const view = await settled();
    expect(view.kind === "stopped" && view.failure.kind).toBe("refused");
    upload.giveUpStudy();
    await upload.close();
    expect(upload.state.studies[0]).toEqual({
      kind: "created",
      remoteStudyId: study.remoteStudyId,
    });
  });
});

describe("a case that adds to a study", () => {
  it.each([true, false])(
    "killed at any line sends each stack once, where it belongs (line on the disk: %s)",
    async (keepsLast) => {
      for (let after = 1; ; after += 1) {
        service = new FakeRadiopaedia(clock);
        const { draft, study } = draftWithStudy();
        const first = begun(addingTo(draft.remoteCaseId, study.remoteStudyId));
        first.journal.death = { after, keepsLast };
        const death = { isHere: false };
        first.journal.onDeath = () => {
          first.kill();
          death.isHere = true;
        };
        first.upload.run();
        await Promise.race([first.settled(), turnsUntil(() => death.isHere)]);
        if (!death.isHere) break;
        const second = uploadRun(first.journal.entries, {
          service,
          spool,
          clock,
        });
        second.upload.run();
        while ((await second.settled()).kind === "inDoubt") {
          second.upload.answerDoubt(trueAnswer(second.upload.state));
          second.upload.run();
        }
        expect(second.upload.view().kind, `line ${after}`).toBe("done");
        expect(
          draft.studies.map(({ stacks }) => stacks.length),
          `line ${after}`,
        ).toEqual([2, 1]);
        expect(draft.studies[0]).toBe(study);
      }
    },
  );
});

async function turnsUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setImmediate(done));
}

/** What a user answers who looks at the draft. */
function trueAnswer(state: UploadState): DoubtAnswer {
  const studies = service.cases[0]?.studies ?? [];
  if (state.studies.some(({ kind }) => kind === "intended")) {
    const made = studies[1];
    return made === undefined
      ? { kind: "sendAgain" }
      : { kind: "adoptStudy", remoteStudyId: made.remoteStudyId };
  }
  const stack = state.stacks.find(({ attach }) => attach.kind === "intended");
  const wanted = stack && uploadIds(stack)?.join();
  const isThere = studies
    .flatMap(({ stacks }) => stacks)
    .some((attached) => attached.uploadIds.join() === wanted);
  return isThere ? { kind: "itArrived" } : { kind: "sendAgain" };
}

function expectSameAfterCompaction(entries: readonly JournalEntry[]): void {
  expect(replay(compactEntries(entries))).toEqual(replay(entries));
}
