// Sends spools through the engine, one case after the other, real network and journal included, and prints what each took. For bench/upload.bench.mjs.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createUndiciHttp } from "../src/adapters/http/undiciHttp.ts";
import { createFileJournalStore } from "../src/adapters/journal/fileJournalStore.ts";
import { systemClock } from "../src/adapters/systemClock.ts";
import { systemRandom } from "../src/adapters/systemRandom.ts";
import type { HttpClient } from "../src/core/ports/httpClient.ts";
import type { SpooledFile } from "../src/core/ports/spool.ts";
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

const [origin = "", journalFolder = "", ...spoolFolders] =
  process.argv.slice(2);

/** What is sent as the case of this number. */
function planOf(images: readonly SpooledFile[], number: number): UploadPlan {
  return {
    version: 1,
    caseId:
      `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as CaseId,
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
}

/** When the first PUT of a case was begun, and how many were answered. */
class PutWatch {
  firstMs = Infinity;
  answered = 0;
  onAnswer: () => void = () => undefined;

  over(inner: HttpClient): HttpClient {
    return {
      gathersBodies: (url) => inner.gathersBodies(url),
      send: async (request, signal) => {
        if (request.method !== "PUT") return inner.send(request, signal);
        this.firstMs = Math.min(this.firstMs, performance.now());
        const answer = await inner.send(request, signal);
        this.answered += 1;
        this.onAnswer();
        return answer;
      },
    };
  }
}

const http = createUndiciHttp();
const spools = createSpoolReaders({
  workersUrl: new URL("./workers/", import.meta.url),
});
let puts = new PutWatch();
const sender = createCaseSender({
  journals: createFileJournalStore(
    (caseId) => join(journalFolder, `${caseId}.jsonl`),
    null,
  ),
  spoolOf: (caseId) =>
    spools.readerOf(spoolFolders[Number(caseId.slice(-12))] ?? ""),
  clientFor: () =>
    createRadiopaediaClient({
      http: puts.over(http),
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
});

let peakResidentBytes = 0;
const watching = setInterval(() => {
  peakResidentBytes = Math.max(peakResidentBytes, process.memoryUsage.rss());
}, 100);
const measured = [];
for (const number of spoolFolders.keys()) measured.push(await sendCase(number));
clearInterval(watching);
await http.close();
await spools.close();
process.stdout.write(JSON.stringify(measured));

/** Until every file is stored: what comes after that, curl does not do. */
async function sendCase(number: number) {
  const folder = spoolFolders[number] ?? "";
  const images = readdirSync(folder).map((name) => ({
    sha256Hex: name.slice(0, 64) as Sha256Hex,
    sizeBytes: statSync(join(folder, name)).size,
  }));
  puts = new PutWatch();
  peakResidentBytes = 0;
  let hasChanged = false;
  const sending = await sender.begin(planOf(images, number), () => {
    hasChanged = true;
  });
  if (!sending.ok) throw new Error(sending.failure.kind);
  // As often as the app shows it.
  const showing = setInterval(() => {
    if (hasChanged) sending.value.view();
    hasChanged = false;
  }, 100);
  const cpuBefore = process.cpuUsage();
  const stored = new Promise<void>((resolve) => {
    puts.onAnswer = () => {
      if (puts.answered === images.length) resolve();
    };
  });
  sending.value.run();
  await stored;
  const elapsedMs = performance.now() - puts.firstMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  clearInterval(showing);
  await sending.value.close();
  const view = sending.value.view();
  if (view.kind !== "paused" || view.progress.sentImages !== images.length)
    throw new Error(`Not all was stored: ${view.kind}`);
  return {
    elapsedMs,
    cpuMs: (user + system) / 1000,
    peakResidentMB: peakResidentBytes / 1024 / 1024,
  };
}
