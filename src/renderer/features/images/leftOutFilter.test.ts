// The list of left-out files can be searched and filtered by reason.
import { describe, expect, it } from "vitest";
import type { LeftOutFile } from "../../../shared/snapshot.ts";
import { countsText, filterLeftOut, reasonsOf } from "./leftOutFilter.ts";

const files: readonly LeftOutFile[] = [
  {
    name: "CD/VIEWER.EXE",
    reason: { kind: "skipped", reason: { kind: "notDicom" } },
  },
  {
    name: "CD/autorun.inf",
    reason: { kind: "skipped", reason: { kind: "notDicom" } },
  },
  {
    name: "CD/IMG/viewer.dcm",
    reason: { kind: "skipped", reason: { kind: "empty" } },
  },
];

describe("files left out", () => {
  it("counts reasons, most frequent first", () => {
    expect(reasonsOf(files)).toEqual([
      { title: "Not a DICOM file", count: 2 },
      { title: "Empty file", count: 1 },
    ]);
  });

  it("searches names whatever their case, together with the reason", () => {
    const names = (searched: string, reason: string) =>
      filterLeftOut(files, { searched, reason }).map((file) => file.name);
    expect(names("viewer", "")).toEqual(["CD/VIEWER.EXE", "CD/IMG/viewer.dcm"]);
    expect(names("viewer", "Empty file")).toEqual(["CD/IMG/viewer.dcm"]);
    expect(names("", "")).toHaveLength(3);
  });

  it("counts files that were not found apart", () => {
    const notFound = { name: "CD/IM9", reason: { kind: "notFound" } } as const;
    expect(countsText(files)).toBe("3 files");
    expect(countsText([...files, notFound])).toBe(
      "3 files left out, 1 not found",
    );
    expect(countsText([notFound])).toBe("1 file not found");
    expect(reasonsOf([notFound])).toEqual([{ title: "Not found", count: 1 }]);
  });
});
