// What a medium that fails tells of its files: a failure is no proof that another medium is in its place.
import { expect, it } from "vitest";
import type { LocalPath } from "../core/model/brands.ts";
import { mediumLookWith } from "./mediumLook.ts";

const path = "/disc/DICOMDIR" as LocalPath;

/** A look whose stat fails with these codes, one after the other, before it succeeds. */
function lookFailing(codes: readonly string[]) {
  const left = [...codes];
  const sleeps: number[] = [];
  const look = mediumLookWith({
    scratch: { decryptionOf: () => null },
    clock: {
      sleep: (ms) => {
        sleeps.push(ms);
        return Promise.resolve();
      },
    },
    stat() {
      const code = left.shift();
      return code === undefined
        ? Promise.resolve({ size: 10, mtimeMs: 1.5 })
        : Promise.reject(Object.assign(new Error("failed"), { code }));
    },
  });
  return { look, sleeps };
}

it("tries again what fails for a moment", async () => {
  const { look, sleeps } = lookFailing(["EIO", "EBUSY"]);
  expect(await look.fileAt(path)).toEqual({ sizeBytes: 10, modifiedAtMs: 1 });
  expect(sleeps).toEqual([50, 250]);
});

it.each([
  ["ENOENT", null],
  ["ENOTDIR", null],
  ["EACCES", "unknown"],
  ["ENOMEDIUM", "unknown"],
])("takes %s for what it says", async (code, told) => {
  const { look, sleeps } = lookFailing([code]);
  expect(await look.fileAt(path)).toBe(told);
  expect(sleeps).toEqual([]);
});

it("says that it does not know of what goes on failing", async () => {
  const { look } = lookFailing(["EIO", "EIO", "EIO", "EIO"]);
  expect(await look.fileAt(path)).toBe("unknown");
});
