// Test projects: unit and contract run from source in plain Node; integration runs after a build and uses sockets, threads and disks.
import { defineConfig } from "vitest/config";

const everyTest = "src/**/*.test.{ts,tsx}";
const contractTests = "src/**/*.contract.test.ts";
const integrationTests = "src/**/*.integration.test.ts";
/** Minutes long, so only by `npm run matrix`. */
const matrixTests = "src/**/*.matrix.test.ts";

/** What is waited for comes on a busy machine too; a verdict never hangs on how soon. */
const patience = { poll: { timeout: 60_000 } };

export default defineConfig({
  test: {
    reporters: ["default"],
    projects: [
      {
        test: {
          name: "unit",
          // Modules hold no state of their own, so files may share them: that halves the time of a check.
          isolate: false,
          include: [
            everyTest,
            "eslint-rules/**/*.test.js",
            "scripts/**/*.test.mjs",
            "bench/**/*.test.mjs",
          ],
          exclude: [contractTests, integrationTests, matrixTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patience,
        },
      },
      {
        test: {
          name: "contract",
          include: [contractTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patience,
        },
      },
      {
        test: {
          name: "integration",
          include: [integrationTests],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: patience,
        },
      },
      {
        test: {
          name: "matrix",
          include: [matrixTests],
          testTimeout: 3_600_000,
        },
      },
    ],
  },
});
