// Failures for the window: told once.
import { expect, it } from "vitest";
import { FailureList } from "./failureList.ts";

it("holds each failure once and tells of new ones only", () => {
  let changes = 0;
  const list = new FailureList(() => {
    changes += 1;
  });
  list.add({ kind: "diskFull" }, { kind: "unwritable", code: "EIO" });
  list.add({ kind: "diskFull" });
  expect(list.all).toEqual([
    { kind: "diskFull" },
    { kind: "unwritable", code: "EIO" },
  ]);
  expect(changes).toBe(2);
});
