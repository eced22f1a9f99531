// A study that a case made itself and that somebody deletes on the site before the case has arrived.
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
import { compactEntries } from "./compactEntries.ts";
import { replay } from "./transition.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
});

function world() {
  return { service, spool, clock };
}

/** Two stacks in one study and one in another. */
function begun(): UploadRun {
  const image = (fill: number) => spool.add(new Uint8Array(1000).fill(fill));
  const plan = testPlan([[[image(1)], [image(2)]], [[image(3)]]]);
  return uploadRun([frozenPlan(plan, world())], world());
}

/** Somebody deletes the study with the stacks that it has, just before this attach. */
function deleteBeforeAttach(nth: number): void {
  let isDeleted = false;
  service.during = (call, count) => {
    if (call !== "attachStack" || count !== nth || isDeleted) return;
    isDeleted = true;
    const studies = service.cases[0]?.studies;
    studies?.splice(studies.length === 2 ? 0 : 1, 1);
  };
}

function stacksByStudy(): readonly number[] | undefined {
  return service.cases[0]?.studies.map(({ stacks }) => stacks.length);
}

describe("a study of the case itself that was deleted on the site", () => {
  it("stops the case with its name and number", async () => {
    deleteBeforeAttach(2);
    const { upload, settled } = begun();
    upload.run();
    const view = await settled();
    const [first] = upload.state.studies;
    expect(view.kind === "stopped" && view.failure).toEqual({
      kind: "studyGone",
      studyKey: testStudyKey(1),
      study: {
        remoteStudyId: first?.kind === "created" && first.remoteStudyId,
        name: "CT",
      },
    });
  });

  it("is made anew on the user's word, with the stack that it had too", async () => {
    deleteBeforeAttach(2);
    const { upload, settled, journal } = begun();
    upload.run();
    await settled();
    upload.giveUpStudy();
    upload.run();
    expect((await settled()).kind).toBe("done");
    expect(stacksByStudy()).toEqual([1, 2]);
    expect(service.count("putObject")).toBe(3);
    expect(replay(compactEntries(journal.entries))).toEqual(
      replay(journal.entries),
    );
  });

  it("stays given up in a shorter journal, however often, and at every line", async () => {
    deleteBeforeAttach(2);
    const { upload, settled, journal } = begun();
    upload.run();
    await settled();
    upload.giveUpStudy();
    // The second one goes too.
    service.during = (call) => {
      if (call === "attachStack" && service.count("createStudy") === 3)
        service.cases[0]?.studies.splice(1);
    };
    upload.run();
    expect((await settled()).kind).toBe("stopped");
    upload.giveUpStudy();
    upload.run();
    expect((await settled()).kind).toBe("done");
    expect(stacksByStudy()).toEqual([1, 2]);
    expect(upload.state.givenUpStudies).toHaveLength(2);
    for (let lines = 1; lines <= journal.entries.length; lines += 1) {
      const before = journal.entries.slice(0, lines);
      const last = before.at(-1)?.kind ?? "";
      expect(replay(compactEntries(before)), `${lines} ${last}`).toEqual(
        replay(before),
      );
    }
  });

  it.each([true, false])(
    "is made anew once, killed at any line from the user's word on (line on the disk: %s)",
    async (keepsLast) => {
      for (let after = 1; ; after += 1) {
        service = new FakeRadiopaedia(clock);
        deleteBeforeAttach(2);
        const first = begun();
        first.upload.run();
        await first.settled();
        const death = { isHere: false };
        first.journal.death = {
          // The plan was there before.
          after: first.journal.entries.length - 1 + after,
          keepsLast,
        };
        first.journal.onDeath = () => {
          first.kill();
          death.isHere = true;
        };
        first.upload.giveUpStudy();
        first.upload.run();
        await Promise.race([first.settled(), turnsUntil(() => death.isHere)]);
        if (!death.isHere) {
          expect(after).toBeGreaterThan(6);
          break;
        }
        const second = uploadRun(first.journal.entries, world());
        second.upload.run();
        let view = await second.settled();
        for (let asked = 0; asked < 4 && view.kind !== "done"; asked += 1) {
          if (view.kind === "inDoubt") answerTruly(second);
          else second.upload.giveUpStudy();
          second.upload.run();
          view = await second.settled();
        }
        expect(view.kind, `line ${after}`).toBe("done");
        expect(stacksByStudy(), `line ${after}`).toEqual([1, 2]);
        expect(second.upload.state.givenUpStudies).toHaveLength(1);
      }
    },
  );
});

async function turnsUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setImmediate(done));
}

/** What a user answers who looks at the draft. */
function answerTruly({ upload }: UploadRun): void {
  const view = upload.view();
  const studies = service.cases[0]?.studies ?? [];
  const made = studies[1];
  if (view.kind !== "inDoubt") return;
  if (view.call === "createStudy")
    upload.answerDoubt(
      made === undefined
        ? { kind: "sendAgain" }
        : { kind: "adoptStudy", remoteStudyId: made.remoteStudyId },
    );
  else {
    const attached = upload.state.stacks.filter(
      ({ attach }) => attach.kind === "attached",
    );
    const there = studies.flatMap(({ stacks }) => stacks);
    upload.answerDoubt({
      kind: there.length > attached.length ? "itArrived" : "sendAgain",
    });
  }
}
