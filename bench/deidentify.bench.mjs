// De-identification into the spool: rate against copying and hashing the same files, and memory for one huge multi-frame file.
//
// CASEDROP_BENCH_FILES         slices, default 10000
// CASEDROP_BENCH_ROWS          rows of a slice of 512 columns, default 512 (512 KiB a file)
// CASEDROP_BENCH_FRAMES        frames of the multi-frame file of 512 KiB each, default 4096 (2 GiB)
// CASEDROP_BENCH_THREADS       default 2
// CASEDROP_BENCH_DCMJS_FILES   slices that dcmjs gets, default all: its rate rises as it warms up, as ours does
// CASEDROP_BENCH_RUNTIMES      "electron,node" by default: whose V8 runs both, the one that users of the app have, or Node's
//
// Both are measured twice over: in a first pass, over files of which none has been prepared before, and in a second one over
// the same files in the same process, where the code is warm, as it is in a window that has prepared a case before. The clock
// of a first pass starts one second after the threads were started for casedrop, as the window starts them at the end of a
// scan: they have loaded their code and spent the rest of that second on their self-test, some hundred made-up images of 32 x 32
// pixels each (on a busy machine fewer; what is left of it is dropped when work comes). For dcmjs it starts after one file.
// What loading takes, with the part of the self-test that is never dropped, has a row of its own. On a machine that does
// other work as well, wall clocks favour whoever needs fewer processors; processor time tells then.
import { execFile, execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCtSlices } from "./ctSlices.mjs";
import {
  writeCompressedMultiFrame,
  writeMultiFrame,
} from "./multiFrameFile.mjs";
import { chosenRuntimes, node, printedBy } from "./runtimes.mjs";

export const title = "De-identify, hash and spool";

const files = Number(process.env.CASEDROP_BENCH_FILES ?? 10_000);
const rows = Number(process.env.CASEDROP_BENCH_ROWS ?? 512);
const frames = Number(process.env.CASEDROP_BENCH_FRAMES ?? 4096);
const threads = process.env.CASEDROP_BENCH_THREADS ?? "2";
// Ratios of two of our own runs: a few seconds tell as much as minutes would.
const maskedFiles = Math.min(files, 300);
const searchedFiles = Math.min(files, 200);
/** Decoding nothing, a compressed file is taken apart as fast as its fragments are found; a quarter shows it. */
const compressedFrames = Math.ceil(frames / 4);
const dcmjsFiles = Math.min(
  files,
  Number(process.env.CASEDROP_BENCH_DCMJS_FILES ?? files),
);

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("deidentifyOnce.ts");
  const context = { scratch, bundle, log, script };
  const source = join(scratch, "source");
  log(`writing ${files} slices of ${rows} KiB`);
  writeCtSlices(source, { files, rows });
  const measured = [];
  for (const runtime of await chosenRuntimes(log))
    measured.push(...(await runtimeRows(runtime, source, context)));
  await rm(source, { recursive: true });
  measured.push(...(await maskedRows({ script, scratch, log })));
  measured.push(...(await textSearchRows({ scratch, bundle, log })));
  const multi = { script, scratch, log };
  return [
    ...measured,
    ...(await multiFrameRows(
      { write: writeMultiFrame, what: "frames", frames },
      multi,
    )),
    ...(await multiFrameRows(
      {
        write: writeCompressedMultiFrame,
        what: "frames in JPEG",
        frames: compressedFrames,
      },
      multi,
    )),
  ];
}

/** All slices by us, by the tools of the system and by dcmjs, the scripts in one runtime. */
async function runtimeRows(runtime, source, { scratch, bundle, log, script }) {
  const floor = await bundle("floorOnce.mjs");
  const { name } = runtime;
  // Either order would favour one of the two with a warmer cache; twice, and the better of each, favours none.
  const ours = [];
  const theirs = [];
  const least = [];
  for (let round = 0; round < 2; round += 1) {
    log(`round ${round + 1}: cp -r and sha256sum`);
    theirs.push(await copyAndHashMs(source, join(scratch, "copy")));
    log(`round ${round + 1}: casedrop, ${threads} threads, ${name}`);
    const spool = join(scratch, "spool");
    ours.push(await deidentify(script, source, spool, { passes: 2, runtime }));
    log(`round ${round + 1}: only read, hash and write, ${threads} threads`);
    const to = join(scratch, "floor");
    least.push(await readHashWriteMs(floor, source, { to, runtime }));
  }
  const first = fastest(ours.map(({ passes }) => passes[0]));
  const again = fastest(ours.map(({ passes }) => passes[1]));
  const yardstickMs = Math.min(...theirs);
  return [
    {
      what: `${name}: casedrop, ${files} files of ${rows} KiB, first pass: threads a second old, self-tested on made-up images`,
      value: rateOf(first),
      unit: "files/s",
      ratio: yardstickMs / first.ms,
      comparedWith: "as fast as cp -r, then sha256sum",
      bar: "at least 1",
      atLeast: 1,
    },
    {
      what: `  start of ${threads} threads with the first part of their self-test, before the first pass`,
      value: fastest(ours.map(({ start }) => start)).ms,
      unit: "ms",
    },
    {
      what: "casedrop, second pass: threads warm",
      value: rateOf(again),
      unit: "files/s",
      ratio: yardstickMs / again.ms,
      comparedWith: "as fast as cp -r, then sha256sum",
      bar: "at least 1",
      atLeast: 1,
    },
    {
      what: "  in bytes",
      value: again.bytes / 1e3 / again.ms,
      unit: "MB/s",
    },
    {
      what: "  resident memory at peak, both passes",
      value: Math.max(...ours.map(({ residentPeakMB }) => residentPeakMB)),
      unit: "MB",
      bar: "under 400 MB",
      below: 400,
    },
    ...(await dcmjsRows({
      ...{ source, scratch, bundle, log, runtime },
      ours: [first, again],
      floor: fastest(least),
    })),
  ];
}

/** Of several passes, or starts. */
function fastest(passes) {
  return passes.reduce((a, b) => (b.ms < a.ms ? b : a));
}

/** Files a second. */
function rateOf({ prepared, ms }) {
  return (1000 * prepared) / ms;
}

/** Masks cost decoding, painting and a look at every pixel that was written. */
async function maskedRows({ script, scratch, log }) {
  const folder = join(scratch, "to mask");
  log(`writing ${maskedFiles} slices to paint masks on`);
  writeCtSlices(folder, { files: maskedFiles, rows });
  const spool = join(scratch, "spool");
  const best = async (masking) => {
    const runs = [];
    for (let round = 0; round < 2; round += 1)
      runs.push(await deidentify(script, folder, spool, { masking }));
    return fastest(runs.map(({ passes }) => passes[0]));
  };
  const plain = await best("none");
  const masked = await best("masked");
  await rm(folder, { recursive: true });
  return [
    {
      what: `${maskedFiles} of them with a mask`,
      value: rateOf(masked),
      unit: "files/s",
      ratio: masked.ms / plain.ms,
      comparedWith: "times as long as without",
    },
  ];
}

/** The whole command, scanning included, with and without looking for text in the pixels. */
async function textSearchRows({ scratch, bundle, log }) {
  const script = await bundle("deidentifyCommandOnce.ts");
  const folder = join(scratch, "to search");
  const out = join(scratch, "searched");
  log(`writing ${searchedFiles} slices to look for text in`);
  writeCtSlices(folder, { files: searchedFiles, rows });
  const best = { refuse: Infinity, skip: Infinity };
  for (let round = 0; round < 2; round += 1)
    for (const text of ["refuse", "skip"]) {
      const { stdout } = await promisify(execFile)(process.execPath, [
        script,
        folder,
        out,
        text,
      ]);
      await rm(out, { recursive: true });
      const { ms, status, written } = JSON.parse(stdout);
      if (status !== 0 || written !== searchedFiles)
        throw new Error("Not every image was written");
      best[text] = Math.min(best[text], ms);
    }
  await rm(folder, { recursive: true });
  return [
    {
      what: `casedrop deidentify, ${searchedFiles} of them, text in pixels looked for`,
      value: (1000 * searchedFiles) / best.refuse,
      unit: "files/s",
      ratio: best.refuse / best.skip,
      comparedWith: "times as long as with --text skip",
    },
  ];
}

/** One large file, taken apart. */
async function multiFrameRows(file, { script, scratch, log }) {
  const { write, what, frames: count } = file;
  log(`writing one file of ${count} ${what}`);
  const folder = join(scratch, "multi");
  await mkdir(folder);
  write(join(folder, "frames.dcm"), { frames: count, rows: 512 });
  const split = await deidentify(script, folder, join(scratch, "spool"));
  await rm(folder, { recursive: true });
  return [
    {
      what: `one file of ${count} ${what}`,
      value: rateOf(split.passes[0]),
      unit: "frames/s",
    },
    {
      what: "  resident memory at peak",
      value: split.residentPeakMB,
      unit: "MB",
      bar: "under 400 MB",
      below: 400,
    },
  ];
}

/** @param {string} source @param {string} copy */
async function copyAndHashMs(source, copy) {
  const startedAtMs = performance.now();
  execFileSync("cp", ["-r", source, copy]);
  execFileSync("sh", [
    "-c",
    'find "$1" -type f -print0 | xargs -0 sha256sum > /dev/null',
    "sh",
    copy,
  ]);
  const ms = performance.now() - startedAtMs;
  await rm(copy, { recursive: true });
  return ms;
}

/** @param {string} script @param {string} source */
async function readHashWriteMs(script, source, { to, runtime }) {
  const pass = await printedBy(runtime, [script, source, to, threads]);
  await rm(to, { recursive: true });
  if (pass.prepared !== files) throw new Error("Not every file was written");
  return pass;
}

/**
 * @param {string} script @param {string} source @param {string} spool
 * @param {{ masking?: "none" | "masked", passes?: number, runtime?: import("./runtimes.mjs").Runtime }} options
 */
async function deidentify(script, source, spool, options = {}) {
  const { masking = "none", passes = 1, runtime = node } = options;
  const args = [source, spool, threads, masking, String(passes)];
  const result = await printedBy(runtime, [script, ...args]);
  await rm(spool, { recursive: true });
  if (result.passes.some(({ prepared }) => prepared !== result.asked))
    throw new Error("Not every image was prepared");
  return result;
}

/** dcmjs on one thread: read, clean, write, hash. */
async function dcmjsRows(context) {
  const { source, scratch, ours, floor, bundle, log, runtime } = context;
  const script = await bundle("dcmjsOnce.mjs");
  log(`dcmjs, ${dcmjsFiles} of the same files, twice, ${runtime.name}`);
  const out = join(scratch, "dcmjs");
  const args = [script, source, out, "2", String(dcmjsFiles)];
  const { passes } = await printedBy(runtime, args);
  await rm(out, { recursive: true });
  const names = ["first pass: after one file", "second pass: code warm"];
  return [
    ...passes.flatMap((theirs, index) => [
      {
        what: `dcmjs (read, clean, write, hash), ${names[index]}`,
        value: rateOf(theirs),
        unit: "files/s",
        ratio: rateOf(ours[index]) / rateOf(theirs),
        comparedWith: "is casedrop's rate of that pass",
        bar: "at least 4",
        atLeast: 4,
      },
      {
        what: "  processor time a file",
        value: cpuMsOf(theirs),
        unit: "ms",
        ratio: (Number(threads) * cpuMsOf(theirs)) / cpuMsOf(ours[index]),
        comparedWith: `would it be with ${threads} processors free: casedrop takes ${cpuMsOf(ours[index]).toFixed(2)} ms a file`,
      },
    ]),
    {
      what: `nothing but read, hash and write, ${threads} threads: the most there is`,
      value: rateOf(floor),
      unit: "files/s",
      ratio: rateOf(floor) / rateOf(passes[1]),
      comparedWith: "dcmjs's rate, second pass",
    },
    {
      what: "  of which casedrop's second pass reaches",
      value: (100 * rateOf(ours[1])) / rateOf(floor),
      unit: "%",
    },
  ];
}

/** Processor time of one file, all threads together. */
function cpuMsOf({ cpuMs, prepared }) {
  return cpuMs / prepared;
}
