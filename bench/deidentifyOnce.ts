// One de-identification into a spool in a process of its own, so that memory is measured from a fresh start: prints one JSON line.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { groupInstancesInTurns } from "../src/core/grouping/groupInstances.ts";
import { createPreparer } from "../src/workers/preparer.ts";
import { createScanner } from "../src/workers/scanner.ts";
import type { CaseId } from "../src/shared/identifiers.ts";
import type { MaskShape } from "../src/shared/mask.ts";

const [folder = ".", spoolFolder = "spool", threads = "2", masking = "none"] =
  process.argv.slice(2);
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
const endedAtMs = performance.now();
clearInterval(watching);
await preparer.close();
if (!prepared.ok) throw new Error(prepared.failure.kind);

const images = prepared.value.flatMap((stack) => stack.images);
process.stdout.write(
  `${JSON.stringify({
    asked: stacks.flatMap((stack) => stack.images).length,
    prepared: images.filter((image) => image.ok).length,
    bytes: images.reduce(
      (sum, image) => sum + (image.ok ? image.value.sizeBytes : 0),
      0,
    ),
    ms: endedAtMs - startedAtMs,
    residentPeakMB: residentPeak / 1e6,
  })}\n`,
);
