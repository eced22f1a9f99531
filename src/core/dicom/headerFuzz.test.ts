// A short run of bench/fuzz.mjs: mutated files never make header reader, grouping or frame placement throw.
import { expect, it } from "vitest";
import { builtSeeds } from "../../testing/fuzzSeeds.ts";
import { drawFrom, fuzzFile, mutated } from "../../testing/headerFuzz.ts";
import type { ScannedInstance } from "../model/stack.ts";

it("takes a thousand mutated files without a throw", async () => {
  const seeds = builtSeeds();
  const companions: ScannedInstance[] = [];
  let dicom = 0;
  for (let run = 0; run < 1000; run += 1) {
    const draw = drawFrom(run);
    const seed = seeds[run % seeds.length]!;
    const other = seeds[(run * 7 + 3) % seeds.length]!;
    const bytes = mutated(seed, other, draw);
    const outcome = await fuzzFile(bytes, `/fuzz/${run}`, companions).catch(
      (error: unknown) => {
        throw new Error(`Run ${run}`, { cause: error });
      },
    );
    if (outcome.instance === null) continue;
    dicom += 1;
    companions.push(outcome.instance);
    if (companions.length > 6) companions.shift();
  }
  // Otherwise the mutations only test the refusal of what is no DICOM.
  expect(dicom).toBeGreaterThan(300);
}, 30_000);
