// De-identification into a spool, once and then again with threads that are warm, in a process of its own, so that memory is
// measured from a fresh start: prints one JSON line.
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  setImmediate as nextTurn,
  setTimeout as sleep,
} from "node:timers/promises";
import { groupInstancesInTurns } from "../src/core/grouping/groupInstances.ts";
import type { PrepareAnswer, PrepareJob } from "../src/workers/prepareJobs.ts";
import { createPreparer } from "../src/workers/preparer.ts";
import { createScanner } from "../src/workers/scanner.ts";
import { dataForThreads } from "../src/workers/scratchKey.ts";
import { createThreadPool } from "../src/workers/threadPool.ts";
import type { CaseId, StackId } from "../src/shared/identifiers.ts";
import type { MaskShape } from "../src/shared/mask.ts";

const [
  folder = ".",
  spoolFolder = "spool",
  threads = "2",
  masking = "none",
  passCount = "1",
] = process.argv.slice(2);
/** Where ultrasound and secondary captures have their texts. */
const strip: MaskShape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: 512,
  height: 40,
};
const workersUrl = new URL("./workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-bench-${process.pid}`);
const never = new AbortController().signal;

// Scanning is another benchmark: done, and its threads ended, before the clock starts.
const scanner = createScanner({
  workersUrl,
  scratchFolder,
  threads: Number(threads),
});
const outcome = await scanner.scan([folder], {}, never);
const grouped = await groupInstancesInTurns(
  outcome.instances,
  outcome.skipped,
  () => nextTurn(),
);
await scanner.close();
const stacks = grouped.studies.flatMap((study) =>
  study.series.flatMap((series) =>
    series.stacks.map(({ id, images }) => ({
      stackId: id,
      images,
      ...(masking === "masked" && { masks: images.map(() => [strip]) }),
    })),
  ),
);
let residentPeak = process.memoryUsage.rss();
const watching = setInterval(() => {
  residentPeak = Math.max(residentPeak, process.memoryUsage.rss());
}, 20);

const preparer = createPreparer({
  probe: { speedOf: () => Promise.resolve("fast") },
  workersUrl,
  scratchFolder,
  threads: Number(threads),
});
/** All images into an empty spool, with the clock and the processor time of all threads. */
async function pass() {
  await rm(spoolFolder, { recursive: true, force: true });
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  const prepared = await preparer.prepare(
    {
      caseId: "bench" as CaseId,
      spoolFolder,
      saltHex: "00112233445566778899aabbccddeeff",
      stacks,
      onProgress: () => undefined,
    },
    never,
  );
  const ms = performance.now() - startedAtMs;
  const cpu = process.cpuUsage(cpuBefore);
  if (!prepared.ok) throw new Error(prepared.failure.kind);
  const images = prepared.value.flatMap((stack) => stack.images);
  return {
    prepared: images.filter((image) => image.ok).length,
    bytes: images.reduce(
      (sum, image) => sum + (image.ok ? image.value.sizeBytes : 0),
      0,
    ),
    ms,
    cpuMs: (cpu.user + cpu.system) / 1e3,
  };
}

/** How long threads take until their code is loaded, the part of their self-test that is never dropped is over, and they have answered a job without images; and their processor time. */
async function threadStart() {
  const pool = createThreadPool<PrepareJob, PrepareAnswer>({
    script: new URL("prepareWorker.js", workersUrl),
    threads: Number(threads),
    workerData: dataForThreads(scratchFolder),
  });
  const job: PrepareJob = {
    spoolFolder,
    saltHex: "00112233445566778899aabbccddeeff",
    sopInstanceUID: "hashed",
    stackId: "none" as StackId,
    window: null,
    patientWords: [],
    keptFreeText: [],
    acceptedFreeText: [],
    images: [],
  };
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  pool.start();
  await Promise.all(
    Array.from({ length: Number(threads) }, () => pool.run(job)),
  );
  const ms = performance.now() - startedAtMs;
  const cpu = process.cpuUsage(cpuBefore);
  await pool.close();
  return { ms, cpuMs: (cpu.user + cpu.system) / 1e3 };
}

// As in the window, which starts them when a scan has found images: a person looks at those for longer before anything is
// prepared. In that second they load their code and test themselves.
preparer.start();
await sleep(1000);
const passes = [];
for (let count = 0; count < Number(passCount); count += 1)
  passes.push(await pass());
clearInterval(watching);
await preparer.close();
// Their start is in no pass, so it is told by itself.
const start = await threadStart();

process.stdout.write(
  `${JSON.stringify({
    asked: stacks.flatMap((stack) => stack.images).length,
    passes,
    start,
    residentPeakMB: residentPeak / 1e6,
  })}\n`,
);
