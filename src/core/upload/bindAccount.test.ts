// Cases from before accounts were noted: whoever owns their draft is bound before anything more is sent.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { JournalEntry } from "./journalEntry.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;
beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
});

const refusesToSay: FakeRadiopaedia["fault"] = (call) =>
  call === "currentUser"
    ? { failure: { kind: "refused", status: 403, detail: "" } }
    : null;

/** What such a version wrote before it ended, right after the draft was made. */
async function oldJournal(): Promise<readonly JournalEntry[]> {
  const image = spool.add(new Uint8Array(1000).fill(1));
  const world = { service, spool, clock };
  const plan = testPlan([[[image]]]);
  const { upload, journal, settled } = uploadRun(
    [frozenPlan(plan, world)],
    world,
  );
  service.fault = (call) =>
    call === "createStudy"
      ? { failure: { kind: "refused", status: 422, detail: "" } }
      : null;
  upload.run();
  await settled();
  await upload.close();
  service.fault = () => null;
  service.calls.length = 0;
  const isOld = ({ kind }: JournalEntry) =>
    ["planFrozen", "caseIntended", "caseCreated"].includes(kind);
  return journal.entries.filter(isOld);
}

describe("a case from before accounts were noted", () => {
  it("is bound to the account that owns its draft, before anything more is sent", async () => {
    const { upload, journal, settled } = uploadRun(await oldJournal(), {
      service,
      spool,
      clock,
    });
    expect(upload.state.plan.login).toBeUndefined();
    upload.run();
    expect((await settled()).kind).toBe("done");
    const kinds = journal.entries.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "accountBound")).toHaveLength(1);
    expect(kinds.indexOf("accountBound")).toBeLessThan(
      kinds.indexOf("studyIntended"),
    );
    expect(upload.state.plan.login).toBe("tester");
    expect(service.cases).toHaveLength(1);
  });

  it("stops before a byte where the service does not say who is signed in", async () => {
    const entries = await oldJournal();
    service.fault = refusesToSay;
    const { upload, journal, settled } = uploadRun(entries, {
      service,
      spool,
      clock,
    });
    upload.run();
    expect(await settled()).toMatchObject({
      kind: "stopped",
      failure: { kind: "accountUntold" },
    });
    expect(service.calls).toEqual(["currentUser"]);
    expect(journal.entries).toHaveLength(entries.length);
    service.fault = () => null;
    upload.run();
    expect((await settled()).kind).toBe("done");
  });

  it("makes no other draft while nobody knows whose the first one is", async () => {
    const entries = await oldJournal();
    const own = service.cases.splice(0);
    const world = { service, spool, clock };
    const { upload, settled } = uploadRun(entries, world);
    upload.run();
    await settled();
    upload.giveUpDraft();
    upload.run();
    expect((await settled()).kind).toBe("stopped");
    expect(service.cases).toEqual([]);
    service.cases.push(...own);
    upload.run();
    expect((await settled()).kind).toBe("done");
    expect(service.cases).toEqual(own);
  });

  it("stops before a byte where its draft is not among the cases of who is signed in", async () => {
    const entries = await oldJournal();
    service.cases.length = 0;
    const { upload, journal, settled } = uploadRun(entries, {
      service,
      spool,
      clock,
    });
    upload.run();
    expect(await settled()).toMatchObject({
      kind: "stopped",
      failure: { kind: "draftGone", problem: "notListed" },
    });
    expect(new Set(service.calls)).toEqual(
      new Set(["currentUser", "listCases"]),
    );
    expect(journal.entries).toHaveLength(entries.length);
  });
});

describe("a new case, where the service does not say who is signed in,", () => {
  it.each([
    ["has no draft made while it is nobody's", undefined, "stopped", 0],
    ["is sent once it is somebody's", "tester", "done", 1],
  ] as const)("%s", async (_name, login, end, drafts) => {
    const image = spool.add(new Uint8Array(1000).fill(1));
    const world = { service, spool, clock };
    const plan = testPlan([[[image]]]);
    const bound = login === undefined ? plan : { ...plan, login };
    service.fault = refusesToSay;
    const { upload, settled } = uploadRun([frozenPlan(bound, world)], world);
    upload.run();
    expect((await settled()).kind).toBe(end);
    expect(service.cases).toHaveLength(drafts);
  });
});
