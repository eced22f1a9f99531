// Remarks of an archive beside its answers: read in any form, kept short and once.
import { expect, it } from "vitest";
import { ArchiveWarnings, warningsIn } from "./archiveWarnings.ts";

it("are read as texts or as objects, without markup, and from nothing else", () => {
  expect(
    warningsIn({
      warnings: ["A <b>bold</b> remark", { message: "Beta" }, 7, "", null],
    }),
  ).toEqual(["A bold remark", "Beta"]);
  expect(warningsIn({ warnings: ["x".repeat(1_000)] })[0]).toHaveLength(300);
  for (const answer of [null, [], {}, { warnings: "text" }])
    expect(warningsIn(answer)).toEqual([]);
});

it("are told when there is something new, each once, the last five", () => {
  let told = 0;
  const warnings = new ArchiveWarnings(() => {
    told++;
  });
  warnings.add([]);
  warnings.add(["a", "b"]);
  warnings.add(["a"]);
  expect(told).toBe(1);
  warnings.add(["c", "d", "e", "f"]);
  expect(warnings.latest).toEqual(["b", "c", "d", "e", "f"]);
  warnings.clear();
  warnings.clear();
  expect([warnings.latest, told]).toEqual([[], 3]);
});
