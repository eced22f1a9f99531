// What counts as missing from a disc.
import { describe, expect, it } from "vitest";
import type { SourcePath } from "../model/fileSource.ts";
import { missingReferences } from "./missingReferences.ts";

const at = (path: string) => path as SourcePath;

function missing(
  directory: string,
  fileIDs: readonly string[],
  paths: readonly string[],
  sopInstanceUIDs: readonly string[] = [],
) {
  const references = fileIDs.map((fileID, index) => ({
    fileID: fileID.split("/"),
    sopInstanceUID: `1.2.${index}`,
  }));
  return missingReferences([{ path: at(directory), references }], {
    paths: paths.map(at),
    sopInstanceUIDs,
  }).map(({ file }) => file);
}

describe("a file that a DICOMDIR names", () => {
  it.each([
    ["as it is", "IMAGES/IM1", "/cd/IMAGES/IM1"],
    ["in small letters", "IMAGES/IM1", "/cd/images/im1"],
    ["with the version of ISO 9660", "IMAGES/IM1.DCM", "/cd/IMAGES/IM1.DCM;1"],
    ["with a version it names itself", "IMAGES/IM1;1", "/cd/IMAGES/IM1"],
    ["with a dot at its end", "IMAGES/IM1", "/cd/IMAGES/IM1."],
    ["on Windows", "IMAGES/IM1", "C:\\cd\\IMAGES\\IM1"],
    ["in an archive", "IMAGES/IM1", "/cd.zip!IMAGES/IM1"],
  ])("is there %s", (_, fileID, path) => {
    const folder = path.slice(0, path.toLowerCase().indexOf("images"));
    expect(missing(`${folder}DICOMDIR`, [fileID], [path])).toEqual([]);
  });

  it("is there if the DICOMDIR was copied into a folder of the disc", () => {
    expect(
      missing("/cd/info/DICOMDIR", ["IMAGES/IM1"], ["/cd/IMAGES/IM1"]),
    ).toEqual([]);
  });

  it("is there if its instance was read from another place", () => {
    expect(
      missing("/cd/DICOMDIR", ["IMAGES/IM1"], ["/cd/x.dcm"], ["1.2.0"]),
    ).toEqual([]);
  });

  it("is missing otherwise, and told once", () => {
    expect(
      missing(
        "/cd/DICOMDIR",
        ["A/IM1", "A/IM2", "a/im2"],
        ["/cd/DICOMDIR", "/cd/B/IM2", "/other/A/IM1"],
      ),
    ).toEqual(["A/IM1", "A/IM2"]);
  });
});
