// Sends a spool through the engine, real network and journal included, and prints how long that took. For bench/upload.bench.mjs.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createUndiciHttp } from "../src/adapters/http/undiciHttp.ts";
import { createFileJournalStore } from "../src/adapters/journal/fileJournalStore.ts";
import { systemClock } from "../src/adapters/systemClock.ts";
import { systemRandom } from "../src/adapters/systemRandom.ts";
import type { UploadPlan } from "../src/core/model/uploadPlan.ts";
import { createRadiopaediaClient } from "../src/core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../src/core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../src/core/upload/caseSender.ts";
import { defaultEngineSettings } from "../src/core/upload/engineSettings.ts";
import { alwaysOnline } from "../src/core/upload/serviceLine.ts";
import type {
  CaseId,
  Sha256Hex,
  StackId,
  StudyKey,
} from "../src/shared/identifiers.ts";
import { success } from "../src/shared/result.ts";
import { createSpoolReaders } from "../src/workers/spoolReader.ts";

const [origin = "", spoolFolder = "", journalPath = ""] = process.argv.slice(2);

const images = readdirSync(spoolFolder).map((name) => ({
  sha256Hex: name.slice(0, 64) as Sha256Hex,
  sizeBytes: statSync(join(spoolFolder, name)).size,
}));
const plan: UploadPlan = {
  version: 1,
  caseId: "00000000-0000-4000-8000-000000000001" as CaseId,
  serviceOrigin: origin,
  target: {
    kind: "newCase",
    payload: { title: "Benchmark", systemId: 4, suitableForQuiz: false },
  },
  studies: [
    {
      studyKey: "b".repeat(16) as StudyKey,
      position: 2,
      modality: "CT",
      caption: "",
      findingsHtml: "",
      stacks: [
        {
          stackId: "a".repeat(16) as StackId,
          label: "Axial",
          perspective: "Axial",
          specifics: "",
          rootIndex: 0,
          images,
        },
      ],
    },
  ],
  account: {
    found: images.length,
    uploaded: images.length,
    leftOut: 0,
    leftOutByReason: [],
    uploadedImages: images.length,
  },
};

const http = createUndiciHttp();
const spools = createSpoolReaders({
  workersUrl: new URL("./workers/", import.meta.url),
});
const sender = createCaseSender({
  journals: createFileJournalStore(() => journalPath),
  spoolOf: () => spools.readerOf(spoolFolder),
  clientFor: () =>
    createRadiopaediaClient({
      http,
      clock: systemClock,
      settings: defaultServiceSettings(origin, "Casedrop/bench"),
      tokens: {
        accessToken: () =>
          Promise.resolve(
            success(process.env["CASEDROP_BENCH_TOKEN"] ?? "token"),
          ),
        replaceRejected: () =>
          Promise.resolve(
            success(process.env["CASEDROP_BENCH_TOKEN"] ?? "token"),
          ),
      },
    }),
  clock: systemClock,
  random: systemRandom,
  log: { write: () => undefined },
  // Waiting for the site to settle is no work.
  engine: { ...defaultEngineSettings, settleMs: 0 },
  transfers: {
    putLimits: () => ({ start: 4, most: 4 }),
    bytesPerSecond: () => null,
  },
  connectivityFor: () => alwaysOnline,
  issuer: { appVersion: "bench", policyVersion: "bench" },
  knownRemoteCaseIds: () => new Set(),
});

let peakResidentBytes = 0;
const watching = setInterval(() => {
  peakResidentBytes = Math.max(peakResidentBytes, process.memoryUsage.rss());
}, 20);
const startedAtMs = performance.now();
const cpuBefore = process.cpuUsage();
let storedMs = 0;
let sendCpuMs = 0;
let onChange: () => void = () => undefined;
const sending = await sender.begin(plan, () => {
  onChange();
});
if (!sending.ok) throw new Error(sending.failure.kind);
const ended = new Promise<void>((resolve) => {
  onChange = () => {
    const view = sending.value.view();
    if (
      storedMs === 0 &&
      view.kind === "running" &&
      view.progress.sentImages === images.length
    ) {
      storedMs = performance.now() - startedAtMs;
      const { user, system } = process.cpuUsage(cpuBefore);
      sendCpuMs = (user + system) / 1000;
    }
    if (view.kind !== "running" && view.kind !== "queued") resolve();
  };
});
sending.value.run();
await ended;
clearInterval(watching);
const { kind } = sending.value.view();
await sending.value.close();
await http.close();
await spools.close();
process.stdout.write(
  JSON.stringify({
    kind,
    storedMs,
    sendCpuMs,
    peakResidentMB: peakResidentBytes / 1024 / 1024,
    cpuMs:
      (process.resourceUsage().userCPUTime +
        process.resourceUsage().systemCPUTime) /
      1000,
  }),
);
