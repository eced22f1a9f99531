// The sender of cases over journals: what a crash leaves behind, and cases that share a line.
import { describe, expect, it } from "vitest";
import { failed } from "../../shared/result.ts";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemoryJournalStore } from "../../testing/memoryJournal.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { testCaseId, testPlan } from "../../testing/uploadPlans.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import { createCaseSender } from "./caseSender.ts";
import { defaultEngineSettings } from "./engineSettings.ts";
import { alwaysOnline, defaultTransferPolicy } from "./serviceLine.ts";

function senderOver() {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const journals = new MemoryJournalStore();
  const askedFor: (string | undefined)[] = [];
  const sender = createCaseSender({
    journals,
    spoolOf: () => spool,
    clientFor: ({ login }) => {
      askedFor.push(login);
      return service.client();
    },
    clock,
    random: new SequentialRandom(),
    log: new RecordingLog(),
    engine: defaultEngineSettings,
    transfers: defaultTransferPolicy,
    connectivityFor: () => alwaysOnline,
    issuer: { appVersion: "test", policyVersion: "test" },
  });
  const plan = (number: number) =>
    testPlan(
      [
        [
          Array.from({ length: 20 }, (_, image) =>
            spool.add(new Uint8Array(100).fill(number * 32 + image)),
          ),
        ],
      ],
      { caseId: testCaseId(number), title: `Case ${number}` },
    );
  return { clock, service, spool, journals, askedFor, sender, plan };
}

/** Begins a case and answers how it came to rest. */
async function begun(
  parts: ReturnType<typeof senderOver>,
  number: number,
): Promise<{ sending: SendingCase; rest: Promise<string> }> {
  let wake: () => void = () => undefined;
  const result = await parts.sender.begin(parts.plan(number), () => {
    wake();
  });
  if (!result.ok) throw new Error(result.failure.kind);
  const sending = result.value;
  sending.run();
  const rest = new Promise<string>((resolve) => {
    wake = () => {
      const { kind } = sending.view();
      if (kind !== "running") resolve(kind);
    };
    wake();
  });
  return { sending, rest };
}

describe("a sender of cases", () => {
  it("takes a journal that a crash left without a plan for none, and begins in it", async () => {
    const parts = senderOver();
    const created = await parts.journals.create(testCaseId(1));
    if (created.ok) await created.value.close();
    expect(
      await parts.sender.reopen(testCaseId(1), () => undefined),
    ).toMatchObject({ ok: false, failure: { kind: "notFound" } });
    const { rest } = await begun(parts, 1);
    expect(await rest).toBe("done");
  });

  it("sends a case to its end while another fails over and over", async () => {
    const parts = senderOver();
    const failing = new Set(
      parts
        .plan(1)
        .studies[0]?.stacks[0]?.images.map((image) => image.sha256Hex),
    );
    const { service } = parts;
    const client = service.client();
    service.client = () => ({
      ...client,
      caseUrl: (id) => client.caseUrl(id),
      putObject: (object, signal) =>
        [...failing].some((hash) => object.url.includes(hash))
          ? Promise.resolve({
              ok: false,
              failure: { kind: "stalled", afterMs: 1 },
            })
          : client.putObject(object, signal),
    });
    const first = await begun(parts, 1);
    const second = await begun(parts, 2);
    expect(await second.rest).toBe("done");
    expect(await first.rest).toBe("stopped");
    expect(
      service.cases.map(({ title, isFinished }) => [title, isFinished]),
    ).toEqual([
      ["Case 1", false],
      ["Case 2", true],
    ]);
  });

  it("holds every case back while the service asks one of them for a pause", async () => {
    const parts = senderOver();
    const { service, clock } = parts;
    let pausedUntilMs = 0;
    let early = 0;
    service.fault = (call, nth) => {
      if (clock.nowMs() < pausedUntilMs) early += 1;
      if (call !== "putObject" || nth !== 5) return null;
      pausedUntilMs = clock.nowMs() + 60_000;
      return {
        failure: { kind: "rateLimited", status: 429, retryAfterMs: 60_000 },
      };
    };
    const cases = [await begun(parts, 1), await begun(parts, 2)];
    for (const { rest } of cases) expect(await rest).toBe("done");
    // Those that were on their way when it said so.
    expect(early).toBeLessThanOrEqual(8);
  });

  it("binds a plan that names nobody to whoever is signed in when its draft is made, over restarts", async () => {
    const parts = senderOver();
    const { sending, rest } = await begun(parts, 1);
    expect(sending.destination.login).toBeNull();
    expect(await rest).toBe("done");
    expect(sending.destination.login).toBe("tester");
    // Only who is signed in was asked without a login.
    expect(parts.askedFor.lastIndexOf(undefined)).toBe(0);
    await sending.close();
    const again = await parts.sender.reopen(testCaseId(1), () => undefined);
    expect(again.ok && again.value.destination.login).toBe("tester");
  });

  it.each([
    ["is not taken for a lost one where the journal tells it", true],
    ["may be any where the journal tells none", false],
  ])("a draft of a case that cannot be opened %s", async (_name, isTold) => {
    const parts = senderOver();
    const { service, journals } = parts;
    const { remoteCaseId } = service.addCase("Case 1");
    journals.open = () =>
      Promise.resolve(
        failed(
          isTold
            ? { kind: "journalLocked", remoteCaseId, storedImages: 0 }
            : { kind: "recordDamaged", record: "journal" },
        ),
      );
    await parts.sender.reopen(testCaseId(2), () => undefined);
    service.fault = (call) =>
      call === "createCase"
        ? {
            failure: { kind: "connectionLost", code: "ECONNRESET" },
            isDone: false,
          }
        : null;
    const { sending, rest } = await begun(parts, 1);
    expect(await rest).toBe("inDoubt");
    const view = sending.view();
    expect(
      view.kind === "inDoubt" &&
        view.candidates.map((draft) => draft.remoteCaseId),
    ).toEqual(isTold ? [] : [remoteCaseId]);
  });

  it("remembers the user's pause over a restart", async () => {
    const parts = senderOver();
    const { sending, rest } = await begun(parts, 1);
    sending.pause();
    expect(await rest).toBe("paused");
    await sending.close();
    const again = await parts.sender.reopen(testCaseId(1), () => undefined);
    if (!again.ok) throw new Error(again.failure.kind);
    expect(again.value.isHeld).toBe(true);
    again.value.run();
    for (let turn = 0; turn < 5; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(again.value.isHeld).toBe(false);
    await again.value.close();
  });
});
