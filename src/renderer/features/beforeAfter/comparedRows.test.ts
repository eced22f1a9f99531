// What is found in a comparison, and which images there are to compare.
import { describe, expect, it } from "vitest";
import type { BeforeAfterRow } from "../../../shared/beforeAfter.ts";
import { stackView } from "../../testing/snapshots.ts";
import {
  filterComparison,
  firstPlace,
  keptIndexes,
  type WantedRows,
} from "./comparedRows.ts";

const row = (changes: Partial<BeforeAfterRow>): BeforeAfterRow => ({
  tag: "00080060",
  keyword: "Modality",
  vr: "CS",
  before: "CT",
  after: "CT",
  action: "kept",
  ...changes,
});
const rows = [
  row({}),
  row({
    tag: "00100010",
    keyword: "PatientName",
    before: "Fixture^Anna",
    after: null,
    action: "removed",
  }),
  row({ tag: "00120062", before: null, after: "YES", action: "added" }),
  row({ tag: "00191010", keyword: "", after: null, action: "removed" }),
];
const all: WantedRows = { searched: "", action: "", isChangedOnly: false };
const tagsOf = (wanted: Partial<WantedRows>) =>
  filterComparison(rows, { ...all, ...wanted }).map(({ tag }) => tag);

describe("rows of a comparison", () => {
  it("are found by keyword, tag and value", () => {
    expect(tagsOf({})).toHaveLength(4);
    expect(tagsOf({ searched: "patientn" })).toEqual(["00100010"]);
    expect(tagsOf({ searched: "(0010,0010)" })).toEqual(["00100010"]);
    expect(tagsOf({ searched: "anna" })).toEqual(["00100010"]);
    expect(tagsOf({ searched: "private" })).toEqual(["00191010"]);
    expect(tagsOf({ searched: "(" })).toEqual([]);
  });

  it("are filtered by what was done, and by whether anything was", () => {
    expect(tagsOf({ action: "added" })).toEqual(["00120062"]);
    expect(tagsOf({ isChangedOnly: true })).toEqual([
      "00100010",
      "00120062",
      "00191010",
    ]);
  });
});

describe("images to compare", () => {
  it("are those that leave, in display order", () => {
    const trimmed = stackView({
      imageCount: 10,
      first: 2,
      last: 8,
      keepEvery: 3,
      keyImage: 5,
    });
    expect(keptIndexes(trimmed)).toEqual([2, 5, 8]);
    expect(firstPlace(trimmed)).toBe(1);
    expect(firstPlace({ ...trimmed, keyImage: 6 })).toBe(1);
  });
});
