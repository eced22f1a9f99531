// docs/archives.md names every endpoint with the test that covers it; one that the reference names and the catalogue or the table lacks, or that nothing covers, fails here.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  referenceAddresses,
  referenceRows,
  referenceText,
} from "../../../testing/archiveReference.ts";
import { archiveEndpoints } from "./catalogue.ts";
import { endpointPath } from "./endpoint.ts";

const root = new URL("../../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

/** Cells of each row of the table of endpoints. */
const rows = read("docs/archives.md")
  .split("\n")
  .filter((line) => /^\| (nbia|nlst|tcia|idc|datacite)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );

/** Cells of each row of the table of rules. */
const ruleRows = (
  /## What the reference asks\n([\s\S]+?)\n## /.exec(
    read("docs/archives.md"),
  )?.[1] ?? ""
)
  .split("\n")
  .filter((line) => /^\| (?!What |-)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

describe("the table of rules", () => {
  it("is there", () => {
    expect(ruleRows.length).toBeGreaterThan(15);
  });

  it.each(
    ruleRows.map(([, rule = "", code = "", test = ""]) => [rule, code, test]),
  )("%s: code and test are there", (_rule, code = "", test = "") => {
    const [, file = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
    expect(read(code.replaceAll("`", ""))).not.toBe("");
    expect(name).not.toBe("");
    expect(read(file)).toContain(name);
  });
});

const known = archiveEndpoints.map(
  ({ verb, baseUrl, path }) => `${verb} ${baseUrl}${path}`,
);

describe("the table of endpoints", () => {
  it.each(referenceAddresses)("has %s in the catalogue", (address) => {
    expect(known).toContain(address);
  });

  it("has a row for each endpoint, and no other", () => {
    expect(rows.map((cells) => cells.slice(0, 5).join(" "))).toEqual(
      archiveEndpoints.map(
        (each) =>
          `${each.adapter} ${each.name} ${each.verb} ${endpointPath(each)} ${each.state}`,
      ),
    );
  });

  it.each(rows)("%s %s has a test that is there", (adapter, name, ...rest) => {
    const [, file = "", test = ""] = /^(\S+): (.+)$/.exec(rest[3] ?? "") ?? [];
    expect(test).toBe(`${adapter}/${name} answers`);
    // The tests are named by the catalogue itself, which holds this endpoint as the test above has it.
    expect(read(file)).toMatch(
      /it\.each\(\s+archiveEndpoints\.map\(\s+\(endpoint\) => \[`\$\{endpoint\.adapter\}\/\$\{endpoint\.name\}`, endpoint\] as const,\s+\),\s+\)\("%s answers"/,
    );
  });

  it("has no two endpoints of one adapter under one name", () => {
    const ids = archiveEndpoints.map(
      ({ adapter, name }) => `${adapter}/${name}`,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** Names in the code marks of a cell. */
function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

/** Which of v1, v2 and v4 a row of the search and image families is about. */
function versionsOf(note: string): readonly string[] {
  const named = ["v1", "v2", "v4"].filter((version) => note.includes(version));
  return named.length === 0 ? ["v1", "v2", "v4"] : named;
}

const inVersions = (names: readonly string[], versions: readonly string[]) =>
  names.flatMap((name) => versions.map((version) => `${version}/${name}`));

/** What the reference's own tables name, as ends of addresses. */
function namedIn(reference: string): readonly string[] {
  const search = referenceRows(reference, "## 5. ").slice(1);
  const advanced = referenceRows(reference, "## 6. ").slice(1);
  const image = referenceRows(reference, "## 7. ").slice(1);
  const retired = referenceRows(reference, "## 9. ").slice(1);
  const commons = referenceRows(reference, "## 13. ").slice(1);
  const alsoThere =
    /^Also on the server but not in the seed:([\s\S]+?)\n\n/m.exec(
      reference,
    )?.[1] ?? "";
  return [
    ...search.flatMap(([cell = ""]) =>
      inVersions(namesIn(cell), versionsOf(cell)),
    ),
    ...advanced.flatMap(([seed = "", , twin = ""]) => {
      const [name = ""] = namesIn(seed);
      const [own] = namesIn(twin);
      // Names with a version in front are rows of another family.
      const older = name.includes("/") ? name : `services/${name}`;
      if (own !== undefined) return [older, `v4/${own}`];
      return twin.startsWith("same")
        ? [older, `v4/${name.split("/").at(-1) ?? ""}`]
        : [older];
    }),
    ...[...alsoThere.matchAll(/`(get\w+|deleteSharedList)`/g)].map(
      ([, name = ""]) => `services/${name}`,
    ),
    ...image.flatMap(([cell = "", versions = ""]) =>
      inVersions(namesIn(cell), versionsOf(versions)),
    ),
    ...retired.flatMap(([cell = ""]) =>
      namesIn(cell).map((name) => name.replace(/^\/.+\//, "")),
    ),
    ...commons.flatMap(([, fact = ""]) =>
      namesIn(fact)
        .map((name) => /^\/([a-z/{}]+)/.exec(name)?.[1] ?? "")
        .filter((name) => name !== ""),
    ),
  ].filter((name) => !name.includes("`"));
}

describe("the list written out here", () => {
  const reference = referenceText("tcia-nbia-api.md");
  it.skipIf(reference === null)(
    "lacks nothing that the reference's tables name",
    () => {
      const named = namedIn(reference ?? "");
      // Far fewer would mean that its tables are no longer found.
      expect(named.length).toBeGreaterThan(120);
      const missing = named.filter(
        (name) =>
          !referenceAddresses.some((address) => address.endsWith(`/${name}`)),
      );
      expect(missing).toEqual([]);
    },
  );
});
