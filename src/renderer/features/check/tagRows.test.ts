// The tag report can be summed over stacks, searched by name or tag, and filtered.
import { describe, expect, it } from "vitest";
import type { TagActionCount } from "../../../shared/snapshot.ts";
import { countActions, filterRows, sumActions } from "./tagRows.ts";

const rows: readonly TagActionCount[] = [
  { tag: "00100010", keyword: "PatientName", action: "removed", count: 3 },
  { tag: "00080060", keyword: "Modality", action: "kept", count: 3 },
  {
    tag: "0020000d",
    keyword: "StudyInstanceUID",
    action: "replaced",
    count: 3,
  },
];

describe("tag report", () => {
  it("sums stacks by tag and action, in the order of the tags", () => {
    const other: TagActionCount[] = [
      { tag: "00080060", keyword: "Modality", action: "kept", count: 2 },
      { tag: "00080060", keyword: "Modality", action: "removed", count: 1 },
    ];
    expect(
      sumActions([rows, other]).map((row) => [row.tag, row.action, row.count]),
    ).toEqual([
      ["00080060", "kept", 5],
      ["00080060", "removed", 1],
      ["00100010", "removed", 3],
      ["0020000d", "replaced", 3],
    ]);
  });

  it("finds attributes by keyword or tag, however the tag is written", () => {
    const keywords = (searched: string) =>
      filterRows(rows, { searched, action: "" }).map((row) => row.keyword);
    expect(keywords("patient")).toEqual(["PatientName"]);
    expect(keywords("(0010,0010)")).toEqual(["PatientName"]);
    expect(keywords("0020,000D")).toEqual(["StudyInstanceUID"]);
    expect(keywords("")).toHaveLength(3);
    expect(keywords("(")).toEqual([]);
  });

  it("filters by action", () => {
    expect(
      filterRows(rows, { searched: "", action: "kept" }).map((row) => row.tag),
    ).toEqual(["00080060"]);
  });

  it("counts attributes per action and leaves out absent ones", () => {
    expect(countActions(rows)).toEqual([
      { action: "kept", tags: 1 },
      { action: "replaced", tags: 1 },
      { action: "removed", tags: 1 },
    ]);
  });
});
