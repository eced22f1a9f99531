// Which bars are judged, and how.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { barWords, isMissed } from "./verdict.mjs";

const memory = {
  what: "peak",
  value: 32,
  unit: "MB",
  bar: "under 100 MB",
  below: 100,
};

describe("a bar", () => {
  it("in memory is held or missed", () => {
    expect([isMissed(memory), barWords(memory)]).toEqual([
      false,
      "bar: under 100 MB: held",
    ]);
    for (const value of [100, 4_000, NaN]) {
      const row = { ...memory, value };
      expect([isMissed(row), barWords(row)]).toEqual([
        true,
        "bar: under 100 MB: MISSED",
      ]);
    }
  });

  it("of a time or a rate is only said", () => {
    const rate = { what: "", value: 1, unit: "files/s", bar: "at least 4" };
    expect([isMissed(rate), barWords(rate)]).toEqual([
      false,
      "bar: at least 4",
    ]);
    expect(barWords({ what: "", value: 1, unit: "MB" })).toBe("");
  });

  it("of a ratio is told, and fails nothing", () => {
    const told = [4, 3.99, NaN, undefined].map((ratio) => {
      const row = { what: "", value: 1, unit: "ms", bar: "at least 4", ratio };
      return [isMissed(row), barWords({ ...row, atLeast: 4 })];
    });
    expect(told).toEqual([
      [false, "bar: at least 4: held"],
      [false, "bar: at least 4: MISSED"],
      [false, "bar: at least 4: MISSED"],
      [false, "bar: at least 4: MISSED"],
    ]);
  });

  it("in time is told with its verdict, and fails nothing", () => {
    const gap = { what: "", unit: "ms", bar: "100 ms", timeBelow: 100 };
    expect(barWords({ ...gap, value: 83 })).toBe("bar: 100 ms: held");
    expect(barWords({ ...gap, value: 100 })).toBe("bar: 100 ms: MISSED");
    expect(barWords({ ...gap, value: Number.NaN })).toBe("bar: 100 ms: MISSED");
    expect(isMissed({ ...gap, value: 200 })).toBe(false);
  });

  it("in megabytes has its number beside it in every benchmark", () => {
    const benches = readdirSync(import.meta.dirname).filter((name) =>
      name.endsWith(".bench.mjs"),
    );
    const bars = benches.flatMap((name) =>
      [
        ...readFileSync(`${import.meta.dirname}/${name}`, "utf8").matchAll(
          /bar: "(?:under (\d+) MB|flat:)[^"]*",\s*(below: (\d+)?)?/g,
        ),
      ].map(([, told, number, below]) => ({ name, told, number, below })),
    );
    expect(bars.length).toBeGreaterThan(5);
    for (const { name, told, number, below } of bars) {
      expect(number, name).toBeDefined();
      expect(below, name).toBe(told);
    }
  });
});
