// Doubtful choices of the contract (section 13) that only a whole upload shows, as the sandbox recorded them.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import {
  contractSettingsSchema,
  type ContractSettings,
} from "../../shared/contractSettings.ts";
import { success } from "../../shared/result.ts";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import { MemoryJournalStore } from "../../testing/memoryJournal.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { MovableClock, RunningSandbox } from "../../testing/runningSandbox.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { createRadiopaediaClient } from "../radiopaedia/client.ts";
import { serviceSettingsOf } from "../radiopaedia/serviceSettings.ts";
import { createCaseSender } from "./caseSender.ts";
import { chosenEngineSettings } from "./engineSettings.ts";
import { alwaysOnline } from "./serviceLine.ts";

const imageCount = 12;
/** On the clock of engine and sandbox alike, which only what waits moves: no busy machine makes anything take longer. */
const putTakesMs = 20_000;

let sandbox: RunningSandbox;
let clock: MovableClock;
beforeEach(async () => {
  clock = new MovableClock();
  sandbox = await RunningSandbox.start({ clock });
  await sandbox.admin("POST", "/sandbox/faults", {
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: putTakesMs } }],
  });
});
afterEach(async () => {
  await sandbox.end();
});

/** Sends a case with these choices, one image at a time; the requests as the sandbox saw them. */
async function requestsWith(changed: Partial<ContractSettings>) {
  const contract = contractSettingsSchema.parse(changed);
  const http = createUndiciHttp();
  const token = () => Promise.resolve(success(sandbox.accessToken));
  const client = createRadiopaediaClient({
    http,
    clock,
    tokens: { accessToken: token, replaceRejected: token },
    settings: serviceSettingsOf(sandbox.origin, "Casedrop/test", contract),
  });
  const spool = new MemorySpool();
  const images = Array.from({ length: imageCount }, (_, index) =>
    spool.add(compliantSlice({ instanceNumber: index + 1 })),
  );
  const sender = createCaseSender({
    journals: new MemoryJournalStore(),
    spoolOf: () => spool,
    clientFor: () => client,
    clock,
    random: new SequentialRandom(),
    log: { write: () => undefined },
    engine: chosenEngineSettings(() => contract),
    transfers: {
      putLimits: () => ({ start: 1, most: 1 }),
      bytesPerSecond: () => null,
    },
    connectivityFor: () => alwaysOnline,
    issuer: { appVersion: "test", policyVersion: "test" },
  });
  let wake: () => void = () => undefined;
  const begun = await sender.begin(
    testPlan([[images]], { serviceOrigin: sandbox.origin }),
    () => {
      wake();
    },
  );
  if (!begun.ok) throw new Error(begun.failure.kind);
  const sending = begun.value;
  const isDone = new Promise<void>((resolve) => {
    wake = () => {
      if (sending.view().kind === "done") resolve();
    };
  });
  sending.run();
  await isDone;
  await sending.close();
  await http.close();
  return (await sandbox.state()).requests;
}

/** The longest time from the presign request before a PUT to that PUT. */
function oldestUrlMs(
  requests: Awaited<ReturnType<typeof requestsWith>>,
): number {
  let presignedAtMs = 0;
  let oldestMs = 0;
  for (const { route, atMs } of requests) {
    if (route === "presign") presignedAtMs = atMs;
    if (route === "storagePut")
      oldestMs = Math.max(oldestMs, atMs - presignedAtMs);
  }
  return oldestMs;
}

/** In each presign request, by its length: a hash is 64 digits, two quotes and a comma. */
function hashesAskedFor(
  requests: Awaited<ReturnType<typeof requestsWith>>,
): readonly number[] {
  return requests
    .filter(({ route }) => route === "presign")
    .map(({ contentLength }) => Math.round(((contentLength ?? 0) - 13) / 67));
}

function calls(
  requests: Awaited<ReturnType<typeof requestsWith>>,
  wanted: string,
): number {
  return requests.filter(({ route }) => route === wanted).length;
}

describe("what a whole upload shows of a choice", () => {
  it("is that by default all is presigned at once and the case is marked as finished", async () => {
    const requests = await requestsWith({});
    expect(hashesAskedFor(requests)).toEqual([imageCount]);
    expect(oldestUrlMs(requests)).toBeGreaterThan(100_000);
    expect(calls(requests, "markFinished")).toBe(1);
  });

  it("is how many addresses one request asks for", async () => {
    const requests = await requestsWith({ presignBatch: 5 });
    expect(Math.max(...hashesAskedFor(requests))).toBe(5);
    expect(calls(requests, "storagePut")).toBe(imageCount);
  });

  it("is how old an address may be when it is used", async () => {
    const requests = await requestsWith({ presignedUrlAgeMs: 60_000 });
    // An address may wait for the file before it.
    expect(oldestUrlMs(requests)).toBeLessThan(60_000 + 2 * putTakesMs);
    expect(calls(requests, "presign")).toBeGreaterThan(1);
    expect(calls(requests, "storagePut")).toBe(imageCount);
  });

  it("is that the case is not marked as finished", async () => {
    const requests = await requestsWith({ marksUploadFinished: false });
    expect(calls(requests, "markFinished")).toBe(0);
    expect(calls(requests, "attachStack")).toBe(1);
  });
});
