// Fuzzes the readers of archives, disc directories, headers, frames and Siemens CSA tables with the seeds it is given; prints one JSON line. Ends with 1 if memory grew or a seed was slow.
import { join } from "node:path";
import { csaValues } from "../src/core/dicom/siemensCSA.ts";
import type { ScannedInstance } from "../src/core/model/stack.ts";
import { csaHeader } from "../src/testing/csaFixtures.ts";
import { deidentifyInMemory } from "../src/testing/deidentifyInMemory.ts";
import { fuzzOnce } from "../src/testing/fuzzMedia.ts";
import { builtSeeds, corpusSeeds } from "../src/testing/fuzzSeeds.ts";
import { drawFrom, fuzzFile, mutated } from "../src/testing/headerFuzz.ts";

/** Headers are mutated from files built by code and, where it lies beside the project, from the corpus. */
const files = [
  ...builtSeeds(),
  ...corpusSeeds(join(process.cwd(), "../shared/corpus")).map(
    ({ bytes }) => bytes,
  ),
];
const wholeFiles = corpusSeeds(
  join(process.cwd(), "../shared/corpus"),
  Number.POSITIVE_INFINITY,
);
const directories = wholeFiles.filter(({ name }) =>
  /(DICOMDIR[^/.]*(\.dcm)?|DIRFILE)$/.test(name),
);
const tables = ([1, 2] as const).map((version) =>
  csaHeader({ Other: ["1", "2"], B_value: ["1000"], Last: ["x"] }, version),
);
/** Grouped together with each mutated file. */
const companions: ScannedInstance[] = [];

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("Nothing to mutate");
  return item;
}

async function fuzzHeaders(seed: number): Promise<void> {
  const bytes = mutated(
    pick(files, seed),
    pick(files, seed * 7 + 3),
    drawFrom(seed),
  );
  const { instance } = await fuzzFile(bytes, `/fuzz/${seed}`, companions);
  if (instance !== null) companions.push(instance);
  if (companions.length > 6) companions.shift();
}

/** One in ten is de-identified as one file for its first frame or as a whole: it may be refused, but nothing may throw. */
async function fuzzDeidentified(seed: number): Promise<void> {
  if (seed % 10 !== 0) return;
  const turn = seed / 10;
  const bytes = mutated(
    pick(files, turn),
    pick(files, turn * 7 + 3),
    drawFrom(seed),
  );
  await deidentifyInMemory(bytes, { frame: turn % 2 === 0 ? 1 : null });
}

/** Disc directories of the corpus, and in one seed of fifty a file of any size that is not cut, so that its last fragments are reached. */
async function fuzzWhole(seed: number): Promise<void> {
  if (wholeFiles.length === 0) return;
  if (seed % 10 === 5)
    await fuzzOnce(seed, pick(directories, (seed - 5) / 10).bytes);
  if (seed % 50 !== 0) return;
  const file = pick(wholeFiles, (seed / 50) * 7).bytes;
  await fuzzFile(mutated(file, file, drawFrom(seed)), `/fuzz/${seed}`, []);
}

function fuzzTable(seed: number): void {
  const [table, other] = [pick(tables, seed), pick(tables, seed + 1)];
  csaValues(mutated(table, other, drawFrom(seed)), "Last");
}

/** Resident memory once garbage is collected. */
function settledBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

const [first = "0", count = "100000"] = process.argv.slice(2);
let slowestMs = 0;
let slowestSeed = 0;
let peakBytes = 0;
let warmBytes = 0;
/** By then code is compiled and caches are full. */
const warmUpSeeds = Math.min(1000, Math.floor(Number(count) / 2));
const mostGrowthBytes = 64 * 1024 * 1024;
const slowestAllowedMs = 10_000;
for (let done = 0; done < Number(count); done++) {
  const seed = Number(first) + done;
  const startedAtMs = performance.now();
  try {
    await fuzzOnce(seed);
    await fuzzHeaders(seed);
    await fuzzDeidentified(seed);
    await fuzzWhole(seed);
    fuzzTable(seed);
  } catch (error) {
    throw new Error(`Seed ${seed}`, { cause: error });
  }
  const tookMs = performance.now() - startedAtMs;
  if (tookMs > slowestMs) {
    slowestMs = tookMs;
    slowestSeed = seed;
  }
  if (done === warmUpSeeds) warmBytes = settledBytes();
  if (done % 100 === 0)
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}
const growthBytes = settledBytes() - warmBytes;
if (growthBytes > mostGrowthBytes || slowestMs > slowestAllowedMs)
  process.exitCode = 1;
console.log(
  JSON.stringify({
    slowestMs,
    slowestSeed,
    growthMB: Math.round(growthBytes / 1e6),
    peakMB: Math.round(peakBytes / 1e6),
  }),
);
