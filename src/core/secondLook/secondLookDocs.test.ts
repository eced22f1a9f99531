// The table of docs/second-look.md: every endpoint that the reference names has a row, and every row a test that is there.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  referenceReaderPaths,
  referenceRows,
  referenceText,
} from "../../testing/archiveReference.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const rows = read("docs/second-look.md")
  .split("\n")
  .filter((line) => /^\| (?!What |-)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it.each(referenceReaderPaths)("has a row for %s", (path) => {
  expect(rows.map(([, what]) => what)).toContain(`\`${path}\``);
});

const reference = referenceText("x-raydar-api.md");

it.skipIf(reference === null)(
  "lacks nothing that the reference's table of endpoints names",
  () => {
    const endpoints = referenceRows(reference ?? "", "## 2. ");
    const [, ...urls] = endpoints.find(([what]) => what === "URL") ?? [];
    const [, ...verbs] = endpoints.find(([what]) => what === "Verb") ?? [];
    const named = urls.flatMap((cell, index) => {
      const path = /`https:\/\/x-raydar\.info([^`]+)`/.exec(cell)?.[1];
      return path === undefined ? [] : [`${verbs[index] ?? ""} ${path}`];
    });
    expect(named).toEqual(referenceReaderPaths);
  },
);

it.each(
  rows.flatMap(([, what = "", code = "", test = ""]) =>
    // Three cells: a rule of the reference with its code.
    test === "" ? [] : [[what, code.replaceAll("`", "")] as const],
  ),
)("%s has code that is there", (_what, code) => {
  expect(read(code)).not.toBe("");
});

it.each(rows.map((cells) => [cells[1] ?? "", cells.at(-2) ?? ""] as const))(
  "%s has a test that is there",
  (_what, test) => {
    const [, path = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
    expect(path).not.toBe("");
    expect(read(path)).toContain(name);
  },
);
