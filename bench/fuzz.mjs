// Puts mutated files through header reader, grouping and frame placement, and prints what became of them. A run is repeatable.
//
//   node bench/fuzz.mjs [RUNS] [FIRST_RUN]     default 100000 runs from run 0; exit status 1 if any failed
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleForBench } from "./bundle.mjs";

/** Beside the project, where there is one. */
const corpus = resolve(import.meta.dirname, "../../shared/corpus");
const [runs = "100000", firstRun = "0"] = process.argv.slice(2);
const scratch = await mkdtemp(join(tmpdir(), "casedrop-fuzz-"));
try {
  const entry = join(import.meta.dirname, "fuzzOnce.ts");
  const account = JSON.parse(
    await outputOf(await bundleForBench(entry, scratch)),
  );
  print(account);
  process.exitCode = account.failed === 0 ? 0 : 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** @param {string} script */
function outputOf(script) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--expose-gc", script, runs, firstRun, corpus],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The runs ended with status ${code}`));
    });
  });
}

function print(account) {
  const { slowest } = account;
  console.log(
    `${account.runs} runs over ${account.seeds} files: ${account.dicom} still read as DICOM, ${account.failed} failed`,
  );
  console.log(
    `slowest: run ${slowest.run}, ${slowest.milliseconds.toFixed(0)} ms (${slowest.seed})`,
  );
  console.log(`memory growth: ${account.memoryGrowthMiB.toFixed(1)} MiB`);
  for (const { run, seed, error } of account.failures)
    console.log(`run ${run} (${seed})\n${error}`);
}
