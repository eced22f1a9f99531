// Tests of when the threads of the preparer start.
import { expect, it } from "vitest";
import { FakeScanner } from "../testing/fakeCaseFiles.ts";
import { scanThenStart } from "./scanThenStart.ts";

class CountedPreparer {
  starts = 0;

  start() {
    this.starts += 1;
  }
}

function scanOf(paths: readonly string[]) {
  const fake = new FakeScanner();
  fake.files.set("/drop", paths);
  const preparer = new CountedPreparer();
  const scan = () =>
    scanThenStart(fake, preparer).scan(
      ["/drop"],
      { onProgress: () => undefined },
      new AbortController().signal,
    );
  return { fake, preparer, scan };
}

it("starts them when a scan has ended that found images", async () => {
  const { fake, preparer, scan } = scanOf(["/drop/1.dcm", "/drop/notes.txt"]);
  let release = () => {};
  fake.hold = new Promise((resolve) => {
    release = resolve;
  });
  const scanning = scan();
  expect(preparer.starts).toBe(0);
  release();

  expect((await scanning).instances).toHaveLength(1);
  expect(preparer.starts).toBe(1);
});

it("starts none where no image was found", async () => {
  const { preparer, scan } = scanOf(["/drop/notes.txt"]);

  expect((await scan()).found).toBe(1);
  expect(preparer.starts).toBe(0);
});

it("starts none when a scan fails", async () => {
  const { fake, preparer, scan } = scanOf(["/drop/1.dcm"]);
  fake.thrown = new RangeError("no such drop");

  await expect(scan()).rejects.toThrow(RangeError);
  expect(preparer.starts).toBe(0);
});
