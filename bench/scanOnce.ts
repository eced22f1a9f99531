// One scan and grouping in a process of its own, so that memory is measured from a fresh start: prints one JSON line.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { groupInstancesInTurns } from "../src/core/grouping/groupInstances.ts";
import { createScanner } from "../src/workers/scanner.ts";

const [folder = ".", threads = "2"] = process.argv.slice(2);
const scratchFolder = join(tmpdir(), `casedrop-bench-${process.pid}`);
const scanner = createScanner({
  scratchFolder,
  workersUrl: new URL("./workers/", import.meta.url),
  threads: Number(threads),
});
// Threads and code are there before the clock starts, as in an app that is open.
const never = new AbortController().signal;
await Promise.all(
  Array.from({ length: Number(threads) }, () =>
    scanner.scan([import.meta.filename], {}, never),
  ),
);
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
const residentBefore = process.memoryUsage.rss();
let residentPeak = residentBefore;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

const cpuBefore = process.cpuUsage();
const startedAtMs = performance.now();
const outcome = await scanner.scan(
  [folder],
  {
    onProgress: ({ found }) => {
      // Asking is slow enough to show in the rate.
      if (found % 2048 === 0)
        residentPeak = Math.max(residentPeak, process.memoryUsage.rss());
    },
  },
  never,
);
const scannedAtMs = performance.now();
const grouped = await groupInstancesInTurns(
  outcome.instances,
  outcome.skipped,
  () => nextTurn(),
);
const groupedAtMs = performance.now();
delay.disable();
const cpu = process.cpuUsage(cpuBefore);
residentPeak = Math.max(residentPeak, process.memoryUsage.rss());
globalThis.gc?.();
const heapAfter = process.memoryUsage().heapUsed;
await scanner.close();

process.stdout.write(
  `${JSON.stringify({
    found: outcome.found,
    dicom: outcome.instances.length,
    images: grouped.studies.flatMap((study) =>
      study.series.flatMap((series) =>
        series.stacks.flatMap((stack) => stack.images),
      ),
    ).length,
    scanMs: scannedAtMs - startedAtMs,
    groupMs: groupedAtMs - scannedAtMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    heldMB: (heapAfter - heapBefore) / 1e6,
    residentGrowthMB: (residentPeak - residentBefore) / 1e6,
    longestGapMs: delay.max / 1e6,
  })}\n`,
);
