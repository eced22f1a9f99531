// Reads how many tests passed, failed and were skipped from the reports of the test runners.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts of a step that ends with an exit status and nothing else; it is one test.
 * @returns {Counts}
 */
export function countExit(exitCode) {
  const isPassed = exitCode === 0;
  return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 };
}

/**
 * Counts in vitest's JSON report.
 * @returns {Counts}
 */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** So many tests of a run may pass only when repeated. More are no accident. */
const maxRepeated = 2;

/**
 * Counts in Playwright's JSON report. Tests that passed only when repeated have failed if there are more than two.
 * @returns {Counts}
 */
export function countPlaywright({ stats }) {
  const { expected, unexpected, flaky, skipped } = stats;
  const isAccident = flaky <= maxRepeated;
  return {
    passed: expected + (isAccident ? flaky : 0),
    failed: unexpected + (isAccident ? 0 : flaky),
    skipped,
  };
}

/**
 * Full names of the failed tests in vitest's JSON report, behind those of the files that could not be run.
 * @returns {readonly string[]}
 */
export function failedInVitest({ testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [name] : [];
    return failed.map(
      ({ ancestorTitles, title }) =>
        `${name}: ${[...ancestorTitles, title].join(" > ")}`,
    );
  });
}

/** Full names of the tests in Playwright's JSON report that ended so, in groups of any depth. */
function endedInPlaywright({ suites = [] }, status) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some((test) => test.status === status))
      .map(({ file, title }) => `${file}: ${title}`),
    ...endedInPlaywright(suite, status),
  ]);
}

/**
 * Full names of the tests in Playwright's JSON report that failed.
 * @returns {readonly string[]}
 */
export function failedInPlaywright(report) {
  return endedInPlaywright(report, "unexpected");
}

/**
 * Full names of the tests in Playwright's JSON report that passed only when repeated.
 * @returns {readonly string[]}
 */
export function repeatedInPlaywright(report) {
  return endedInPlaywright(report, "flaky");
}

/**
 * Makes sure that a runner which failed is never reported as all passed: a file that cannot be loaded, an unhandled
 * rejection or a crash leaves no failed test behind, and sometimes no report at all.
 * @param {Counts | null} counts null if there is no report
 * @returns {Counts}
 */
export function heedExit(counts, exitCode) {
  if (counts === null) return countExit(exitCode === 0 ? 1 : exitCode);
  const isUnexplained = exitCode !== 0 && counts.failed === 0;
  return isUnexplained ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** The line that ends a run. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
