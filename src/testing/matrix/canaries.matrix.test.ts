// The whole canary run: every class, script and attribute. Prints what it looked at.
import { expect, it } from "vitest";
import { runCanaries } from "./canaryMatrix.ts";

it("every canary", async () => {
  const startedAtMs = performance.now();
  const run = await runCanaries(5_520, 40);
  console.log(
    `Canaries: ${run.files} files of ${run.classes.size} classes in ${run.characterSets.size} character sets, ${run.canaries} canaries, ${run.findings.length} found, ${Math.round((performance.now() - startedAtMs) / 1000)} s`,
  );
  expect(run.findings).toEqual([]);
});
