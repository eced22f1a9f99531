// De-identification into the spool: rate against copying and hashing the same files, and memory for one huge multi-frame file.
//
// CASEDROP_BENCH_FILES         slices, default 10000
// CASEDROP_BENCH_ROWS          rows of a slice of 512 columns, default 512 (512 KiB a file)
// CASEDROP_BENCH_FRAMES        frames of the multi-frame file of 512 KiB each, default 4096 (2 GiB)
// CASEDROP_BENCH_THREADS       default 2
// CASEDROP_BENCH_DCMJS_FILES   slices that dcmjs gets, default 2000: with fewer it would be measured while it warms up
import { execFile, execFileSync } from "node:child_process";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCtSlices } from "./ctSlices.mjs";
import {
  writeCompressedMultiFrame,
  writeMultiFrame,
} from "./multiFrameFile.mjs";

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
  Number(process.env.CASEDROP_BENCH_DCMJS_FILES ?? 2_000),
);

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("deidentifyOnce.ts");
  const floor = await bundle("floorOnce.mjs");
  const source = join(scratch, "source");
  log(`writing ${files} slices of ${rows} KiB`);
  writeCtSlices(source, { files, rows });
  // Either order would favour one of the two with a warmer cache; twice, and the better of each, favours none.
  const ours = [];
  const theirs = [];
  const least = [];
  for (let round = 0; round < 2; round += 1) {
    log(`round ${round + 1}: cp -r and sha256sum`);
    theirs.push(await copyAndHashMs(source, join(scratch, "copy")));
    log(`round ${round + 1}: casedrop, ${threads} threads`);
    ours.push(await deidentify(script, source, join(scratch, "spool")));
    log(`round ${round + 1}: only read, hash and write, ${threads} threads`);
    least.push(await readHashWriteMs(floor, source, join(scratch, "floor")));
  }
  const best = ours.reduce((a, b) => (b.ms < a.ms ? b : a));
  const yardstickMs = Math.min(...theirs);
  const rate = (1000 * best.prepared) / best.ms;
  const floorRate = (1000 * files) / Math.min(...least);
  const measured = [
    {
      what: `${files} files of ${rows} KiB`,
      value: rate,
      unit: "files/s",
      ratio: yardstickMs / best.ms,
      comparedWith: "cp -r, then sha256sum",
      bar: "at least 1",
    },
    { what: "  ", value: best.bytes / 1e3 / best.ms, unit: "MB/s" },
    {
      what: "  resident memory at peak",
      value: Math.max(...ours.map(({ residentPeakMB }) => residentPeakMB)),
      unit: "MB",
      bar: "under 400 MB",
    },
    ...(await dcmjsRows({ source, scratch, rate, floorRate, bundle, log })),
  ];
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

/** Masks cost decoding, painting and a look at every pixel that was written. */
async function maskedRows({ script, scratch, log }) {
  const folder = join(scratch, "to mask");
  log(`writing ${maskedFiles} slices to paint masks on`);
  writeCtSlices(folder, { files: maskedFiles, rows });
  const spool = join(scratch, "spool");
  const best = async (masking) => {
    const runs = [];
    for (let round = 0; round < 2; round += 1)
      runs.push(await deidentify(script, folder, spool, masking));
    return runs.reduce((a, b) => (b.ms < a.ms ? b : a));
  };
  const plain = await best("none");
  const masked = await best("masked");
  await rm(folder, { recursive: true });
  return [
    {
      what: `${maskedFiles} of them with a mask`,
      value: (1000 * masked.prepared) / masked.ms,
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
      value: (1000 * split.prepared) / split.ms,
      unit: "frames/s",
    },
    {
      what: "  resident memory at peak",
      value: split.residentPeakMB,
      unit: "MB",
      bar: "under 400 MB",
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

/** @param {string} script @param {string} source @param {string} out */
async function readHashWriteMs(script, source, out) {
  const args = [script, source, out, threads];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { ms, written } = JSON.parse(stdout);
  await rm(out, { recursive: true });
  if (written !== files) throw new Error("Not every file was written");
  return ms;
}

/** @param {string} script @param {string} source @param {string} spool @param {"none" | "masked"} masking */
async function deidentify(script, source, spool, masking = "none") {
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    source,
    spool,
    threads,
    masking,
  ]);
  const result = JSON.parse(stdout);
  await rm(spool, { recursive: true });
  if (result.prepared !== result.asked)
    throw new Error("Not every image was prepared");
  return result;
}

/** dcmjs on one thread: read, clean, write, hash. */
async function dcmjsRows({ source, scratch, rate, floorRate, bundle, log }) {
  const script = await bundle("dcmjsOnce.mjs");
  const some = join(scratch, "some");
  await mkdir(some);
  for (const name of (await filesBelow(source)).slice(0, dcmjsFiles))
    await cp(name, join(some, name.slice(source.length).replaceAll("/", "-")));
  log(`dcmjs, ${dcmjsFiles} of the same files`);
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    some,
    join(scratch, "dcmjs"),
  ]);
  const { ms, written } = JSON.parse(stdout);
  await rm(some, { recursive: true });
  await rm(join(scratch, "dcmjs"), { recursive: true });
  const theirRate = (1000 * written) / ms;
  return [
    {
      what: "dcmjs: read, clean, write, hash",
      value: theirRate,
      unit: "files/s",
      ratio: rate / theirRate,
      comparedWith: "as fast is casedrop",
      bar: "at least 4",
    },
    {
      what: `only read, hash and write, ${threads} threads: nothing could be faster`,
      value: floorRate,
      unit: "files/s",
      ratio: floorRate / theirRate,
      comparedWith: "as fast as dcmjs",
    },
    {
      what: "  casedrop's share of that",
      value: (100 * rate) / floorRate,
      unit: "%",
    },
  ];
}

/** @param {string} folder */
async function filesBelow(folder) {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
