// docs/archives.md names every endpoint with the test that covers it; a row that is missing, or covered by nothing, fails here.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { archiveEndpoints } from "./catalogue.ts";
import { endpointPath } from "./endpoint.ts";

const table = readFileSync(
  new URL("../../../../docs/archives.md", import.meta.url),
  "utf8",
);

/** Cells of each row of the table of endpoints. */
const rows = table
  .split("\n")
  .filter((line) => /^\| (nbia|nlst|tcia|idc|datacite)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );

describe("the table of endpoints", () => {
  it("has a row for each endpoint, and no other", () => {
    expect(rows.map((cells) => cells.slice(0, 5).join(" "))).toEqual(
      archiveEndpoints.map(
        (each) =>
          `${each.adapter} ${each.name} ${each.verb} ${endpointPath(each)} ${each.state}`,
      ),
    );
  });

  it("names a test for each row that exists and goes through the whole catalogue", () => {
    for (const [, name, , , , file = ""] of rows) {
      const url = new URL(`../../../../${file}`, import.meta.url);
      expect(file !== "" && existsSync(url), name).toBe(true);
      expect(readFileSync(url, "utf8"), name).toContain(
        "it.each(\n    archiveEndpoints.map(",
      );
    }
  });

  it("has no two endpoints of one adapter under one name", () => {
    const ids = archiveEndpoints.map(
      ({ adapter, name }) => `${adapter}/${name}`,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});
