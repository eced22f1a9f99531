// Scan and grouping of zip archives larger than 4 GB unpacked: rate and memory.
//
// CASEDROP_BENCH_FILES    slices, default 8400 (4.4 GB)
// CASEDROP_BENCH_ROWS     rows of a slice of 512 columns, default 512 (512 KiB a file)
// CASEDROP_BENCH_THREADS  default 2
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeZipOfSlices } from "./zipFile.mjs";

export const title = "Scan and group zip archives";

const files = Number(process.env.CASEDROP_BENCH_FILES ?? 8400);
const rows = Number(process.env.CASEDROP_BENCH_ROWS ?? 512);
const threads = process.env.CASEDROP_BENCH_THREADS ?? "2";

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("scanOnce.ts");
  const measured = [];
  for (const isDeflated of [false, true]) {
    const kind = isDeflated ? "deflated" : "stored";
    const path = join(scratch, `${kind}.zip`);
    log(`writing ${files} slices of ${rows} KiB, ${kind}`);
    const sizeBytes = writeZipOfSlices(path, { files, rows, isDeflated });
    const scan = await scanOnce(script, path);
    const testMs = await unzipTestMs(path);
    await rm(path);
    const tookMs = scan.scanMs + scan.groupMs;
    measured.push(
      {
        what: `${files} files, ${kind}, ${(sizeBytes / 1e9).toFixed(1)} GB`,
        value: (1000 * scan.found) / tookMs,
        unit: "files/s",
        bar: "at least 5,000 files/s",
        ...(testMs === null
          ? {}
          : { ratio: testMs / tookMs, comparedWith: "unzip -t" }),
      },
      {
        what: "  resident memory growth at peak",
        value: scan.residentGrowthMB,
        unit: "MB",
        bar: "under 100 MB",
        below: 100,
      },
      {
        what: "  longest gap of the event loop",
        value: scan.longestGapMs,
        unit: "ms",
        bar: "none over 50 ms",
      },
    );
  }
  return measured;
}

/** @param {string} script @param {string} path */
async function scanOnce(script, path) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    script,
    path,
    threads,
  ]);
  const result = JSON.parse(stdout);
  if (result.found !== files || result.images !== files)
    throw new Error("Not every file became an image");
  return result;
}

/** The yardstick: unpacking everything and writing nothing, one thread of C. Null where there is no unzip. @param {string} path */
async function unzipTestMs(path) {
  const startedAtMs = performance.now();
  try {
    await promisify(execFile)("unzip", ["-tqq", path]);
    return performance.now() - startedAtMs;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
