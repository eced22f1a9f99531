// Behaviours of the log file, with planted secrets to look for.
import { createHook } from "node:async_hooks";
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../testing/manualClock.ts";
import { createRedactingLog } from "./redactingLog.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-log-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function open(maxBytes = 100_000) {
  const path = join(folder, "logs", "casedrop.log");
  const log = createRedactingLog({
    path,
    maxBytes,
    keptFiles: 2,
    clock: new ManualClock(1_700_000_000_000),
  });
  return { log, path };
}

async function everythingIn(path: string): Promise<string> {
  const names = await readdir(join(path, ".."));
  const texts = names.map((name) => readFile(join(path, "..", name), "utf8"));
  return (await Promise.all(texts)).join("");
}

describe("the log file", () => {
  it("holds one JSON document a line", async () => {
    const { log, path } = open();
    log.write("info", "upload.stackStored", {
      images: 120,
      isLast: true,
      code: "ECONNRESET",
      failure: "connectionLost",
      errorName: "TypeError",
      version: "0.1.0",
      caseId: "0b8f6a3e-5a1c-4f7e-9a55-2b8f3c1d4e6f",
      nothing: null,
    });
    log.write("error", "app.bug", { errorName: "Error" });
    await log.flush();
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        time: "2023-11-14T22:13:20.000Z",
        level: "info",
        event: "upload.stackStored",
        facts: {
          images: 120,
          isLast: true,
          code: "ECONNRESET",
          failure: "connectionLost",
          errorName: "TypeError",
          version: "0.1.0",
          caseId: "0b8f6a3e-5a1c-4f7e-9a55-2b8f3c1d4e6f",
          nothing: null,
        },
      },
      {
        time: "2023-11-14T22:13:20.000Z",
        level: "error",
        event: "app.bug",
        facts: { errorName: "Error" },
      },
    ]);
  });

  it.each([
    ["a patient's name", "DOE^JANE"],
    ["a name in plain capitals", "Mustermann"],
    ["a name all in capitals", "DOE"],
    ["a patient's number", "4711081500"],
    ["a birth date", "19700131"],
    ["a UID", "1.2.840.113619.2.55.3.604688119"],
    ["a path", "/media/cd/DICOM/IM0001"],
    ["a Windows path", "C:\\PACS\\export"],
    ["a file name", "IM0001.dcm"],
    ["an address", "https://s3.test/upload?X-Amz-Signature=abc"],
    ["a token", "q7VZb3JXc0aTgLx2n5RkYw8mHd1PfUeS6iKoNvBtCzA"],
    [
      "a digest",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
    ["an error message", "ENOENT: no such file, open '/home/jo/x'"],
    ["a name in another script", "山田^太郎"],
    ["a line break", "a\nb"],
    ["prose", "could not read the file"],
    ["a very long word", "a".repeat(100)],
  ])(
    "never holds %s, as a fact, as its name or as an event",
    async (_name, planted) => {
      const { log, path } = open();
      log.write("info", "test.planted", { value: planted });
      log.write("info", "test.planted", { [planted]: 1 });
      log.write("info", planted);
      await log.flush();
      const text = await everythingIn(path);
      expect(text).not.toContain(JSON.stringify(planted).slice(1, -1));
      expect(text.match(/\(redacted\)/g)).toHaveLength(3);
    },
  );

  it("stays within its size, keeping the newest lines", async () => {
    const { log, path } = open(1_000);
    for (let count = 0; count < 100; count += 1) {
      log.write("info", "test.line", { count });
      await log.flush();
    }
    expect((await readdir(join(path, ".."))).sort()).toEqual([
      "casedrop.log",
      "casedrop.log.1",
      "casedrop.log.2",
    ]);
    for (const name of ["", ".1", ".2"])
      expect((await stat(`${path}${name}`)).size).toBeLessThanOrEqual(1_000);
    expect(await readFile(path, "utf8")).toContain('"count":99');
  });

  it("loses no line, at whatever moment of writing the line before it comes", async () => {
    const lost: number[] = [];
    for (let moment = 1; moment <= 300; moment += 1) {
      const { log, path } = open();
      let resolved = 0;
      const everyPromise = createHook({
        promiseResolve() {
          resolved += 1;
          if (resolved === moment) log.write("info", "test.last");
        },
      });
      log.write("info", "test.first");
      everyPromise.enable();
      await log.flush();
      everyPromise.disable();
      if (resolved < moment) break;
      await log.flush();
      const text = await readFile(path, "utf8");
      if (!text.includes("test.last")) lost.push(moment);
      await rm(path);
    }
    expect(lost).toEqual([]);
  });

  it("goes on in the file of the last run", async () => {
    const first = open();
    first.log.write("info", "test.first");
    await first.log.flush();
    const { log, path } = open();
    log.write("info", "test.second");
    await log.flush();
    const text = await readFile(path, "utf8");
    expect(text.split("\n")).toHaveLength(3);
  });

  it("drops lines when the disk is too slow, and says how many", async () => {
    const { log, path } = open(10_000_000);
    for (let count = 0; count < 1_500; count += 1)
      log.write("info", "test.line");
    await log.flush();
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(1_001);
    expect(lines.at(-1)).toContain(
      '"event":"log.dropped","facts":{"count":500}',
    );
  });

  it("never disturbs the work when it cannot be written", async () => {
    await writeFile(join(folder, "logs"), "a file where the folder should be");
    const { log } = open();
    log.write("info", "test.line");
    await expect(log.flush()).resolves.toBeUndefined();
  });

  it.skipIf(process.platform === "win32")(
    "can be read by its owner only",
    async () => {
      const { log, path } = open();
      log.write("info", "test.line");
      await log.flush();
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    },
  );

  it("is deleted between two lines, and begins anew with the next", async () => {
    const { log, path } = open();
    log.write("info", "account.signedIn");
    await log.whileQuiet(async () => {
      const removing = rm(join(path, ".."), { recursive: true });
      log.write("info", "account.signedOut");
      await removing;
    });
    log.write("info", "app.started");
    await log.flush();
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(
      lines.map((line) => (JSON.parse(line) as { event: string }).event),
    ).toEqual(["account.signedOut", "app.started"]);
  });
});
