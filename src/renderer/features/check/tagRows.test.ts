// The tag report can be summed over stacks, searched by name or tag, and filtered.
import { describe, expect, it } from "vitest";
import type { TagActionCount } from "../../../shared/snapshot.ts";
import { countActions, filterRows, sumActions } from "./tagRows.ts";

const rows: readonly TagActionCount[] = [
  {
    tag: "00100010",
    keyword: "PatientName",
    action: "removed",
    rule: "policyRemoves",
    count: 3,
  },
  {
    tag: "00080060",
    keyword: "Modality",
    action: "kept",
    rule: "policyKeeps",
    count: 3,
  },
  {
    tag: "0020000d",
    keyword: "StudyInstanceUID",
    action: "replaced",
    rule: "policyHashesUID",
    count: 3,
  },
];

describe("tag report", () => {
  it("sums stacks by tag, action and rule, in the order of the tags", () => {
    const modality = { tag: "00080060", keyword: "Modality" };
    const other: TagActionCount[] = [
      { ...modality, action: "kept", rule: "policyKeeps", count: 2 },
      { ...modality, action: "removed", rule: "notACode", count: 1 },
      { ...modality, action: "removed", rule: "noValue", count: 4 },
    ];
    expect(
      sumActions([rows, other]).map((row) => [row.tag, row.action, row.count]),
    ).toEqual([
      ["00080060", "kept", 5],
      ["00080060", "removed", 1],
      ["00080060", "removed", 4],
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
    expect(keywords("not on the policy")).toEqual(["PatientName"]);
  });

  it("finds attributes without a keyword by the name they are shown under", () => {
    const unnamed: TagActionCount = {
      tag: "00191010",
      keyword: "",
      action: "removed",
      rule: "policyRemoves",
      count: 3,
    };
    expect(
      filterRows([...rows, unnamed], { searched: "private a", action: "" }),
    ).toEqual([unnamed]);
  });

  it("filters by action", () => {
    expect(
      filterRows(rows, { searched: "", action: "kept" }).map((row) => row.tag),
    ).toEqual(["00080060"]);
  });

  it("counts attributes per action and leaves out absent ones", () => {
    const again: TagActionCount = {
      tag: "00080060",
      keyword: "Modality",
      action: "kept",
      rule: "saidInSequence",
      count: 1,
    };
    expect(countActions([...rows, again])).toEqual([
      { action: "kept", tags: 1 },
      { action: "replaced", tags: 1 },
      { action: "removed", tags: 1 },
    ]);
  });
});
