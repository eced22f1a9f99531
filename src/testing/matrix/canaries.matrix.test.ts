// The whole canary run: every class, encoding, script and attribute. Prints what it looked at.
import { expect, it } from "vitest";
import { runCanaries } from "./canaryMatrix.ts";
import { runCanaryUpload } from "./canaryUpload.ts";

const files = 5_520;

it("every canary in the output of de-identification", async () => {
  const startedAtMs = performance.now();
  const run = await runCanaries(files, 40);
  console.log(
    `Canaries: ${run.files} files of ${run.classes.size} classes in ${run.transferSyntaxes.size} transfer syntaxes and ${run.characterSets.size} character sets, ${run.canaries} canaries, ${run.findings.length} found, ${secondsSince(startedAtMs)} s`,
  );
  expect(run.findings).toEqual([]);
});

// Uses the build (npm run build).
it("every canary in what the command sends, keeps and prints", async () => {
  const startedAtMs = performance.now();
  const run = await runCanaryUpload(files);
  console.log(
    `Canaries sent: ${run.account.sent} of ${run.account.found} files by ${run.puts} requests, ${run.findings.length} found, ${secondsSince(startedAtMs)} s`,
  );
  expect(run).toMatchObject({ status: 0, findings: [] });
  expect(run.account.sent).toBeGreaterThan(0.8 * files);
});

function secondsSince(startedAtMs: number): number {
  return Math.round((performance.now() - startedAtMs) / 1000);
}
