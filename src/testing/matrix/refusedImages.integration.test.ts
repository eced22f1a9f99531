// One image of a stack that the sandbox's own check refuses: named, left out by the user's decision, the rest arrives.
import { expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { createRadiopaediaClient } from "../../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../../core/upload/caseSender.ts";
import { defaultEngineSettings } from "../../core/upload/engineSettings.ts";
import {
  alwaysOnline,
  defaultTransferPolicy,
} from "../../core/upload/serviceLine.ts";
import { success } from "../../shared/result.ts";
import { compliantSlice } from "../compliantSlice.ts";
import { ctSlice } from "../dicomFixtures.ts";
import { MemoryJournalStore } from "../memoryJournal.ts";
import { MemorySpool } from "../memorySpool.ts";
import { RunningSandbox } from "../runningSandbox.ts";
import { SequentialRandom } from "../sequentialRandom.ts";
import { testPlan } from "../uploadPlans.ts";

it("sends a stack without the image that the service refuses, once the user says so", async () => {
  const sandbox = await RunningSandbox.start();
  const http = createUndiciHttp();
  const token = () => Promise.resolve(success(sandbox.accessToken));
  const client = createRadiopaediaClient({
    http,
    tokens: { accessToken: token, replaceRejected: token },
    clock: systemClock,
    settings: defaultServiceSettings(sandbox.origin, "Casedrop/test"),
  });
  const spool = new MemorySpool();
  const sender = createCaseSender({
    journals: new MemoryJournalStore(),
    spoolOf: () => spool,
    clientFor: () => client,
    clock: systemClock,
    random: new SequentialRandom(),
    log: { write: () => undefined },
    engine: { ...defaultEngineSettings, settleMs: 0 },
    transfers: defaultTransferPolicy,
    connectivityFor: () => alwaysOnline,
    issuer: { appVersion: "test", policyVersion: "test" },
  });
  const good = [1, 3].map((instanceNumber) =>
    spool.add(compliantSlice({ instanceNumber })),
  );
  // As it came from the scanner.
  const bad = spool.add(ctSlice({ instanceNumber: 2 }));
  const begun = await sender.begin(
    testPlan([[[...good.slice(0, 1), bad, ...good.slice(1)]]], {
      serviceOrigin: sandbox.origin,
    }),
    () => undefined,
  );
  if (!begun.ok) throw new Error(begun.failure.kind);
  const sending = begun.value;
  try {
    sending.run();
    await expect
      .poll(() => sending.view())
      .toMatchObject({
        kind: "stopped",
        failure: { refusedImages: { places: [2], outOf: 3 } },
      });
    sending.leaveOutRefusedImages();
    sending.run();
    await expect
      .poll(async () =>
        (await sandbox.state()).cases.map(({ studies }) =>
          studies.map(({ stacks }) =>
            stacks.map(({ uploads }) => uploads.map(({ sha256 }) => sha256)),
          ),
        ),
      )
      .toEqual([[[good.map(({ sha256Hex }) => sha256Hex)]]]);
  } finally {
    await sending.close();
    await http.close();
    await sandbox.end();
  }
});
