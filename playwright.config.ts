// End-to-end tests: the built app in a real Electron, one at a time; start them with `npm run test:e2e`.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/globalSetup.ts",
  outputDir: "test-results",
  // Each test has a display, a keychain and two cores to itself.
  workers: 1,
  fullyParallel: false,
  // On a machine shared with others one moment can come too late: such a test is repeated once, named, and counted (scripts/testCounts.mjs).
  retries: process.env["CI"] === "true" ? 1 : 0,
  forbidOnly: process.env["CI"] === "true",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/test/e2e.json" }]],
});
