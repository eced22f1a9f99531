// A transfer held back by the user's own limit: chunk by chunk, and not called too long for it.
import { expect, it } from "vitest";
import { success } from "../../../shared/result.ts";
import { HastyClock } from "../../../testing/hastyClock.ts";
import { ManualClock } from "../../../testing/manualClock.ts";
import type { IncomingFile } from "../../ports/seriesStore.ts";
import { Bandwidth } from "../../upload/bandwidth.ts";
import { politeManners } from "../call/archiveSettings.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { receive } from "./transfer.ts";

const endpoint = endpointOf("nbia-v4", "getImage");
const minute = 60_000;

function memoryFile(): IncomingFile {
  const file = {
    sizeBytes: 0,
    write: (chunk: Uint8Array) => {
      file.sizeBytes += chunk.length;
      return Promise.resolve(success(null));
    },
    restart: () => {
      file.sizeBytes = 0;
      return Promise.resolve(success(null));
    },
    close: () => Promise.resolve(success(null)),
  };
  return file;
}

/** Receives six chunks, each of which is `slowMs` on its way and held back for `heldBackMs`. */
async function receiveSix(slowMs: number, heldBackMs: number) {
  const clock = new HastyClock();
  const taken: number[] = [];
  const pass = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.pass(ms);
      setImmediate(resolve);
    });
  const received = await receive(
    {
      clock: {
        nowMs: () => clock.nowMs(),
        // Wakes when the time has passed by itself.
        sleep: async (ms, signal) => {
          const untilMs = clock.nowMs() + ms;
          while (clock.nowMs() < untilMs && signal?.aborted !== true)
            await new Promise(setImmediate);
        },
      },
      manners: politeManners,
      bandwidth: {
        take: (bytes) => {
          taken.push(bytes);
          return heldBackMs === 0 ? null : pass(heldBackMs);
        },
      },
      caller: {
        call: async (_endpoint, _given, signal, { sink } = {}) => {
          sink?.begin({ status: 200, headers: {} });
          for (let chunk = 0; chunk < 6; chunk++) {
            await pass(slowMs);
            if (signal.aborted)
              return { ok: false, failure: { kind: "cancelled" } };
            await sink?.write(new Uint8Array(1_000));
          }
          return success({ endpoint, status: 200, headers: {}, text: "" });
        },
      },
    },
    {
      endpoint,
      given: [],
      file: memoryFile(),
      // Six minutes at most.
      sizeBytes: 6_000,
      canResume: false,
      onReceived: () => undefined,
    },
    new AbortController().signal,
  );
  return { received, taken };
}

it("takes each chunk from what the user lets through, and time so spent does not count", async () => {
  const { received, taken } = await receiveSix(0, 2 * minute);
  expect(received).toEqual(success({ baseUrl: endpoint.baseUrl }));
  expect(taken).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
});

it("is too long where the line itself takes that long", async () => {
  const { received } = await receiveSix(2 * minute, 0);
  expect(received).toEqual({
    ok: false,
    failure: { kind: "transferTooLong", afterMs: 6 * minute },
  });
});

it("is over at once when it is called off while the user's limit holds it back", async () => {
  const clock = new ManualClock();
  const bandwidth = new Bandwidth(clock, () => 1_000);
  const stop = new AbortController();
  const received = receive(
    {
      clock,
      manners: politeManners,
      bandwidth,
      caller: {
        call: async (_endpoint, _given, signal, { sink } = {}) => {
          sink?.begin({ status: 200, headers: {} });
          // Ten minutes at that rate. Like the adapters, it ends when the sink has.
          await sink?.write(new Uint8Array(600_000));
          return signal.aborted
            ? { ok: false, failure: { kind: "cancelled" } }
            : success({ endpoint, status: 200, headers: {}, text: "" });
        },
      },
    },
    {
      endpoint,
      given: [],
      file: memoryFile(),
      sizeBytes: 600_000,
      canResume: false,
      onReceived: () => undefined,
    },
    stop.signal,
  );
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  stop.abort();
  expect(await received).toEqual({ ok: false, failure: { kind: "cancelled" } });
  // The others have its time.
  expect(bandwidth.take(100)).toBeNull();
});
