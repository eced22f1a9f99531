// Upload over loopback: the whole engine (hash check, journal, presigning) against curl in parallel mode doing the same PUTs.
//
// The clock runs from the first PUT to the answer of the last one; it leaves out, on both sides, the first URLs that are asked
// for, and on ours the draft that is made before and what follows when all is stored. Both send two cases to a service that
// was just started: with the first one the service's code and the engine's is still being compiled. Like is compared with like.
//
// Twice: to the sandbox, which checks and keeps what arrives as a storage does, and to a sink that throws it away. A sink
// leaves the sender's own work bare, hashing included, of which curl does none.
//
// A machine that others share is now quick and now slow. So the two sides are compared within a round, one right after the
// other, and never the lucky moment of one with that of the other.
//
// Last, a case of many gigabytes to the sink, out of files with holes: memory must not grow with it.
//
// CASEDROP_BENCH_UPLOADS     files, default 1000
// CASEDROP_BENCH_UPLOAD_KB   size of each, default 512
// CASEDROP_BENCH_UPLOAD_GB   size of the large case, default 10
// CASEDROP_BENCH_ROUNDS      default 5; the middle one counts, of the times and of the ratios
// CASEDROP_BENCH_RUNTIMES    "electron,node" by default: whose V8 runs the engine
import { execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { chosenRuntimes, printedBy } from "./runtimes.mjs";

export const title = "Upload";

const files = Number(process.env.CASEDROP_BENCH_UPLOADS ?? 1_000);
const kilobytes = Number(process.env.CASEDROP_BENCH_UPLOAD_KB ?? 512);
const gigabytes = Number(process.env.CASEDROP_BENCH_UPLOAD_GB ?? 10);
const rounds = Number(process.env.CASEDROP_BENCH_ROUNDS ?? 5);
const execute = promisify(execFile);

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const engine = await bundle("uploadOnce.ts");
  const sandbox = await bundle("uploadSandbox.ts");
  const sink = join(import.meta.dirname, "uploadSink.mjs");
  log(`writing ${files} files of ${kilobytes} KiB`);
  const spool = join(scratch, "spool");
  const laterSpool = join(scratch, "laterSpool");
  await writeSpool(spool);
  await writeSpool(laterSpool);
  const runtimes = await chosenRuntimes(log);
  const measured = [];
  for (const [name, script, bar] of [
    ["the sandbox", sandbox, { bar: "at least 0.8", atLeast: 0.8 }],
    ["a sink", sink, undefined],
  ]) {
    const measuredRounds = [];
    for (let round = 0; round < rounds; round += 1) {
      log(`to ${name}, round ${round + 1} of ${rounds}`);
      // A fresh service each time: one that holds the files already would want none of them.
      const job = { scratch, engine, spools: [spool, laterSpool] };
      const curl = await withService(script, scratch, (service) =>
        curlOnce(service, job),
      );
      const ours = [];
      for (const runtime of runtimes)
        ours.push(
          await withService(script, scratch, (service) =>
            engineOnce(service, { ...job, runtime }),
          ),
        );
      measuredRounds.push({ curl, ours });
    }
    for (const [at, runtime] of runtimes.entries())
      measured.push(
        ...rowsOf(
          `${name}, ${runtime.name}`,
          measuredRounds.map(({ curl, ours }) => ({ curl, ours: ours[at] })),
          bar,
        ),
      );
  }
  log(`a case of ${gigabytes} GB`);
  await rm(spool, { recursive: true });
  await rm(laterSpool, { recursive: true });
  await writeHollowSpool(spool);
  const [large] = await withService(sink, scratch, (service) =>
    engineOnce(service, {
      ...{ scratch, engine, spools: [spool] },
      runtime: runtimes[0],
    }),
  );
  return [
    ...measured,
    {
      what: `${gigabytes} GB to a sink, resident memory at peak`,
      value: large.peakResidentMB,
      unit: "MB",
      bar: "flat: as for 0.5 GB",
      below: flatBelow(measured),
    },
  ];
}

/** What peaks of the same work differ by from run to run. */
const peaksDifferByMB = 100;

/** @param {readonly import("./verdict.mjs").Row[]} measured */
function flatBelow(measured) {
  const peaks = measured.filter(({ unit }) => unit === "MB");
  return Math.max(...peaks.map(({ value }) => value)) + peaksDifferByMB;
}

/** @param {readonly number[]} values any order, at least one */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const hollowBytes = 256 * 1024 * 1024;

/** Files that take no room: zeros after a number that tells them apart. */
async function writeHollowSpool(folder) {
  await mkdir(folder);
  const zeros = Buffer.alloc(4 * 1024 * 1024);
  const count = Math.ceil((gigabytes * 1e9) / hollowBytes);
  for (let number = 0; number < count; number += 1) {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(number);
    const hash = createHash("sha256").update(head);
    for (let left = hollowBytes - head.length; left > 0; left -= zeros.length)
      hash.update(zeros.subarray(0, Math.min(left, zeros.length)));
    const path = join(folder, "unnamed");
    const file = await open(path, "w");
    await file.write(head, 0, head.length, 0);
    await file.truncate(hollowBytes);
    await file.close();
    await rename(path, join(folder, `${hash.digest("hex")}.dcm`));
  }
}

/** @param {readonly { curl: readonly Sent[], ours: readonly Sent[] }[]} measuredRounds each with one measurement for each case */
function rowsOf(name, measuredRounds, bar) {
  const megabytes = (files * kilobytes) / 1024;
  const rowsOfCase = (index, what) => {
    const middle = (valueOf) =>
      median(
        measuredRounds.map(({ curl, ours }) =>
          valueOf({ curl: curl[index], ours: ours[index] }),
        ),
      );
    return [
      {
        what,
        value: (1000 * megabytes) / middle(({ ours }) => ours.elapsedMs),
        unit: "MB/s",
        ratio: middle(({ curl, ours }) => curl.elapsedMs / ours.elapsedMs),
        comparedWith: "curl --parallel --parallel-max 4",
        ...(index === 1 && bar),
      },
      {
        what: "  curl",
        value: (1000 * megabytes) / middle(({ curl }) => curl.elapsedMs),
        unit: "MB/s",
      },
      {
        what: "  processor time",
        value: middle(({ ours }) => ours.cpuMs),
        unit: "ms",
      },
      {
        what: "  resident memory at peak",
        value: middle(({ ours }) => ours.peakResidentMB),
        unit: "MB",
      },
    ];
  };
  const what = `${files} files of ${kilobytes} KiB to ${name}`;
  return [
    ...rowsOfCase(0, `${what}, both just started`),
    ...rowsOfCase(1, `${what}, once more`),
  ];
}

async function writeSpool(folder) {
  await mkdir(folder);
  for (let file = 0; file < files; file += 1) {
    const bytes = randomBytes(kilobytes * 1024);
    const hash = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(folder, `${hash}.dcm`), bytes);
  }
}

/** @typedef {{ elapsedMs: number, cpuMs?: number, peakResidentMB?: number }} Sent What sending a case took. */

/** Runs with a service of its own process, which is ended afterwards with everything it kept. */
async function withService(script, scratch, action) {
  const dataDir = join(scratch, "service");
  await mkdir(dataDir);
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const line = await Promise.race([
      new Promise((resolve) => child.stdout.once("data", resolve)),
      ended.then(() => {
        throw new Error("The service did not start");
      }),
    ]);
    return await action(JSON.parse(String(line)));
  } finally {
    child.kill();
    await ended;
    await rm(dataDir, { recursive: true });
  }
}

/** One measurement for each spool, sent in this order. */
async function engineOnce(
  { origin, credentials },
  { scratch, engine, spools, runtime },
) {
  const journals = join(scratch, "journals");
  const sent = await printedBy(runtime, [engine, origin, journals, ...spools], {
    CASEDROP_BENCH_TOKEN: credentials.accessToken,
  });
  await rm(journals, { recursive: true });
  return sent;
}

/** As `engineOnce`. */
async function curlOnce(service, { scratch, spools }) {
  const measured = [];
  for (const spool of spools)
    measured.push({ elapsedMs: await curlCase(service, scratch, spool) });
  return measured;
}

/** Milliseconds; all presigning comes before the clock starts, which is in favour of curl. */
async function curlCase({ origin, credentials }, scratch, spool) {
  const hashes = (await readdir(spool)).map((name) => name.slice(0, 64));
  const requests = [];
  for (let start = 0; start < hashes.length; start += 200) {
    const sha256 = hashes.slice(start, start + 200);
    const answer = await fetch(`${origin}/direct_s3_uploads`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${credentials.accessToken}`,
        accept: "application/json",
        "content-type": "application/json",
      },
      body: JSON.stringify({ sha256 }),
    });
    const { uploads } = await answer.json();
    requests.push(
      ...uploads.map(({ url }, index) =>
        [
          `url = "${url}"`,
          `upload-file = "${join(spool, `${sha256[index]}.dcm`)}"`,
          'header = "Content-Type: application/dicom"',
          'header = "Expect:"',
          'output = "/dev/null"',
        ].join("\n"),
      ),
    );
  }
  const config = join(scratch, "curl.txt");
  await writeFile(config, requests.join("\nnext\n"));
  const startedAtMs = performance.now();
  await execute("curl", [
    ..."--parallel --parallel-max 4 --silent --show-error --fail".split(" "),
    "--config",
    config,
  ]);
  return performance.now() - startedAtMs;
}
