// Asks the sandbox's reader over real sockets: what goes over the wire, and what each fault of the reference ends in.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import { createHttpChestXrayReader } from "../../adapters/xraydar/httpChestXrayReader.ts";
import type { answerForms } from "../../sandbox/xraydar/madeUpReadings.ts";
import { lookProblemWords } from "../../shared/messages/secondLookWords.ts";
import type { Words } from "../../shared/messages/words.ts";
import { success } from "../../shared/result.ts";
import type { LookAlgorithm, LookProblem } from "../../shared/secondLook.ts";
import { findingLabels } from "../../shared/secondLookLabels.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { at, RunningSandbox, sha256Hex } from "../../testing/runningSandbox.ts";
import { ReaderDesk, type LookQuestion } from "./readerDesk.ts";

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

/** No answer that comes takes as long, however busy the machine is. */
const patienceMs = 60_000;

/** A desk that waits for nobody; the reader has this time in place of its own. */
function newDesk(
  ownKey: string | null = key,
  timeoutMs = patienceMs,
): ReaderDesk {
  log = new RecordingLog();
  const clock = {
    nowMs: () => systemClock.nowMs(),
    sleep: () => Promise.resolve(),
  };
  const reader = createHttpChestXrayReader({
    http,
    clock: systemClock,
    random: systemRandom,
    userAgent: () => "Casedrop/test (+https://example.org)",
  });
  return new ReaderDesk({
    clock,
    log,
    reader: {
      ask: (question, signal) => reader.ask({ ...question, timeoutMs }, signal),
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
  {
    signal = new AbortController().signal,
    onStep = () => undefined,
  }: {
    readonly signal?: AbortSignal;
    readonly onStep?: LookQuestion["onStep"];
  } = {},
) {
  await sandbox.admin("POST", "/sandbox/xraydar", { [algorithm]: behaviour });
  return desk.ask(
    {
      algorithm,
      bytes,
      reader: "sandbox",
      onStep,
      onUnread: () => undefined,
    },
    signal,
  );
}

const cvFindings = new Set(findingLabels.map(({ key }) => key));

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
      userAgent: "Casedrop/test (+https://example.org)",
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

const status = (code: number, more = {}) => ({
  kind: "status",
  status: code,
  ...more,
});
const form = (name: string) => ({ kind: "answer", form: name });

/** A reading: how many labels have a value, and what stands for two of them. */
const reading = (values: number, pneumothorax: number | null = 0.16) => ({
  values,
  effusion: 0.93,
  pneumothorax,
});
const notAsked =
  "Nothing was kept, and nothing is asked again by itself. You can ask once more.";
const notUnderstood = (why: string): Words => ({
  title: "The answer was not understood",
  why,
  whatNext:
    "No reading is shown, so that none can be wrong. Nothing was kept, and nothing is asked again by itself.",
});
const rejected = (code: number): Words => ({
  title: "X-Raydar did not accept the file",
  why: `It answered with status ${String(code)} and the words “Scripted refusal”.`,
  whatNext: "The same file would be refused again. Nothing was kept.",
});
const keyRefused = (code: number): Words => ({
  title: "X-Raydar did not accept the key",
  why: `It answered with status ${String(code)}: the key is wrong, or blocked.`,
  whatNext: "Enter the key from its e-mail in Settings, under Second look.",
});
const changed = (code: number): Words => ({
  title: "The interface of X-Raydar has changed",
  why: `Its address answered with status ${String(code)}.`,
  whatNext:
    "It is not asked again before the next start of Casedrop. A newer version may know the new address.",
});
const pause = (wait: string): Words => ({
  title: "X-Raydar asks for a pause",
  why: "It has had too many questions (429).",
  whatNext: `Ask again in ${wait}. Nothing is asked by itself.`,
});
const gateway = (code: number): Words => ({
  title: "X-Raydar is not ready",
  why: `What stands before it answered with status ${String(code)}.`,
  whatNext:
    "Nothing was kept, and nothing is asked again by itself. You can ask once more, later.",
});

interface Played {
  readonly behaviour: unknown;
  /** What the user reads, or what of the reading is shown. */
  readonly told: Words | ReturnType<typeof reading>;
  /** Where the reader stays silent for longer. */
  readonly timeoutMs?: number;
}

/** Every answer of reference section 11, under its words there; a form without a row does not compile. */
const forms: Readonly<Record<(typeof answerForms)[number], Played["told"]>> = {
  usual: reading(37),
  flat37: reading(37),
  flat38: reading(37),
  flat45: reading(37),
  pairs: reading(37),
  objects: reading(37),
  bareNumbers: notUnderstood(
    "It holds numbers without names. Which finding each belongs to is not documented.",
  ),
  jsonInJson: reading(37),
  labelledHtml: reading(37),
  numericStrings: reading(37),
  aboveOne: notUnderstood(
    "It holds values above 1, so their scale is unknown.",
  ),
  // Three labels have no value of any use; none of them becomes zero.
  nanAndNull: reading(34, null),
  otherSpelling: reading(37),
  tooFew: notUnderstood(
    "It gives values for 29 of the 37 findings, too few to be a reading.",
  ),
  extraKeys: reading(37),
  errorObject: {
    title: "X-Raydar gave no reading",
    why: "It said: “Not a frontal chest radiograph”.",
    whatNext: "Nothing was kept, and nothing is asked again by itself.",
  },
  html: notUnderstood("It is a web page, not a reading."),
  blank: notUnderstood("It is empty."),
  text: notUnderstood("It is not in the form of a reading (JSON)."),
  oversized: {
    title: "The answer was not understood",
    why: "It is longer than 1 MB, far more than a reading can be.",
    whatNext: "Nothing was kept, and nothing is asked again by itself.",
  },
};

const failures: Readonly<Record<string, Played>> = {
  "301": {
    behaviour: status(301),
    told: {
      title: "X-Raydar points to another address",
      why: "It answered with a redirect (301), which is never followed: your key would go along.",
      whatNext: "Look at the project page for what has changed.",
    },
  },
  "400": { behaviour: status(400), told: rejected(400) },
  "401": { behaviour: status(401), told: keyRefused(401) },
  "403": { behaviour: status(403), told: keyRefused(403) },
  "404": { behaviour: status(404), told: changed(404) },
  "405": { behaviour: status(405), told: changed(405) },
  "413": {
    behaviour: status(413),
    told: {
      title: "The file is too large for X-Raydar",
      why: "It refused the file for its size (413).",
      whatNext:
        "It is not made smaller by itself, since that would change the reading.",
    },
  },
  "415": { behaviour: status(415), told: rejected(415) },
  "422": { behaviour: status(422), told: rejected(422) },
  "429 with Retry-After": {
    behaviour: status(429, { retryAfterSeconds: 7 }),
    told: pause("7 seconds"),
  },
  "429 without Retry-After": {
    behaviour: status(429),
    told: pause("60 seconds"),
  },
  "500": {
    behaviour: status(500),
    told: {
      title: "X-Raydar failed on this file",
      why: "It answered with status 500 and the words “Scripted refusal”. The file was sent uncompressed, which is the safest form there is.",
      whatNext: "Another try is unlikely to help. Nothing was kept.",
    },
  },
  "502 HTML": {
    behaviour: status(502, { isHtml: true }),
    told: gateway(502),
  },
  "503": { behaviour: status(503), told: gateway(503) },
  "504": { behaviour: status(504), told: gateway(504) },
  "stall beyond the timeout": {
    behaviour: { kind: "stall", ms: 600_000 },
    timeoutMs: 700,
    told: {
      title: "X-Raydar did not answer in time",
      why: "There was no whole answer within 1 second. It may have been read all the same.",
      whatNext: notAsked,
    },
  },
  "connection cut half-way": {
    behaviour: { kind: "cut" },
    told: {
      title: "The connection to X-Raydar broke",
      why: "The answer did not arrive whole, so none of it is shown. It may have been read all the same.",
      whatNext: notAsked,
    },
  },
};

const everyAnswer: readonly (readonly [string, Played])[] = [
  ...Object.entries(forms).map(
    ([name, told]) => [name, { behaviour: form(name), told }] as const,
  ),
  ...Object.entries(failures),
];

describe("every fault ends in a true problem", () => {
  it.each(everyAnswer)("%s", async (_name, { behaviour, told, timeoutMs }) => {
    const answer = await ask("image", behaviour, newDesk(key, timeoutMs));
    if (!answer.ok) {
      const { failure } = answer;
      if (["off", "otherReader", "cancelled"].includes(failure.kind))
        throw new Error(failure.kind);
      expect(lookProblemWords(failure as LookProblem)).toEqual(told);
      return;
    }
    const { probabilities } = answer.value.reading;
    const valueOf = (label: string) =>
      probabilities.find((each) => each.label === label)?.probability ?? null;
    const reported = probabilities.filter(
      ({ label, probability }) => cvFindings.has(label) && probability !== null,
    );
    expect({
      values: reported.length,
      effusion: valueOf("pleural_effusion"),
      pneumothorax: valueOf("pneumothorax"),
    }).toEqual(told);
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
    await ask("image", status(405), desk);
    expect(desk.isClosed("image")).toBe(true);
    expect(await ask("image", usual, desk)).toMatchObject({
      failure: { kind: "interfaceChanged", status: 405 },
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
    let tellSent: () => void = () => undefined;
    const isSent = new Promise<void>((resolve) => {
      tellSent = resolve;
    });
    const waiting = ask("image", { kind: "stall", ms: 600_000 }, desk, {
      signal: abort.signal,
      onStep: (step) => {
        if (step === "sent") tellSent();
      },
    });
    await isSent;
    expect(await ask("report", usual, desk)).toMatchObject({
      failure: { kind: "busy" },
    });
    abort.abort();
    expect(await waiting).toMatchObject({ failure: { kind: "cancelled" } });
  });
});
