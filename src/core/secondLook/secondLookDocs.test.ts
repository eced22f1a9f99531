// The table of docs/second-look.md: every endpoint has a row, and every row a test that is there.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const rows = read("docs/second-look.md")
  .split("\n")
  .filter((line) => /^\| (?!What |-)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it("has a row for both endpoints", () => {
  const named = rows.map(([, what]) => what);
  expect(named).toContain("`POST /api/cv`");
  expect(named).toContain("`POST /api/nlp`");
});

it.each(rows.map(([, what = "", test = ""]) => [what, test]))(
  "%s has a test that is there",
  (_what, test) => {
    const [, path = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
    expect(path).not.toBe("");
    expect(read(path)).toContain(name);
  },
);
