// Test projects: unit and contract run from source in plain Node; integration runs after a build and uses sockets, threads and disks.
import { defineConfig } from "vitest/config";

const everyTest = "src/**/*.test.{ts,tsx}";
const contractTests = "src/**/*.contract.test.ts";
const integrationTests = "src/**/*.integration.test.ts";
/** Minutes long, so only by `npm run matrix`. */
const matrixTests = "src/**/*.matrix.test.ts";

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
        },
      },
      { test: { name: "contract", include: [contractTests] } },
      {
        test: {
          name: "integration",
          include: [integrationTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
