// Files on their way to a storage that confirms what it took, and over a network that comes and goes.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FakeConnectivity } from "../../testing/fakeConnectivity.ts";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemoryJournal } from "../../testing/memoryJournal.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { testLine } from "../../testing/testLine.ts";
import { testPlan, testStackId } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import { defaultEngineSettings } from "./engineSettings.ts";
import { UploadCase } from "./uploadCase.ts";
import { initialState } from "./uploadState.ts";

function caseOfSixImages(
  lineOptions: Parameters<typeof testLine>[1] = {},
  engine: Partial<typeof defaultEngineSettings> = {},
) {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const contents = Array.from({ length: 6 }, (_, index) =>
    new Uint8Array(1000).fill(index),
  );
  const images = contents.map((bytes) => spool.add(bytes));
  const md5s = new Map(
    images.map(({ sha256Hex }, index) => [
      sha256Hex,
      createHash("md5").update(contents[index]!).digest("hex"),
    ]),
  );
  const plan = testPlan([[images]]);
  const journal = new MemoryJournal();
  let look: () => void = () => undefined;
  const upload = new UploadCase(
    { state: initialState(plan, clock.nowMs()), journal },
    {
      client: () => service.client(),
      spool,
      clock,
      random: new SequentialRandom(),
      log: new RecordingLog(),
      engine: { ...defaultEngineSettings, ...engine },
      line: testLine(clock, lineOptions),
      otherCases: () =>
        Promise.resolve({
          remoteCaseIds: new Set(),
          titlesInDoubt: new Set(),
        }),
    },
    () => {
      look();
    },
  );
  const until = (isReached: (view: UploadView) => boolean) =>
    new Promise<UploadView>((resolve) => {
      look = () => {
        const view = upload.view();
        if (isReached(view)) resolve(view);
      };
      look();
    });
  return { clock, service, md5s, journal, upload, until };
}

const isAtRest = ({ kind }: UploadView) =>
  kind !== "running" && kind !== "queued";

describe("a storage that answers with an MD5", () => {
  it("is believed when it is that of the file", async () => {
    const { service, md5s, upload, until } = caseOfSixImages();
    service.etag = (hash) => md5s.get(hash) ?? null;
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
    expect(service.count("putObject")).toBe(6);
  });

  it("gets the file again when it is another", async () => {
    const { service, md5s, upload, until } = caseOfSixImages();
    let answers = 0;
    service.etag = (hash) => {
      answers += 1;
      return answers <= 2 ? "0".repeat(32) : (md5s.get(hash) ?? null);
    };
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
    expect(service.count("putObject")).toBe(8);
  });

  it("that keeps confirming something else stops the case before anything is attached", async () => {
    const retry = { ...defaultEngineSettings.retry, maxAttempts: 4 };
    const { service, upload, until } = caseOfSixImages({}, { retry });
    service.etag = () => "0".repeat(32);
    upload.run();
    expect(await until(isAtRest)).toMatchObject({
      kind: "stopped",
      failure: { kind: "storedOtherwise" },
    });
    expect(service.count("attachStack")).toBe(0);
    expect(service.count("putObject")).toBeLessThanOrEqual(6 * 4);
  });

  it.each(["another try", "a restart"])(
    "is not believed by %s that it holds what it confirmed otherwise",
    async (how) => {
      const retry = { ...defaultEngineSettings.retry, maxAttempts: 4 };
      const clock = new HastyClock();
      const service = new FakeRadiopaedia(clock);
      const spool = new MemorySpool();
      const images = [1, 2].map((byte) => spool.add(new Uint8Array([byte])));
      const world = { clock, service, spool };
      const wrong = images[0]?.sha256Hex;
      service.etag = (hash) => (hash === wrong ? "0".repeat(32) : null);
      const plan = testPlan([[images]]);
      const options = { settings: { retry } };
      const first = uploadRun([frozenPlan(plan, world)], world, options);
      first.upload.run();
      await first.settled();
      const second =
        how === "a restart"
          ? uploadRun(first.journal.entries, world, options)
          : first;
      second.upload.run();
      expect(await second.settled()).toMatchObject({
        kind: "stopped",
        failure: { kind: "storedOtherwise" },
      });
      expect(service.count("attachStack")).toBe(0);
    },
  );
});

it("an answer that comes before all of the file is no proof that it is stored", async () => {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const world = { clock, service, spool };
  const image = spool.add(new Uint8Array(1000));
  const retry = { ...defaultEngineSettings.retry, maxAttempts: 2 };
  const journal = [frozenPlan(testPlan([[[image]]]), world)];
  const { upload, settled } = uploadRun(journal, world, {
    settings: { retry },
  });
  service.answersEarly = true;
  upload.run();
  expect(await settled()).toMatchObject({
    kind: "stopped",
    failure: { kind: "storedOtherwise" },
  });
  expect(service.count("attachStack")).toBe(0);
});

describe("a network that goes away", () => {
  it.each([
    { kind: "connectionLost", code: "ENETDOWN" },
    { kind: "unreachable", code: "ENETUNREACH" },
    { kind: "proxyUnreachable", proxy: "proxy:3128", code: "ENETUNREACH" },
    { kind: "stalled", afterMs: 60_000 },
  ] as const)(
    "is waited for, shown, and not counted against the case: $kind",
    async (failure) => {
      const connectivity = new FakeConnectivity();
      const retry = { ...defaultEngineSettings.retry, maxAttempts: 2 };
      const { service, upload, until } = caseOfSixImages(
        { connectivity, limits: { start: 1, most: 1 } },
        { retry },
      );
      service.fault = (call, nth) => {
        if (call !== "putObject" || nth < 2 || nth > 6) return null;
        connectivity.become({ kind: "offline" });
        // Each try meets another gap: more of them than there are tries.
        setImmediate(() => {
          connectivity.become({ kind: "online" });
        });
        return { failure };
      };
      upload.run();
      const gap = until(
        (view) => view.kind === "running" && view.networkGap === "offline",
      );
      expect((await gap).kind).toBe("running");
      expect((await until(isAtRest)).kind).toBe("done");
    },
  );

  /** Tries at the second to the sixth image find a stranger's certificate. */
  function strangers(look: (connectivity: FakeConnectivity) => void) {
    const connectivity = new FakeConnectivity();
    connectivity.look = () => {
      look(connectivity);
    };
    const run = caseOfSixImages({
      connectivity,
      limits: { start: 1, most: 1 },
    });
    const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
    run.service.fault = (call, nth) =>
      call === "putObject" && nth >= 2 && nth <= 6
        ? { failure: { kind: "tlsRejected", code } }
        : null;
    return run;
  }

  it("is waited for where its sign-in page answers with a certificate of its own", async () => {
    const { upload, until } = strangers((connectivity) => {
      connectivity.become({ kind: "captivePortal" });
      setImmediate(() => {
        connectivity.become({ kind: "online" });
      });
    });
    upload.run();
    const gap = until(
      (view) => view.kind === "running" && view.networkGap === "captivePortal",
    );
    expect((await gap).kind).toBe("running");
    expect((await until(isAtRest)).kind).toBe("done");
  });

  it("stops the case where a filter's certificate has to be installed first", async () => {
    const { upload, until } = strangers((connectivity) => {
      connectivity.become({ kind: "tlsIntercepted", issuer: "Filter" });
    });
    upload.run();
    expect(await until(isAtRest)).toMatchObject({
      kind: "stopped",
      failure: { kind: "tlsRejected" },
    });
  });

  it("does not stop the case where a connection was cut before its certificate was seen", async () => {
    const { service, upload, until } = caseOfSixImages();
    service.fault = (call, nth) =>
      call === "putObject" && nth === 2
        ? { failure: { kind: "tlsRejected", code: "ECONNRESET" } }
        : null;
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
  });

  it("is not waited for by a case that comes after either, nor when it is tried again", async () => {
    const connectivity = new FakeConnectivity();
    connectivity.become({ kind: "tlsIntercepted", issuer: "Filter" });
    const { service, upload, until } = caseOfSixImages({ connectivity });
    const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
    service.fault = () => ({ failure: { kind: "tlsRejected", code } });
    for (let time = 1; time <= 2; time += 1) {
      upload.run();
      expect(await until(isAtRest)).toMatchObject({
        kind: "stopped",
        failure: { kind: "tlsRejected" },
      });
    }
    service.fault = () => null;
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
    expect(connectivity.waiting).toBe(0);
  });

  it("can be left by a pause", async () => {
    const connectivity = new FakeConnectivity();
    connectivity.become({ kind: "captivePortal" });
    const { service, upload, until } = caseOfSixImages({ connectivity });
    upload.run();
    await until(
      (view) => view.kind === "running" && view.networkGap === "captivePortal",
    );
    upload.pause();
    expect((await until(isAtRest)).kind).toBe("paused");
    await upload.close();
    expect(service.calls).toEqual([]);
    expect(connectivity.waiting).toBe(0);
  });
});

describe("a stack that the site could not process", () => {
  it("is attached once more alone, without a byte being sent again", async () => {
    const { service, journal, upload, until } = caseOfSixImages();
    service.during = (call) => {
      for (const entry of journal.entries)
        if (call === "jobStatus" && entry.kind === "stackAttached")
          service.jobStates.set(
            entry.jobId ?? "",
            service.count("attachStack") === 1 ? "failed" : "processed",
          );
    };
    upload.run();
    expect(await until(isAtRest)).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processingFailed" } }] },
    });
    upload.retryStack(testStackId(1));
    upload.run();
    await until(({ kind }) => kind === "running");
    expect(await until(isAtRest)).toMatchObject({
      kind: "done",
      progress: { stacks: [{ state: { kind: "processed" } }] },
    });
    expect(service.count("attachStack")).toBe(2);
    expect(service.count("putObject")).toBe(6);
  });
});

describe("a limited line", () => {
  it("takes the time that its rate allows", async () => {
    const { clock, upload, until } = caseOfSixImages({ bytesPerSecond: 100 });
    const startedMs = clock.nowMs();
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
    // Six thousand bytes.
    expect(clock.nowMs() - startedMs).toBeGreaterThanOrEqual(50_000);
  });
});

describe("a speed limit over a line that takes bodies whole", () => {
  it("is waited for before a URL is taken, so that none runs out", async () => {
    const { clock, service, upload, until } = caseOfSixImages({
      bytesPerSecond: 3,
    });
    service.gathersBodies = true;
    const startedMs = clock.nowMs();
    upload.run();
    expect((await until(isAtRest)).kind).toBe("done");
    expect(service.count("putObject")).toBe(6);
    // Two thousand seconds at that limit, and a URL lives for nine hundred.
    expect(clock.nowMs() - startedMs).toBeGreaterThan(1_900_000);
  });

  it("gives way to a cancellation", async () => {
    const { service, upload, until } = caseOfSixImages({ bytesPerSecond: 3 });
    service.gathersBodies = true;
    service.during = (call, nth) => {
      if (call === "putObject" && nth === 2) upload.cancel();
    };
    upload.run();
    await until(({ kind }) => kind === "cancelled");
    expect(service.count("putObject")).toBeLessThan(6);
  });
});
