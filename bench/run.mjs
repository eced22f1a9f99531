// Runs the benchmarks of this folder (all, or those named) and prints a table for each. Bars in memory are judged, and one
// that is missed ends with exit status 1; times and rates are only printed, for machines differ.
//
//   npm run bench -- [NAME...]     names of bench/NAME.bench.mjs
//
// Each *.bench.mjs exports `title` and `run(context)`, which resolves to rows (see Row). Sizes come from environment
// variables that the benchmark documents.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForBench } from "./bundle.mjs";
import { barWords, isMissed } from "./verdict.mjs";

/** @typedef {import("./verdict.mjs").Row} Row */

/**
 * @typedef {object} BenchContext
 * @property {string} scratch An empty folder, on a RAM disk where there is one; removed afterwards.
 * @property {(entry: string) => Promise<string>} bundle Bundles a file of bench/ (TypeScript too) and the workers; resolves to the path of the script.
 * @property {(line: string) => void} log For progress.
 */

const benchFolder = import.meta.dirname;
const suffix = ".bench.mjs";
const named = process.argv.slice(2);
const available = (await readdir(benchFolder))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();
const unknown = named.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(
    `No such benchmark: ${unknown.join(", ")}. There are: ${available.join(", ")}`,
  );
  process.exit(2);
}

for (const name of named.length > 0 ? named : available) await runOne(name);

/** @param {string} name */
async function runOne(name) {
  const { title, run } = await import(join(benchFolder, name + suffix));
  const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const scratch = await mkdtemp(join(base, `casedrop-bench-${name}-`));
  const removeNow = () => {
    process.exit(130);
  };
  process.on("SIGINT", removeNow);
  try {
    console.log(`\n${title}`);
    const rows = await run({
      scratch,
      bundle: (entry) => bundleForBench(join(benchFolder, entry), scratch),
      log: (line) => console.error(`  ${line}`),
    });
    print(rows);
    if (rows.some(isMissed)) process.exitCode = 1;
  } finally {
    process.off("SIGINT", removeNow);
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @param {readonly Row[]} rows */
function print(rows) {
  const cells = rows.map((row) => {
    const { what, value, unit, ratio, comparedWith } = row;
    return [
      what,
      `${round(value)} ${unit}`,
      ratio === undefined ? "" : `${ratio.toFixed(2)} x ${comparedWith ?? ""}`,
      barWords(row),
    ];
  });
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => row[column].length)),
  );
  for (const row of cells)
    console.log(
      `  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd(),
    );
}

/** @param {number} value */
function round(value) {
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toPrecision(3);
}
