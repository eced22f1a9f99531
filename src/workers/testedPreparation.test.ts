// A thread prepares nothing before its self-test is over, and nothing at all if it failed.
import { describe, expect, it } from "vitest";
import type { LocalPath } from "../core/model/brands.ts";
import type { SelfTestProblem } from "../shared/selfTestProblem.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import { TestedPreparation } from "./testedPreparation.ts";

const never = new AbortController().signal;
const file = {
  kind: "file",
  path: "/image" as LocalPath,
  sizeBytes: 1,
  modifiedAtMs: 0,
} as const;
const job: PrepareJob = {
  spoolFolder: "/spool",
  saltHex: "00".repeat(16),
  sopInstanceUID: "hashed",
  stackId: "stack" as StackId,
  window: null,
  patientWords: [],
  keptFreeText: [],
  acceptedFreeText: [],
  images: [
    { file, frame: 1 },
    { file, frame: 2 },
  ],
};
const prepared: PrepareAnswer = {
  kind: "prepared",
  images: [],
  treatments: [],
};

/** A thread whose self-test ends when told to. */
function thread() {
  const jobs: PrepareJob[] = [];
  let resolve: (problem: SelfTestProblem | null) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ended = new Promise<SelfTestProblem | null>((...settle) => {
    [resolve, reject] = settle;
  });
  const asked: AbortSignal[] = [];
  const tested = new TestedPreparation({
    selfTest: (signal) => {
      asked.push(signal);
      return ended;
    },
    prepare: (next) => {
      jobs.push(next);
      return Promise.resolve(prepared);
    },
  });
  return { tested, jobs, test: { resolve, reject }, asked };
}

describe("TestedPreparation", () => {
  it("prepares once its self-test has found nothing", async () => {
    const { tested, jobs, test } = thread();
    const answer = tested.run(job, never);
    expect(jobs).toEqual([]);
    test.resolve(null);
    expect(await answer).toBe(prepared);
    expect(jobs).toEqual([job]);
  });

  it("starts the self-test before there is work, and hurries it when there is", () => {
    const { tested, asked } = thread();
    expect(asked[0]?.aborted).toBe(false);
    void tested.run(job, never);
    expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("refuses every image of every job after a self-test that failed", async () => {
    const { tested, jobs, test } = thread();
    test.resolve("markerLeft");
    const refusal = {
      ok: false,
      failure: { kind: "selfTestFailed", problem: "markerLeft" },
    };
    const refused = {
      kind: "prepared",
      images: [refusal, refusal],
      treatments: [null, null],
    };
    expect(await tested.run(job, never)).toEqual(refused);
    expect(await tested.run(job, never)).toEqual(refused);
    expect(jobs).toEqual([]);
  });

  it("refuses them too if the self-test threw", async () => {
    const { tested, jobs, test } = thread();
    test.reject(new Error("a bug"));
    const answer = await tested.run(job, never);
    expect(answer.kind === "prepared" && answer.images[0]).toEqual({
      ok: false,
      failure: { kind: "selfTestFailed", problem: "thrown" },
    });
    expect(jobs).toEqual([]);
  });

  it("goes on with the next job after one that threw", async () => {
    let calls = 0;
    const tested = new TestedPreparation({
      selfTest: () => Promise.resolve(null),
      prepare: () => {
        calls += 1;
        return calls === 1
          ? Promise.reject(new Error("a bug"))
          : Promise.resolve(prepared);
      },
    });
    await expect(tested.run(job, never)).rejects.toThrow("a bug");
    expect(await tested.run(job, never)).toBe(prepared);
  });
});
