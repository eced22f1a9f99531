// Asks the sandbox's reader over real sockets: what goes over the wire, and what each fault of the reference ends in.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import { createHttpChestXrayReader } from "../../adapters/xraydar/httpChestXrayReader.ts";
import { success } from "../../shared/result.ts";
import type { LookAlgorithm } from "../../shared/secondLook.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { at, RunningSandbox, sha256Hex } from "../../testing/runningSandbox.ts";
import { ReaderDesk } from "./readerDesk.ts";

const key = "0123456789abcdef";
const bytes = new TextEncoder().encode("Small left pleural effusion.");

let sandbox: RunningSandbox;
let log: RecordingLog;
beforeAll(async () => {
  sandbox = await RunningSandbox.start();
});
afterAll(async () => {
  await sandbox.end();
});

const http = createUndiciHttp();

/** A desk that waits for nobody; the reader's time limit is cut to what a test can bear. */
function newDesk(ownKey: string | null = key): ReaderDesk {
  log = new RecordingLog();
  const clock = {
    nowMs: () => systemClock.nowMs(),
    sleep: () => Promise.resolve(),
  };
  const reader = createHttpChestXrayReader({
    http,
    clock: systemClock,
    random: systemRandom,
    userAgent: "Casedrop/test",
  });
  return new ReaderDesk({
    clock,
    log,
    reader: {
      ask: (question, signal) =>
        reader.ask({ ...question, timeoutMs: 700 }, signal),
    },
    isOn: () => true,
    target: () => ({
      reader: "sandbox",
      baseUrl: `${sandbox.origin}/x-raydar`,
    }),
    key: () => Promise.resolve(success(ownKey)),
    onChange: () => undefined,
  });
}

async function ask(
  algorithm: LookAlgorithm,
  behaviour: unknown,
  desk = newDesk(),
  signal = new AbortController().signal,
) {
  await sandbox.admin("POST", "/sandbox/xraydar", { [algorithm]: behaviour });
  return desk.ask({ algorithm, bytes, reader: "sandbox" }, signal);
}

async function problem(behaviour: unknown): Promise<unknown> {
  const answer = await ask("image", behaviour);
  return answer.ok ? "a reading" : answer.failure;
}

const usual = { kind: "answer", form: "usual" };

describe("POST /api/cv", () => {
  it("sends key and file as the vendor's sample does, and nothing elsewhere", async () => {
    const answer = await ask("image", usual);
    expect(answer).toMatchObject({
      ok: true,
      value: { reading: { urgency: "urgent" } },
    });
    const { json } = await sandbox.admin("GET", "/sandbox/xraydar");
    const received = at(json, "received") as readonly unknown[];
    expect(received.at(-1)).toMatchObject({
      algorithm: "image",
      problems: [],
      fileSha256: sha256Hex(bytes),
      fileBytes: bytes.length,
    });
    expect(JSON.stringify(log)).not.toContain(key);
  });
});

describe("POST /api/nlp", () => {
  it("labels a report under its own names", async () => {
    const answer = await ask("report", usual);
    if (!answer.ok) throw new Error(answer.failure.kind);
    const { probabilities } = answer.value.reading;
    expect(
      probabilities.find(({ name }) => name === "apical_fibrosis")?.label,
    ).toBe("apical_changes");
    expect(probabilities.find(({ label }) => label === "normal")).toMatchObject(
      { probability: 0.9 },
    );
  });
});

describe("every fault ends in a true problem", () => {
  const status = (code: number, more = {}) => ({
    kind: "status",
    status: code,
    ...more,
  });
  it.each([
    [status(301), { kind: "redirected", status: 301 }],
    [status(400), { kind: "rejected", status: 400, text: "Scripted refusal" }],
    [status(401), { kind: "keyRefused", status: 401 }],
    [status(403), { kind: "keyRefused", status: 403 }],
    [status(404), { kind: "interfaceChanged", status: 404 }],
    [status(413), { kind: "tooLarge", by: "reader" }],
    [status(429), { kind: "limited", waitMs: 60_000 }],
    [status(429, { retryAfterSeconds: 7 }), { kind: "limited", waitMs: 7_000 }],
    [status(500), { kind: "readerFailed", text: "Scripted refusal" }],
    [status(502, { isHtml: true }), { kind: "gateway", status: 502 }],
    [status(503), { kind: "gateway", status: 503 }],
    [
      { kind: "stall", ms: 5_000 },
      { kind: "timedOut", afterMs: 700 },
    ],
    [{ kind: "cut" }, { kind: "connectionLost" }],
    [{ kind: "answer", form: "oversized" }, { kind: "answerTooLarge" }],
    [
      { kind: "answer", form: "errorObject" },
      { kind: "refusedInAnswer", text: "Not a frontal chest radiograph" },
    ],
    [
      { kind: "answer", form: "bareNumbers" },
      { kind: "notUnderstood", reason: { kind: "bareNumbers" } },
    ],
  ])("%j", async (behaviour, expected) => {
    expect(await problem(behaviour)).toMatchObject(expected);
  });

  it("a key that is missing or too short is not sent at all", async () => {
    expect(await ask("image", usual, newDesk(null))).toMatchObject({
      failure: { kind: "noKey" },
    });
    expect(await ask("image", usual, newDesk("short"))).toMatchObject({
      failure: { kind: "noKey" },
    });
  });

  it("is asked no more once its address changed, and not before the pause it asked for", async () => {
    const desk = newDesk();
    await ask("image", status(404), desk);
    expect(desk.isClosed("image")).toBe(true);
    expect(await ask("image", usual, desk)).toMatchObject({
      failure: { kind: "interfaceChanged" },
    });
    const limited = newDesk();
    await ask("report", status(429), limited);
    expect(await ask("report", usual, limited)).toMatchObject({
      failure: { kind: "limited" },
    });
  });

  it("can be cancelled, and asks one thing at a time", async () => {
    const desk = newDesk();
    const abort = new AbortController();
    const waiting = ask(
      "image",
      { kind: "stall", ms: 5_000 },
      desk,
      abort.signal,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await ask("report", usual, desk)).toMatchObject({
      failure: { kind: "busy" },
    });
    abort.abort();
    expect(await waiting).toMatchObject({ failure: { kind: "cancelled" } });
  });
});
