// Two cases that share the places for PUTs of one slow line.
import { expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testLine } from "../../testing/testLine.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import { defaultServiceSettings } from "../radiopaedia/serviceSettings.ts";
import { defaultEngineSettings } from "./engineSettings.ts";

const minuteMs = 60_000;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

/** The contract: 900 seconds (section 6.2). */
const urlLifetimeMs = 15 * minuteMs;

/** Sends two cases over one line; answers which of its sixteen PUTs reached the storage with a URL that had run out by then. */
async function expiredPuts(times: {
  readonly lifetimeMs: number;
  /** From the call until the storage sees it: other requests have the connections. */
  readonly queuedMs: number;
  readonly lastsMs: number;
}): Promise<readonly number[]> {
  const clock = new ManualClock();
  const service = new FakeRadiopaedia(clock);
  service.urlLifetimeMs = times.lifetimeMs;
  const spool = new MemorySpool();
  const line = testLine(clock);
  const expired: number[] = [];
  let puts = 0;
  const client = service.client.bind(service);
  service.client = (isAlive) => {
    const inner = client(isAlive);
    return {
      ...inner,
      caseUrl: (id) => inner.caseUrl(id),
      putObject: async (object, signal) => {
        puts += 1;
        const nth = puts;
        if (times.queuedMs > 0) await clock.sleep(times.queuedMs, signal);
        const expiresAtMs = Number(
          new URL(object.url).searchParams.get("expires"),
        );
        if (clock.nowMs() >= expiresAtMs) expired.push(nth);
        const stored = await inner.putObject(object, signal);
        await clock.sleep(times.lastsMs, signal);
        return stored;
      },
    };
  };
  const runs = [1, 2].map((nth) => {
    const images = Array.from({ length: 8 }, (_, index) =>
      spool.add(new Uint8Array(100).fill(nth * 20 + index)),
    );
    const world = { service, spool, clock };
    const plan = {
      ...testPlan([[images]], { title: `Case ${nth}` }),
      login: "tester",
    };
    return uploadRun([frozenPlan(plan, world)], world, { line });
  });
  const ends = runs.map((run) => {
    run.upload.run();
    return run.settled();
  });
  const kinds: string[] = [];
  for (const end of ends) void end.then(({ kind }) => kinds.push(kind));
  for (let step = 0; kinds.length < 2 && step < 400; step += 1) {
    await turns(20);
    clock.advance(minuteMs);
  }
  expect(kinds).toEqual(["done", "done"]);
  expect(puts).toBe(16);
  return expired;
}

it("no PUT begins with a URL older than ten minutes, however long the wait for a place", async () => {
  const expired = await expiredPuts({
    lifetimeMs: defaultEngineSettings.presignMaxAgeMs,
    queuedMs: 0,
    lastsMs: 20 * minuteMs,
  });
  expect(expired).toEqual([]);
});

// A proxy that asks for NTLM may bear few connections of one user: the system's network code then lets requests wait, for
// memory and for a connection, each time no longer than a silence that ends them.
it("a PUT that has its place may wait in the system's queue as long as it is allowed to be silent, and its URL still holds", async () => {
  const { putStallTimeoutMs } = defaultServiceSettings(
    "https://example.org",
    "Casedrop/test",
  );
  const expired = await expiredPuts({
    lifetimeMs: urlLifetimeMs,
    queuedMs: 2 * putStallTimeoutMs,
    // Of the next one the URL is then as old as it may be.
    lastsMs:
      defaultEngineSettings.presignMaxAgeMs - 2 * putStallTimeoutMs - minuteMs,
  });
  expect(expired).toEqual([]);
});
