// Tests of the counts that end a test run.
import { describe, expect, it } from "vitest";
import {
  countExit,
  countPlaywright,
  countVitest,
  failedInPlaywright,
  failedInVitest,
  heedExit,
  repeatedInPlaywright,
  sumCounts,
  summaryLine,
} from "./testCounts.mjs";

describe("test counts", () => {
  it("counts a plain command as one test", () => {
    expect(countExit(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countExit(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("reads vitest's report", () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 2,
      numPendingTests: 1,
      numTodoTests: 3,
    };
    expect(countVitest(report)).toEqual({ passed: 7, failed: 2, skipped: 4 });
  });

  it("counts end-to-end tests that passed only when repeated as failed where they are more than two", () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
    expect(countPlaywright({ stats })).toEqual({
      passed: 7,
      failed: 1,
      skipped: 3,
    });
    expect(countPlaywright({ stats: { ...stats, flaky: 3 } })).toEqual({
      passed: 5,
      failed: 4,
      skipped: 3,
    });
  });

  it("names what failed in vitest's report, files that could not be run too", () => {
    const test = (title, status) => ({
      ancestorTitles: ["zip"],
      title,
      status,
    });
    const testResults = [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [test("opens", "passed"), test("ends", "failed")],
      },
      { name: "b.test.ts", status: "failed", assertionResults: [] },
      { name: "c.test.ts", status: "passed", assertionResults: [] },
    ];
    expect(failedInVitest({ testResults })).toEqual([
      "a.test.ts: zip > ends",
      "b.test.ts",
    ]);
  });

  it("names what failed and what was repeated in Playwright's report, in groups of any depth", () => {
    const spec = (title, status) => ({
      file: "send.spec.ts",
      title,
      tests: [{ status }],
    });
    const suites = [
      {
        specs: [spec("sends", "expected"), spec("stops", "unexpected")],
        suites: [{ specs: [spec("resumes", "flaky")] }],
      },
    ];
    expect(failedInPlaywright({ suites })).toEqual(["send.spec.ts: stops"]);
    expect(repeatedInPlaywright({ suites })).toEqual(["send.spec.ts: resumes"]);
  });

  it("never reports a runner that failed without a failed test as passed", () => {
    const allPassed = { passed: 9, failed: 0, skipped: 0 };
    expect(heedExit(allPassed, 1)).toEqual({
      passed: 9,
      failed: 1,
      skipped: 0,
    });
    expect(heedExit(allPassed, 0)).toEqual(allPassed);
    expect(heedExit({ passed: 1, failed: 4, skipped: 0 }, 1).failed).toBe(4);
  });

  it("counts a runner that left no report as failed, whatever its status", () => {
    const oneFailed = { passed: 0, failed: 1, skipped: 0 };
    expect(heedExit(null, 0)).toEqual(oneFailed);
    expect(heedExit(null, 134)).toEqual(oneFailed);
  });

  it("sums up in one line", () => {
    const total = sumCounts([
      { passed: 4, failed: 0, skipped: 1 },
      { passed: 30, failed: 2, skipped: 0 },
    ]);
    expect(summaryLine(total)).toBe("34 passed, 2 failed, 1 skipped");
  });
});
