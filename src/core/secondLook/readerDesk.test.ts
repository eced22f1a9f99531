// Limits of the reader's desk: how large, how often, and how long it waits (contract sections 4 and 8).
import { describe, expect, it } from "vitest";
import { lookProblemWords } from "../../shared/messages/secondLookWords.ts";
import { success } from "../../shared/result.ts";
import { madeUpAnswer } from "../../sandbox/xraydar/madeUpReadings.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import type { ReaderQuestion } from "../ports/secondLook.ts";
import { ReaderDesk } from "./readerDesk.ts";

const never = new AbortController().signal;
const usualAnswer = '{"error":"no reading here"}';

/** A desk over a reader that answers at once; what was asked is written down with its moment. */
function setUp(answer = usualAnswer) {
  const asked: (ReaderQuestion & { readonly atMs: number })[] = [];
  const steps: string[] = [];
  const unread: string[] = [];
  const clock = new HastyClock(0);
  const desk = new ReaderDesk({
    clock,
    log: new RecordingLog(),
    reader: {
      ask: (question) => {
        asked.push({ ...question, atMs: clock.nowMs() });
        clock.pass(300);
        question.onSent();
        return Promise.resolve(
          success({ status: 200, headers: {}, text: answer, isCut: false }),
        );
      },
    },
    isOn: () => true,
    target: () => ({ reader: "xraydar", baseUrl: "https://x-raydar.info" }),
    key: () => Promise.resolve(success("0123456789abcdef")),
    onChange: () => undefined,
  });
  const ask = (algorithm: "image" | "report", bytes = new Uint8Array([1])) =>
    desk.ask(
      {
        algorithm,
        bytes,
        reader: "xraydar",
        onUnread: (text) => unread.push(text),
        onStep: (step) => steps.push(`${step} at ${clock.nowMs()}`),
      },
      never,
    );
  return { asked, ask, steps, unread };
}

describe("the desk", () => {
  it("sends a film of 100 MB and nothing larger", async () => {
    const { asked, ask } = setUp();
    const most = 100_000_000;
    const refused = await ask("image", new Uint8Array(most + 1));
    expect(refused).toEqual({
      ok: false,
      failure: { kind: "tooLarge", by: "us" },
    });
    expect(lookProblemWords({ kind: "tooLarge", by: "us" })).toEqual({
      title: "The file is too large for X-Raydar",
      why: "Files over 100 MB are not sent.",
      whatNext:
        "It is not made smaller by itself, since that would change the reading.",
    });
    expect(asked).toEqual([]);
    await ask("image", new Uint8Array(most));
    expect(asked[0]?.bytes.byteLength).toBe(most);
  });

  it("lets five seconds pass between an answer and the next question, whichever algorithm it is for", async () => {
    const { asked, ask } = setUp();
    await ask("image");
    await ask("report");
    await ask("image");
    expect(asked.map(({ atMs }) => atMs)).toEqual([0, 5_300, 10_600]);
  });

  it("calls nothing sent during the pause, nor before all of it has gone out", async () => {
    const { ask, steps } = setUp();
    await ask("image");
    await ask("image");
    expect(steps).toEqual([
      "sending at 0",
      "sent at 300",
      "sending at 5300",
      "sent at 5600",
    ]);
  });

  it("waits a minute for a film and half of one for a report", async () => {
    const { asked, ask } = setUp();
    await ask("image");
    await ask("report");
    expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000, 30_000]);
  });

  it("hands over the whole of an answer with too few findings, without the key", async () => {
    const { ask, unread } = setUp(
      `{"hernia":0.1,"note":"0123456789abcdef ${"x".repeat(900)}"}`,
    );
    await ask("image");
    expect(unread).toEqual([
      `{"hernia":0.1,"note":"(key) ${"x".repeat(900)}"}`,
    ]);
  });

  it("keeps the key out of an answer that is understood, wherever the service repeats it", async () => {
    const key = "0123456789abcdef";
    const { AI_prediction } = JSON.parse(
      madeUpAnswer("usual", "image").body,
    ) as { readonly AI_prediction: object };
    const { ask } = setUp(
      JSON.stringify({
        AI_prediction,
        AI_urgency: key,
        key,
        request: { [key]: [`key=${key}`] },
      }),
    );
    const told = await ask("image");
    expect(told).toMatchObject({
      ok: true,
      value: { reading: { urgency: "(key)" } },
    });
    expect(JSON.stringify(told)).not.toContain(key);
  });

  it("asks once and never again by itself", async () => {
    const { asked, ask } = setUp();
    expect(await ask("image")).toEqual({
      ok: false,
      failure: { kind: "refusedInAnswer", text: "no reading here" },
    });
    expect(asked).toHaveLength(1);
  });
});
