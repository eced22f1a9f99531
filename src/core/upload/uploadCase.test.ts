// The upload engine against a service that misbehaves and a computer that dies between any two lines of the journal.
import { beforeEach, describe, expect, it } from "vitest";
import {
  FakeRadiopaedia,
  type FakeFault,
} from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testLine } from "../../testing/testLine.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import {
  frozenPlan,
  uploadRun,
  type UploadRun,
} from "../../testing/uploadRun.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { defaultEngineSettings } from "./engineSettings.ts";
import type { JournalEntry } from "./journalEntry.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;
let images: readonly SpooledFile[];
let plan: UploadPlan;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
  images = Array.from({ length: 6 }, (_, index) =>
    spool.add(new Uint8Array(1000).fill(index)),
  );
  plan = {
    ...testPlan([
      [images.slice(0, 3), images.slice(3, 5)],
      [images.slice(5, 6)],
    ]),
    login: "tester",
  };
});

function frozen(): JournalEntry {
  return frozenPlan(plan, { service, spool, clock });
}

function engine(
  entries: readonly JournalEntry[] = [frozen()],
  options: Parameters<typeof uploadRun>[2] = {},
): UploadRun {
  return uploadRun(entries, { service, spool, clock }, options);
}

/** Runs to the next rest. */
async function run(it: UploadRun): Promise<UploadView> {
  it.upload.run();
  return it.settled();
}

/** Lets promises under way go on. */
async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

function expectWholeCaseOnce(): void {
  expect(service.cases).toHaveLength(1);
  const [only] = service.cases;
  expect(only?.isFinished).toBe(true);
  expect(
    only?.studies.map((study) => ({
      position: study.position,
      stacks: study.stacks.map((stack) => stack.uploadIds),
    })),
  ).toEqual([
    {
      position: 2,
      stacks: [idsOf(images.slice(0, 3)), idsOf(images.slice(3, 5))],
    },
    { position: 3, stacks: [idsOf(images.slice(5, 6))] },
  ]);
}

function idsOf(files: readonly SpooledFile[]) {
  return files.map((file) => service.uploads.get(file.sha256Hex));
}

function once(nthOfCall: [string, number], fault: FakeFault) {
  return (call: string, nth: number): FakeFault | null =>
    call === nthOfCall[0] && nth === nthOfCall[1] ? fault : null;
}

const lost: FakeFault = {
  failure: { kind: "connectionLost", code: "ECONNRESET" },
  isDone: true,
};

describe("a case on its way", () => {
  it("waits in the queue until it is run, then sends everything in order", async () => {
    const it = engine();
    expect(it.upload.view().kind).toBe("queued");
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "done",
      finishFailure: null,
      progress: {
        phase: "processing",
        sentBytes: 6000,
        totalBytes: 6000,
        sentImages: 6,
        totalImages: 6,
        stacks: [
          { state: { kind: "processed" } },
          { state: { kind: "processed" } },
          { state: { kind: "processed" } },
        ],
      },
    });
    expectWholeCaseOnce();
    const last = service.calls.lastIndexOf("putObject");
    expect(service.calls.indexOf("attachStack")).toBeGreaterThan(last);
    expect(service.receivedBytes).toBe(6000);
  });

  it("has the reading of its files made ready before the site is asked for a draft, and only if there are any", async () => {
    const asked: (string | undefined)[] = [];
    Object.assign(spool, {
      makeReady: () => asked.push(service.calls.at(-1)),
    });
    const it = engine();
    await run(it);
    expect(asked).toEqual([undefined]);
    await run(engine(it.journal.entries));
    expect(asked).toEqual([undefined]);
  });

  it("journals each intent before its effect and each receipt after it", async () => {
    const it = engine();
    await run(it);
    expect(
      it.journal.entries
        .map((entry) => entry.kind)
        .filter((kind) => kind !== "imageStored"),
    ).toEqual([
      "planFrozen",
      "caseIntended",
      "caseCreated",
      "studyIntended",
      "studyCreated",
      "studyIntended",
      "studyCreated",
      "stackIntended",
      "stackAttached",
      "stackIntended",
      "stackAttached",
      "stackIntended",
      "stackAttached",
      "finished",
      "stackProcessed",
      "stackProcessed",
      "stackProcessed",
    ]);
  });

  it("waits two seconds after the last PUT before the first attach", async () => {
    await run(engine());
    expect(clock.sleeps).toContain(2_000);
  });

  it("never has more than four PUTs in flight, or eight files open: four are read ahead", async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      spool.add(new Uint8Array(300_000).fill(index)),
    );
    plan = testPlan([[many]]);
    await run(engine());
    expect(service.stored.size).toBe(40);
    expect(service.mostPutsInFlight).toBe(4);
    expect(spool.mostOpenFiles).toBeLessThanOrEqual(8);
    expect(spool.openFiles).toBe(0);
  });

  it("sends bytes that stand in several places once and attaches them everywhere", async () => {
    const [first, second] = images;
    plan = testPlan([[[first!, second!, first!], [second!]]]);
    const view = await run(engine());
    expect(view).toMatchObject({
      kind: "done",
      progress: { sentImages: 4, totalImages: 4, totalBytes: 2000 },
    });
    expect(service.receivedBytes).toBe(2000);
    expect(
      service.cases[0]?.studies[0]?.stacks.map((s) => s.uploadIds),
    ).toEqual([idsOf([first!, second!, first!]), idsOf([second!])]);
  });

  it("does not send what the service already holds", async () => {
    await run(engine());
    service.cases.length = 0;
    const before = service.count("putObject");
    await run(engine());
    expect(service.count("putObject")).toBe(before);
    expectWholeCaseOnce();
  });

  it("keeps following processing until every state is final", async () => {
    const it = engine();
    let asked = 0;
    service.during = (call) => {
      if (call !== "jobStatus") return;
      asked += 1;
      for (const entry of it.journal.entries)
        if (entry.kind === "stackAttached" && entry.jobId !== null)
          service.jobStates.set(
            entry.jobId,
            asked < 9 ? "processing" : "failed",
          );
    };
    const view = await run(it);
    expect(asked).toBeGreaterThan(9);
    expect(view).toMatchObject({
      kind: "done",
      progress: {
        stacks: [
          { state: { kind: "processingFailed" } },
          { state: { kind: "processingFailed" } },
          { state: { kind: "processingFailed" } },
        ],
      },
    });
  });

  it("gives up asking about processing after the budget, and asks again on request", async () => {
    const it = engine();
    service.fault = (call) =>
      call === "jobStatus"
        ? { failure: { kind: "refused", status: 401, detail: "" } }
        : null;
    const view = await run(it);
    expect(view.kind).toBe("done");
    service.fault = () => null;
    it.upload.checkProcessing();
    const later = await it.settled();
    expect(later).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processed" } }, {}, {}] },
    });
  });
});

describe("a computer that loses power", () => {
  it.each(["the last line is kept", "the last line is lost"])(
    "gives exactly one whole case at every line of the journal (%s)",
    async (which) => {
      const dry = engine();
      await run(dry);
      const lines = dry.journal.entries.length - 1;
      expect(lines).toBe(22);
      for (let after = 1; after <= lines; after += 1) {
        clock = new HastyClock();
        service = new FakeRadiopaedia(clock);
        const first = engine();
        first.journal.death = {
          after,
          keepsLast: which === "the last line is kept",
        };
        const death = new Promise<void>((resolve) => {
          first.journal.onDeath = () => {
            first.kill();
            resolve();
          };
        });
        first.upload.run();
        await death;
        await turns();
        const sentBefore = service.receivedBytes;
        const second = engine(first.journal.entries);
        await run(second);
        await answerTruthfully(second);
        expect(second.upload.view().kind, `line ${after}`).toBe("done");
        expectWholeCaseOnce();
        expect(service.receivedBytes).toBe(6000);
        expect(service.receivedBytes - sentBefore).toBeLessThanOrEqual(6000);
      }
    },
  );

  it("does nothing more once everything is done", async () => {
    const first = engine();
    await run(first);
    const calls = service.calls.length;
    const second = engine(first.journal.entries);
    expect(second.upload.view().kind).toBe("done");
    second.upload.run();
    await turns();
    expect(service.calls).toHaveLength(calls);
  });

  it("asks the service again about images stored long ago", async () => {
    const first = engine([frozen()]);
    service.fault = once(["attachStack", 1], {
      failure: { kind: "refused", status: 422, detail: "" },
    });
    await run(first);
    service.stored.clear();
    clock.pass(24 * 3_600_000);
    const second = engine(first.journal.entries);
    await run(second);
    expectWholeCaseOnce();
    expect(service.receivedBytes).toBe(12_000);
  });
});

/** Answers questions as a user would who looks at the site. */
async function answerTruthfully(it: UploadRun): Promise<void> {
  for (;;) {
    const view = it.upload.view();
    if (view.kind !== "inDoubt") return;
    const made = service.cases[0];
    switch (view.call) {
      case "createCase":
        expect(made).toBeUndefined();
        it.upload.answerDoubt({ kind: "sendAgain" });
        break;
      case "createStudy": {
        const known = it.journal.entries.filter(
          (entry) => entry.kind === "studyCreated",
        ).length;
        const study = made?.studies[known];
        it.upload.answerDoubt(
          study === undefined
            ? { kind: "sendAgain" }
            : { kind: "adoptStudy", remoteStudyId: study.remoteStudyId },
        );
        break;
      }
      case "attachStack": {
        const known = it.journal.entries.filter(
          (entry) => entry.kind === "stackAttached",
        ).length;
        const onSite = made?.studies.flatMap((study) => study.stacks) ?? [];
        it.upload.answerDoubt(
          onSite.length > known ? { kind: "itArrived" } : { kind: "sendAgain" },
        );
        break;
      }
    }
    await run(it);
  }
}

describe("a lost answer", () => {
  it("to creating the case: adopts the one draft that fits, without a question", async () => {
    service.addCase("Another case");
    service.addCase("Third");
    service.addCase("Appendicitis");
    clock.pass(3_600_000);
    service.fault = once(["createCase", 1], lost);
    const view = await run(engine());
    expect(view.kind).toBe("done");
    expect(service.cases.map((item) => item.isFinished)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(service.count("createCase")).toBe(1);
  });

  it("to creating the case that never arrived: asks, and sends again only on word", async () => {
    service.fault = once(["createCase", 1], { ...lost, isDone: false });
    const it = engine();
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "inDoubt",
      call: "createCase",
      candidates: [],
    });
    expect(service.count("createCase")).toBe(1);
    it.upload.answerDoubt({ kind: "sendAgain" });
    expect(it.upload.view().kind).toBe("paused");
    await run(it);
    expectWholeCaseOnce();
  });

  it("to creating the case: asks when two drafts fit", async () => {
    service.addCase("Appendicitis");
    service.fault = once(["createCase", 1], lost);
    const it = engine();
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "inDoubt",
      candidates: [
        { title: "Appendicitis", url: "https://service.test/cases/101" },
        { title: "Appendicitis", url: "https://service.test/cases/102" },
      ],
    });
    it.upload.answerDoubt({ kind: "adoptCase", remoteCaseId: 102 });
    await run(it);
    expect(service.cases.map((item) => item.isFinished)).toEqual([false, true]);
  });

  it("to creating the case: never adopts a draft that belongs to another case here", async () => {
    const other = service.addCase("Appendicitis");
    service.fault = once(["createCase", 1], { ...lost, isDone: false });
    const view = await run(
      engine(undefined, {
        others: {
          remoteCaseIds: new Set([other.remoteCaseId]),
          titlesInDoubt: new Set(),
        },
      }),
    );
    expect(view).toMatchObject({ kind: "inDoubt", candidates: [] });
  });

  it("to creating the case: asks when another case with this title is in doubt too", async () => {
    service.fault = once(["createCase", 1], lost);
    const view = await run(
      engine(undefined, {
        others: {
          remoteCaseIds: new Set(),
          titlesInDoubt: new Set(["Appendicitis"]),
        },
      }),
    );
    expect(view).toMatchObject({
      kind: "inDoubt",
      candidates: [{ title: "Appendicitis" }],
    });
  });

  it.each([
    ["createStudy", { kind: "adoptStudy", remoteStudyId: 102 }],
    ["attachStack", { kind: "itArrived" }],
  ] as const)("to %s: asks, and goes on as told", async (call, answer) => {
    service.fault = once([call, 1], lost);
    const it = engine();
    const view = await run(it);
    expect(view).toMatchObject({ kind: "inDoubt", call });
    it.upload.answerDoubt(answer);
    expect((await run(it)).kind).toBe("done");
    expectWholeCaseOnce();
  });

  it("ignores an answer that does not fit the question", async () => {
    service.fault = once(["createStudy", 1], lost);
    const it = engine();
    await run(it);
    it.upload.answerDoubt({ kind: "itArrived" });
    await turns();
    expect(it.upload.view()).toMatchObject({
      kind: "inDoubt",
      call: "createStudy",
    });
  });

  it.each([
    [
      "a server error",
      { kind: "serverError", status: 500, retryAfterMs: null, detail: "" },
    ],
    ["silence", { kind: "stalled", afterMs: 60_000 }],
    [
      "an unknown form",
      { kind: "unexpectedAnswer", call: "attachStack", problem: "" },
    ],
  ] as const)("is what %s after attaching means", async (_name, failure) => {
    service.fault = once(["attachStack", 1], { failure, isDone: true });
    const view = await run(engine());
    expect(view).toMatchObject({ kind: "inDoubt", call: "attachStack" });
  });

  it("to a PUT: asks the service what it holds instead of sending again", async () => {
    service.fault = once(["putObject", 2], lost);
    await run(engine());
    expectWholeCaseOnce();
    expect(service.receivedBytes).toBe(6000);
  });
});

describe("failures that prove that nothing happened", () => {
  it.each([
    ["no connection", { kind: "unreachable", code: "ECONNREFUSED" }, true],
    [
      "a token that could not be renewed in time",
      { kind: "connectionLost", code: "x" },
      false,
    ],
    ["429", { kind: "rateLimited", status: 429, retryAfterMs: 1000 }, true],
    [
      "503 with Retry-After",
      { kind: "serverError", status: 503, retryAfterMs: 1000, detail: "" },
      true,
    ],
  ] as const)(
    "are tried again by themselves: %s",
    async (_name, failure, wasSent) => {
      service.fault = (call, nth) =>
        ["createCase", "createStudy", "attachStack"].includes(call) && nth === 1
          ? { failure, wasSent }
          : null;
      const view = await run(engine());
      expect(view.kind).toBe("done");
      expectWholeCaseOnce();
    },
  );

  it("withdraw the intent, so that a kill during the wait leaves no doubt", async () => {
    service.fault = once(["createCase", 1], {
      failure: { kind: "unreachable", code: "ENOTFOUND" },
    });
    const it = engine();
    await run(it);
    expect(it.journal.entries.slice(1, 5).map((entry) => entry.kind)).toEqual([
      "caseIntended",
      "caseWithdrawn",
      "caseIntended",
      "caseCreated",
    ]);
  });
});

describe("pressure from the service", () => {
  it("a 429 to one PUT holds back the whole queue", async () => {
    let pausedUntilMs = 0;
    const early: number[] = [];
    service.fault = (call, nth) => {
      if (call !== "putObject") return null;
      if (clock.nowMs() < pausedUntilMs) early.push(nth);
      if (nth !== 1) return null;
      pausedUntilMs = clock.nowMs() + 30_000;
      return {
        failure: { kind: "rateLimited", status: 429, retryAfterMs: 30_000 },
      };
    };
    await run(engine());
    // The three others were under way when the answer came.
    expect(early.every((nth) => nth <= 4)).toBe(true);
    expectWholeCaseOnce();
  });

  it("stops with the failure when the budget of tries is spent, and goes on when run again", async () => {
    service.fault = (call) =>
      call === "presign"
        ? { failure: { kind: "stalled", afterMs: 60_000 } }
        : null;
    const it = engine();
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "stalled", afterMs: 60_000 },
      progress: { phase: "sendingImages" },
    });
    expect(service.count("presign")).toBe(20);
    service.fault = () => null;
    expect((await run(it)).kind).toBe("done");
    expectWholeCaseOnce();
  });

  it("does not spend the budget while other files get through", async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      spool.add(new Uint8Array(10).fill(index)),
    );
    plan = testPlan([[many]]);
    service.fault = (call, nth) =>
      call === "putObject" && nth % 2 === 0
        ? { failure: { kind: "connectionLost", code: "ECONNRESET" } }
        : null;
    const view = await run(
      engine(undefined, {
        settings: {
          retry: { ...defaultEngineSettings.retry, maxAttempts: 3 },
        },
      }),
    );
    expect(view.kind).toBe("done");
  });

  it("says while it waits what for and until when", async () => {
    const views: UploadView[] = [];
    service.fault = once(["presign", 1], {
      failure: { kind: "rateLimited", status: 429, retryAfterMs: 7_000 },
    });
    const it = engine();
    const seen = it.settled();
    it.upload.run();
    for (let turn = 0; turn < 200; turn += 1) {
      await Promise.resolve();
      views.push(it.upload.view());
    }
    await seen;
    const waiting = views.find(
      (view) => view.kind === "running" && view.waiting !== null,
    );
    expect(waiting).toMatchObject({
      waiting: { failure: { kind: "rateLimited" } },
    });
  });
});

describe("presigned URLs", () => {
  it("that expired are replaced without counting as a failed try", async () => {
    service.fault = (call, nth) =>
      call === "putObject" && nth <= 3
        ? { failure: { kind: "presignedUrlExpired" } }
        : null;
    const it = engine(undefined, {
      line: testLine(clock, { limits: { start: 1, most: 1 } }),
      settings: {
        retry: { ...defaultEngineSettings.retry, maxAttempts: 1 },
      },
    });
    expect((await run(it)).kind).toBe("done");
    expect(service.count("presign")).toBe(4);
  });

  it("that are refused again and again stop the case", async () => {
    service.fault = (call) =>
      call === "putObject"
        ? { failure: { kind: "presignedUrlExpired" } }
        : null;
    const view = await run(engine());
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "presignedUrlExpired" },
    });
    expect(service.count("putObject")).toBeLessThanOrEqual(16);
  });

  it("are not used when they have grown too old in the queue", async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      spool.add(new Uint8Array(10).fill(index)),
    );
    plan = testPlan([[many]]);
    service.during = (call) => {
      // A slow line: four PUTs take two minutes.
      if (call === "putObject") clock.pass(30_000);
    };
    const view = await run(engine());
    expect(view.kind).toBe("done");
    // 32 asked for first; what was not sent within ten minutes was asked for anew.
    expect(service.count("presign")).toBeGreaterThan(2);
    expect(service.count("putObject")).toBe(40);
  });
});

describe("trouble on this computer", () => {
  it("a changed spool file never arrives", async () => {
    spool.damage(images[1]!);
    const view = await run(engine());
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "spoolDamaged" },
    });
    expect(service.stored.has(images[1]!.sha256Hex)).toBe(false);
    expect(service.count("attachStack")).toBe(0);
  });

  it("a full disk before an intent stops before the effect", async () => {
    const it = engine();
    it.journal.failure = { kind: "diskFull" };
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "diskFull" },
    });
    expect(service.cases).toHaveLength(0);
  });

  it("a full disk after an effect is caught up before anything else happens", async () => {
    const it = engine();
    service.during = (call) => {
      if (call === "createCase") it.journal.failure = { kind: "diskFull" };
    };
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "diskFull" },
      progress: { caseUrl: "https://service.test/cases/101" },
    });
    it.journal.failure = null;
    service.during = () => undefined;
    expect((await run(it)).kind).toBe("done");
    expect(it.journal.entries.slice(1, 4).map((entry) => entry.kind)).toEqual([
      "caseIntended",
      "caseCreated",
      "studyIntended",
    ]);
    expectWholeCaseOnce();
  });
});

describe("the account", () => {
  it("with a full quota stops before anything is made", async () => {
    service.allowedDrafts = 1;
    service.addCase("Older");
    const view = await run(engine());
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "quotaFull", used: 1, allowed: 1 },
    });
    expect(service.count("createCase")).toBe(0);
  });

  it("that filled up meanwhile is told from other refusals", async () => {
    service.allowedDrafts = 1;
    service.during = (call) => {
      if (call === "createCase") service.addCase("Made elsewhere");
    };
    const view = await run(engine());
    expect(view).toMatchObject({
      kind: "stopped",
      failure: { kind: "quotaFull", used: 1, allowed: 1 },
    });
  });

  it("signed out stops with everything kept, and goes on after signing in", async () => {
    service.fault = (call, nth) =>
      call === "attachStack" && nth === 2
        ? { failure: { kind: "signInNeeded", reason: "revoked" } }
        : null;
    const it = engine();
    expect(await run(it)).toMatchObject({
      kind: "stopped",
      failure: { kind: "signInNeeded" },
    });
    expect((await run(it)).kind).toBe("done");
    expectWholeCaseOnce();
  });
});

describe("the user", () => {
  it("pauses in the middle of sending and goes on", async () => {
    const it = engine();
    service.during = (call, nth) => {
      if (call === "putObject" && nth === 3) it.upload.pause();
    };
    const view = await run(it);
    expect(view.kind).toBe("paused");
    await turns();
    const calls = service.calls.length;
    await turns();
    expect(service.calls).toHaveLength(calls);
    expect((await run(it)).kind).toBe("done");
    expectWholeCaseOnce();
  });

  it("pauses during a call that must not be repeated: it ends first", async () => {
    const it = engine();
    service.during = (call) => {
      if (call === "createCase") it.upload.pause();
    };
    await run(it);
    await turns();
    expect(service.calls).toEqual(["currentUser", "createCase"]);
    expect(it.journal.entries.slice(-2).map(({ kind }) => kind)).toEqual([
      "caseCreated",
      "paused",
    ]);
  });

  it("resumes at once after pausing, without two runs at a time", async () => {
    const it = engine();
    service.during = (call, nth) => {
      if (call !== "putObject" || nth !== 2) return;
      it.upload.pause();
      it.upload.run();
      it.upload.run();
    };
    it.upload.run();
    await turns(100);
    expect(it.upload.view().kind).toBe("done");
    expect(service.mostPutsInFlight).toBeLessThanOrEqual(4);
    expectWholeCaseOnce();
  });

  it("cancels: nothing more is sent, and the draft stays where it is", async () => {
    const it = engine();
    service.during = (call, nth) => {
      if (call === "putObject" && nth === 2) it.upload.cancel();
    };
    it.upload.run();
    await turns();
    expect(it.upload.view()).toEqual({
      kind: "cancelled",
      caseUrl: "https://service.test/cases/101",
      left: { isAppended: false, studies: 2, stacks: 0, inDoubt: [] },
      stacks: [],
    });
    const calls = service.calls.length;
    it.upload.run();
    await turns();
    expect(service.calls).toHaveLength(calls);
    expect(service.cases).toHaveLength(1);
    const later = engine(it.journal.entries);
    expect(later.upload.view().kind).toBe("cancelled");
  });

  it("is not cancelled once all is sent: how its processing ends is still told", async () => {
    const it = engine();
    service.during = (call, nth) => {
      if (call === "jobStatus" && nth === 1) it.upload.cancel();
    };
    expect(await run(it)).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processed" } }, {}, {}] },
    });
    it.upload.cancel();
    await turns();
    expect(it.upload.view().kind).toBe("done");
    expect(it.journal.entries.some((entry) => entry.kind === "cancelled")).toBe(
      false,
    );
  });

  it("quits: work ends, the state stays, the journal is closed", async () => {
    const it = engine();
    let closed: Promise<void> = Promise.resolve();
    service.during = (call, nth) => {
      if (call === "putObject" && nth === 2) closed = it.upload.close();
    };
    it.upload.run();
    await turns();
    await closed;
    expect(it.journal.isClosed).toBe(true);
    expect(it.upload.view().kind).toBe("paused");
    expect(it.journal.entries.some((entry) => entry.kind === "cancelled")).toBe(
      false,
    );
    await run(engine(it.journal.entries));
    expectWholeCaseOnce();
  });

  it("is told when only the mark as finished failed, and may try that again", async () => {
    service.fault = (call) =>
      call === "markUploadFinished"
        ? { failure: { kind: "refused", status: 404, detail: "" } }
        : null;
    const it = engine();
    const view = await run(it);
    expect(view).toMatchObject({
      kind: "done",
      finishFailure: { kind: "refused", status: 404 },
    });
    await turns();
    expect(it.upload.view()).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processed" } }, {}, {}] },
    });
    service.fault = () => null;
    expect(await run(it)).toMatchObject({ kind: "done", finishFailure: null });
    expectWholeCaseOnce();
  });
});
