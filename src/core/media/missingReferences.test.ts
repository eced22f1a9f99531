// What counts as missing from a disc.
import { describe, expect, it } from "vitest";
import type { SourcePath } from "../model/fileSource.ts";
import { directoryReference } from "../../testing/directoryFixtures.ts";
import {
  missingFilePath,
  missingReferences,
  type FoundDirectory,
} from "./missingReferences.ts";

const at = (path: string) => path as SourcePath;
const nextTurn = () => Promise.resolve();

async function missing(
  directory: string,
  fileIDs: readonly string[],
  paths: readonly string[],
  sopInstanceUIDs: readonly string[] = [],
) {
  const references = fileIDs.map((fileID, index) =>
    directoryReference(fileID, { sopInstanceUID: `1.2.${index}` }),
  );
  const found = { paths: paths.map(at), sopInstanceUIDs };
  const told = await missingReferences(
    [{ path: at(directory), references }],
    found,
    nextTurn,
  );
  return told.map(({ file }) => file);
}

describe("a file that a DICOMDIR names", () => {
  it.each([
    ["as it is", "IMAGES/IM1", "/cd/IMAGES/IM1"],
    ["in small letters", "IMAGES/IM1", "/cd/images/im1"],
    ["with the version of ISO 9660", "IMAGES/IM1.DCM", "/cd/IMAGES/IM1.DCM;1"],
    ["with a version it names itself", "IMAGES/IM1;1", "/cd/IMAGES/IM1"],
    [
      "with the extension that copying gave it",
      "IMAGES/IM1",
      "/cd/IMAGES/IM1.dcm",
    ],
    ["with a dot at its end", "IMAGES/IM1", "/cd/IMAGES/IM1."],
    ["on Windows", "IMAGES/IM1", "C:\\cd\\IMAGES\\IM1"],
    ["in an archive", "IMAGES/IM1", "/cd.zip!IMAGES/IM1"],
  ])("is there %s", async (_, fileID, path) => {
    const folder = path.slice(0, path.toLowerCase().indexOf("images"));
    expect(await missing(`${folder}DICOMDIR`, [fileID], [path])).toEqual([]);
  });

  it("is there if the DICOMDIR was copied into a folder of the disc", async () => {
    expect(
      await missing("/cd/info/DICOMDIR", ["IMAGES/IM1"], ["/cd/IMAGES/IM1"]),
    ).toEqual([]);
  });

  it("is there if its instance was read from another place", async () => {
    expect(
      await missing("/cd/DICOMDIR", ["IMAGES/IM1"], ["/cd/x.dcm"], ["1.2.0"]),
    ).toEqual([]);
  });

  it("is missing otherwise, and told once", async () => {
    expect(
      await missing(
        "/cd/DICOMDIR",
        ["A/IM1", "A/IM2", "a/im2"],
        ["/cd/DICOMDIR", "/cd/B/IM2", "/other/A/IM1"],
      ),
    ).toEqual(["A/IM1", "A/IM2"]);
  });
});

describe("a missing file that several DICOMDIRs name", () => {
  /** Directories by path, each with file IDs or file IDs and UIDs. */
  async function told(
    directories: Readonly<
      Record<string, readonly (readonly [string, string])[]>
    >,
  ): Promise<readonly string[]> {
    const found = Object.entries(directories).map(
      ([path, references]): FoundDirectory => ({
        path: at(path),
        references: references.map(([fileID, sopInstanceUID]) =>
          directoryReference(fileID, { sopInstanceUID }),
        ),
      }),
    );
    const nothing = { paths: [], sopInstanceUIDs: [] };
    const missed = await missingReferences(found, nothing, nextTurn);
    return missed.map(missingFilePath);
  }

  it.each<[string, Parameters<typeof told>[0]]>([
    [
      "two beside one another",
      { "/cd/DICOMDIR": [["A/IM1", ""]], "/cd/DICOMDIR2": [["a/im1", "1.2"]] },
    ],
    [
      "one that lies in the folder of the file",
      { "/cd/A/DIRFILE": [["IM1", ""]], "/cd/DICOMDIR": [["A/IM1", "1.2"]] },
    ],
    [
      "one below that names it from a folder between",
      {
        "/cd/DICOMDIR": [["A/B/IM1", "1"]],
        "/cd/x/A/B/DIRFILE": [["B/IM1", ""]],
      },
    ],
    [
      "a copy of the directory in a folder",
      { "/cd/DICOMDIR": [["A/IM1", ""]], "/cd/info/DICOMDIR": [["A/IM1", ""]] },
    ],
    [
      "one that gives the same instance another name",
      { "/cd/DICOMDIR": [["A/IM1", "1.2"]], "/cd/b/DICOMDIR": [["X", "1.2"]] },
    ],
  ])("is told once: %s", async (_, directories) => {
    expect(await told(directories)).toHaveLength(1);
  });

  it("is told for each of two discs beside one another", async () => {
    expect(
      await told({
        "/x/cd1/DICOMDIR": [["A/IM1", ""]],
        "/x/cd2/DICOMDIR": [["A/IM1", ""]],
      }),
    ).toEqual(["/x/cd1/A/IM1", "/x/cd2/A/IM1"]);
  });

  it("is told for each of two names in one directory of which one ends as the other", async () => {
    expect(
      await told({
        "/cd/DICOMDIR": [
          ["A/B/IM1", ""],
          ["B/IM1", ""],
        ],
      }),
    ).toEqual(["/cd/A/B/IM1", "/cd/B/IM1"]);
  });

  it("is told for each of two instances", async () => {
    expect(
      await told({
        "/cd/DICOMDIR": [["A/IM1", "1"]],
        "/cd/x/DICOMDIR": [["IM1", "2"]],
      }),
    ).toHaveLength(2);
  });

  it("is named by where it should lie", async () => {
    expect(await told({ "/x/cd.zip!DICOMDIR": [["A/IM1", ""]] })).toEqual([
      "/x/cd.zip!A/IM1",
    ]);
  });
});
