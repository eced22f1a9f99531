// Slow media are read by one worker at a time, in the order asked, and a failure holds nobody up.
import { expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import type { LocalPath } from "../model/brands.ts";
import type { UnreadFile } from "../model/fileSource.ts";
import { oneAtATime } from "./oneAtATime.ts";
import type { ScanWorkers } from "./scanWorkers.ts";

const { signal } = new AbortController();

function file(path: string): UnreadFile {
  return { kind: "file", path: path as LocalPath };
}

it("starts a job when the one before it ended, also when that failed", async () => {
  const log: string[] = [];
  const workers: Pick<ScanWorkers, "read"> = {
    async read([only]) {
      const path = only?.path ?? "";
      log.push(`start ${path}`);
      await Promise.resolve();
      await Promise.resolve();
      log.push(`end ${path}`);
      if (path === "/2") throw new Error("broken");
      return success([]);
    },
  };
  const slow = oneAtATime(workers as ScanWorkers);
  const jobs = ["/1", "/2", "/3"].map((path) =>
    slow.read([file(path)], signal),
  );
  const outcomes = await Promise.allSettled(jobs);
  expect(outcomes.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(log).toEqual([
    "start /1",
    "end /1",
    "start /2",
    "end /2",
    "start /3",
    "end /3",
  ]);
});
