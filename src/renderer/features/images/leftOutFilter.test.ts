// The list of left-out files can be searched and filtered by reason.
import { describe, expect, it } from "vitest";
import type { LeftOutFile } from "../../../shared/snapshot.ts";
import { filterLeftOut, reasonsOf } from "./leftOutFilter.ts";

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
});
