// Fuzzes header reader, grouping and frame placement for a number of runs; prints the account as one JSON line. See bench/fuzz.mjs.
import type { ScannedInstance } from "../src/core/model/stack.ts";
import { builtSeeds, corpusSeeds } from "../src/testing/fuzzSeeds.ts";
import { drawFrom, fuzzFile, mutated } from "../src/testing/headerFuzz.ts";

const runs = Number(process.argv[2] ?? 100_000);
const firstRun = Number(process.argv[3] ?? 0);
const seeds = [
  ...builtSeeds().map((bytes, index) => ({ name: `built ${index}`, bytes })),
  ...corpusSeeds(process.argv[4] ?? ""),
];

interface Failure {
  readonly run: number;
  readonly seed: string;
  readonly error: string;
}

const failures: Failure[] = [];
const slowest = { run: -1, seed: "", milliseconds: 0 };
let dicom = 0;
let companions: ScannedInstance[] = [];
let memoryBefore = 0;

function memoryMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1024 / 1024;
}

for (let run = firstRun; run < firstRun + runs; run += 1) {
  // After a tenth of the runs everything is compiled and cached that will be.
  if (run === firstRun + Math.floor(runs / 10)) memoryBefore = memoryMiB();
  const draw = drawFrom(run);
  const seed = seeds[Math.floor(draw() * seeds.length)];
  const other = seeds[Math.floor(draw() * seeds.length)];
  if (seed === undefined || other === undefined) continue;
  const bytes = mutated(seed.bytes, other.bytes, draw);
  const startedAt = performance.now();
  try {
    const { instance } = await fuzzFile(bytes, `/fuzz/${run}`, companions);
    if (instance !== null) {
      dicom += 1;
      companions = [...companions.slice(-5), instance];
    }
  } catch (error) {
    failures.push({
      run,
      seed: seed.name,
      error: error instanceof Error ? (error.stack ?? error.message) : "thrown",
    });
  }
  const milliseconds = performance.now() - startedAt;
  if (milliseconds > slowest.milliseconds)
    Object.assign(slowest, { run, seed: seed.name, milliseconds });
}

process.stdout.write(
  `${JSON.stringify({
    runs,
    seeds: seeds.length,
    dicom,
    failed: failures.length,
    failures: failures.slice(0, 20),
    slowest,
    memoryGrowthMiB: memoryMiB() - memoryBefore,
  })}\n`,
);
