// Scan and grouping: rate, memory, and whether both stay in proportion up to 200,000 files.
//
// CASEDROP_BENCH_FILES    large slices, default 10000
// CASEDROP_BENCH_ROWS     rows of a large slice of 512 columns, default 512 (512 KiB a file)
// CASEDROP_BENCH_SMALL    counts of small files, default 50000,100000,200000
// CASEDROP_BENCH_THREADS  default 2
import { execFile, execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCtSlices } from "./ctSlices.mjs";

export const title = "Scan and group";

const files = Number(process.env.CASEDROP_BENCH_FILES ?? 10_000);
const rows = Number(process.env.CASEDROP_BENCH_ROWS ?? 512);
const smallCounts = (process.env.CASEDROP_BENCH_SMALL ?? "50000,100000,200000")
  .split(",")
  .filter((count) => count !== "")
  .map(Number);
const threads = process.env.CASEDROP_BENCH_THREADS ?? "2";

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("scanOnce.ts");
  const measured = [];
  const large = join(scratch, "large");
  log(`writing ${files} slices of ${rows} KiB`);
  writeCtSlices(large, { files, rows });
  // The yardstick: read the same first 64 KiB of the same files and do nothing with them, one thread of C.
  const rawMs = headMs(large);
  const scan = await scanOnce(script, large);
  await rm(large, { recursive: true });
  const rate = (1000 * scan.found) / (scan.scanMs + scan.groupMs);
  measured.push(
    {
      what: `${files} files of ${rows} KiB`,
      value: rate,
      unit: "files/s",
      ratio: rawMs / (scan.scanMs + scan.groupMs),
      comparedWith: "head -c 64K of each file",
      bar: "at least 5,000 files/s",
    },
    {
      what: "  processor time, all threads",
      value: (1000 * scan.cpuMs) / scan.found,
      unit: "us a file",
    },
    {
      what: "  resident memory growth at peak",
      value: scan.residentGrowthMB,
      unit: "MB",
      bar: "under 100 MB for 10,000 files",
      below: 100,
    },
    { what: "  held afterwards", value: scan.heldMB, unit: "MB" },
    { what: "  grouping alone", value: scan.groupMs, unit: "ms" },
    {
      what: "  longest gap of the event loop",
      value: scan.longestGapMs,
      unit: "ms",
      bar: "none over 50 ms",
    },
  );
  let previous = null;
  for (const count of smallCounts) {
    const small = join(scratch, `small-${count}`);
    log(`writing ${count} small slices`);
    writeCtSlices(small, { files: count, rows: 1 });
    const result = await scanOnce(script, small);
    await rm(small, { recursive: true });
    const perFileUs = (1000 * (result.scanMs + result.groupMs)) / result.found;
    measured.push(
      {
        what: `${count} small files`,
        value: 1e6 / perFileUs,
        unit: "files/s",
        ...(previous === null
          ? {}
          : {
              ratio: perFileUs / previous,
              comparedWith: "the time per file of the row before",
              bar: "near 1",
            }),
      },
      {
        what: "  held afterwards",
        value: (1e6 * result.heldMB) / result.found,
        unit: "bytes a file",
      },
      {
        what: "  resident memory growth at peak",
        value: result.residentGrowthMB,
        unit: "MB",
      },
      {
        what: "  longest gap of the event loop",
        value: result.longestGapMs,
        unit: "ms",
        bar: "none over 50 ms",
      },
    );
    previous = perFileUs;
  }
  return measured;
}

/** @param {string} script @param {string} folder */
async function scanOnce(script, folder) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    script,
    folder,
    threads,
  ]);
  const result = JSON.parse(stdout);
  if (result.found !== result.dicom || result.images !== result.dicom)
    throw new Error("Not every file became an image");
  return result;
}

/** @param {string} folder */
function headMs(folder) {
  const startedAtMs = performance.now();
  execFileSync("sh", [
    "-c",
    'find "$1" -type f -print0 | xargs -0 head -q -c 65536 > /dev/null',
    "sh",
    folder,
  ]);
  return performance.now() - startedAtMs;
}
