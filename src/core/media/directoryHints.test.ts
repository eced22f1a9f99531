// What a DICOMDIR adds to headers, and what it may not change.
import { describe, expect, it } from "vitest";
import { directoryReference } from "../../testing/directoryFixtures.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { groupInstances } from "../grouping/groupInstances.ts";
import type { LocalPath, OriginalUID } from "../model/brands.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { DirectoryReference } from "./dicomDirectory.ts";
import { withDirectoryHints } from "./directoryHints.ts";

const study = {
  studyInstanceUID: "1.2.3.1",
  date: "20240131",
  time: "1015",
  description: "Neck",
};
const series = {
  seriesInstanceUID: "1.2.3.1.1",
  modality: "MR",
  number: 4,
  description: "T2 sag",
};
const nextTurn = () => Promise.resolve();

/** One file with these header fields, after a look into a DICOMDIR beside it with one reference. */
async function hinted(
  header: Partial<InstanceHeader>,
  reference: DirectoryReference,
  path = "/cd/IMAGES/im1",
) {
  const [instance] = await withDirectoryHints(
    [scannedInstance(path, { modality: "", ...header })],
    [{ path: "/cd/DICOMDIR" as LocalPath, references: [reference] }],
    nextTurn,
  );
  if (instance === undefined) throw new Error("lost");
  const { studyDescription, seriesDescription, modality } = instance.header;
  const { seriesNumber, instanceNumber, studyDate } = instance.header;
  return [
    studyDate,
    studyDescription,
    modality,
    seriesNumber,
    seriesDescription,
    instanceNumber,
    instance.directoryPlace,
  ];
}

const said = ["20240131", "Neck", "MR", 4, "T2 sag", 9, 0];
const nothing = ["", "", "", null, "", null, undefined];

describe("a header beside a DICOMDIR", () => {
  const reference = directoryReference("IMAGES/IM1", {
    sopInstanceUID: "1.2.3",
    instanceNumber: 9,
    study,
    series,
  });

  it("gets what it does not say itself", async () => {
    expect(await hinted({}, reference)).toEqual(said);
  });

  it("keeps what it says", async () => {
    expect(
      await hinted(
        {
          studyDate: "20200101",
          studyDescription: "A",
          modality: "CT",
          seriesNumber: 0,
          seriesDescription: "B",
          instanceNumber: 0,
        },
        reference,
      ),
    ).toEqual(["20200101", "A", "CT", 0, "B", 0, 0]);
  });

  it("is known by its instance where the reference names another file", async () => {
    expect(await hinted({}, reference, "/cd/moved/x.dcm")).toEqual(said);
  });

  it("is known by its name where there is no instance UID", async () => {
    expect(await hinted({}, { ...reference, sopInstanceUID: "" })).toEqual(
      said,
    );
    const none = { sopInstanceUID: "" as OriginalUID };
    expect(await hinted(none, reference, "/cd/images/IM1.;1")).toEqual(said);
  });

  it("gets nothing from a reference to another instance under its name", async () => {
    expect(await hinted({}, { ...reference, sopInstanceUID: "1.2.9" })).toEqual(
      nothing,
    );
  });

  it("gets nothing from a study and series that are not its own", async () => {
    expect(
      await hinted(
        {},
        {
          ...reference,
          study: { ...study, studyInstanceUID: "9" },
          series: { ...series, seriesInstanceUID: "9" },
        },
      ),
    ).toEqual(["", "", "", null, "", 9, 0]);
  });

  it("gets nothing from beside another folder", async () => {
    const other = { ...reference, sopInstanceUID: "" };
    expect(await hinted({}, other, "/other/IMAGES/IM1")).toEqual(nothing);
  });
});

describe("files without geometry and instance number", () => {
  it("are shown in the order of the DICOMDIR, those it does not name last", async () => {
    const named = (name: string) =>
      scannedInstance(`/cd/${name}`, {
        sopInstanceUID: `1.2.${name}` as OriginalUID,
      });
    const instances = ["a", "b", "c", "d"].map(named);
    const directory = {
      path: "/cd/DICOMDIR" as LocalPath,
      references: ["C", "D", "A"].map((name) => directoryReference(name)),
    };
    const order = async (given: typeof instances) => {
      const found = await withDirectoryHints(given, [directory], nextTurn);
      return groupInstances(found, []).studies.flatMap((each) =>
        each.series.flatMap(({ stacks }) =>
          stacks.flatMap(({ images }) =>
            images.map(({ instance }) => instance.source.path),
          ),
        ),
      );
    };
    expect(await order(instances)).toEqual([
      "/cd/c",
      "/cd/d",
      "/cd/a",
      "/cd/b",
    ]);
    expect(await order([...instances].reverse())).toEqual(
      await order(instances),
    );
  });
});
