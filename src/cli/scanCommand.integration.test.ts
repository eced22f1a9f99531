// The scan command as a script sees it: what it prints where, and what it ends with. Uses the built worker (npm run build).
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ctSlice, dicomFile, testUID } from "../testing/dicomFixtures.ts";
import { zipArchive } from "../testing/zipFixtures.ts";
import type { CliEnvironment } from "./environment.ts";
import { registerScanCommand } from "./scanCommand.ts";

/** The document of design section 6, and nothing else. */
const documentSchema = z.strictObject({
  files: z.strictObject({
    found: z.number(),
    dicom: z.number(),
    skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
    missing: z.array(z.string()),
  }),
  patients: z.number(),
  studies: z.array(
    z.strictObject({
      studyInstanceUID: z.string(),
      modality: z.string(),
      date: z.string(),
      description: z.string(),
      series: z.array(
        z.strictObject({
          seriesInstanceUID: z.string(),
          number: z.number().nullable(),
          description: z.string(),
          stacks: z.array(
            z.strictObject({
              id: z.string(),
              splitBy: z.array(z.string()),
              traits: z.array(
                z.strictObject({ criterion: z.string(), value: z.string() }),
              ),
              specifics: z.string(),
              plane: z.string().nullable(),
              images: z.array(
                z.strictObject({
                  path: z.string(),
                  frame: z.number().optional(),
                  sopInstanceUID: z.string(),
                  instanceNumber: z.number().nullable(),
                }),
              ),
              selected: z.boolean(),
              heldBack: z.string().nullable(),
              warnings: z.array(z.looseObject({ kind: z.string() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-cli-scan-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

let variables: Readonly<Record<string, string>> = {};
afterEach(() => {
  variables = {};
});

async function run(...parameters: readonly string[]) {
  let stdout = "";
  let stderr = "";
  let status: number | null = null;
  const environment: CliEnvironment = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    variables,
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder: join(tmpdir(), `casedrop-test-${process.pid}`),
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    exit: (ended) => {
      status = ended;
    },
  };
  const program = new Command();
  registerScanCommand(program, environment);
  await program.parseAsync(["scan", ...parameters], { from: "user" });
  return { stdout, stderr, status };
}

async function plantExport(): Promise<void> {
  await mkdir(join(folder, "CT"));
  for (const number of [1, 2])
    await writeFile(
      join(folder, `CT/IM${number}`),
      ctSlice({ instanceNumber: number }),
    );
  await writeFile(
    join(folder, "CT/clip"),
    ctSlice({
      instanceNumber: 3,
      attributes: {
        NumberOfFrames: 2,
        PixelData: Array<number>(32).fill(7),
      },
    }),
  );
  await writeFile(join(folder, "index.html"), "<html>");
}

describe("casedrop scan", () => {
  it("ends with 1 where an archive is of a kind that it cannot open", async () => {
    await plantExport();
    const beginning = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4];
    await writeFile(join(folder, "more.7z"), Uint8Array.from(beginning));
    const { stdout, status } = await run(folder, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      files: {
        found: 5,
        skipped: expect.arrayContaining([
          { path: join(folder, "more.7z"), reason: "Archive" },
        ]) as unknown,
      },
    });
  });

  it("prints one JSON document and nothing else", async () => {
    await plantExport();
    const { stdout, stderr, status } = await run(folder, "--json");

    const found = documentSchema.parse(JSON.parse(stdout));
    expect(status).toBe(0);
    expect(stderr).toBe("");
    expect(found.files).toEqual({
      found: 4,
      dicom: 3,
      skipped: [
        { path: join(folder, "index.html"), reason: "Not a DICOM file" },
      ],
      missing: [],
    });
    expect(found.studies).toHaveLength(1);
    expect(found.studies[0]).toMatchObject({
      studyInstanceUID: testUID(2),
      modality: "CT",
      date: "20240131",
      description: "CT chest",
    });
    expect(
      found.studies[0]?.series[0]?.stacks.map(
        ({ splitBy, plane, images, selected, heldBack }) => ({
          splitBy,
          plane,
          images: images.map(({ path, frame, instanceNumber }) => ({
            path,
            frame,
            instanceNumber,
          })),
          selected,
          heldBack,
        }),
      ),
    ).toEqual([
      {
        splitBy: ["multiFrame"],
        plane: "Axial",
        images: [1, 2].map((number) => ({
          path: join(folder, `CT/IM${number}`),
          frame: undefined,
          instanceNumber: number,
        })),
        selected: true,
        heldBack: null,
      },
      {
        splitBy: ["multiFrame"],
        plane: "Axial",
        images: [1, 2].map((frame) => ({
          path: join(folder, "CT/clip"),
          frame,
          instanceNumber: 3,
        })),
        selected: true,
        heldBack: null,
      },
    ]);
  });

  it("prints a table for people, without the patient's name", async () => {
    await plantExport();
    const { stdout, status } = await run(folder);

    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "4 files found, 3 DICOM objects, 1 left out",
      "",
      "Study 2024-01-31  CT  CT chest",
      "  Send  Series  Images  Plane  Description  Remarks",
      "  yes   2       2       Axial  Axial 5 mm   split by multiFrame",
      "  yes   2       2       Axial  Axial 5 mm   split by multiFrame",
      "",
      "Left out",
      `  Not a DICOM file  ${join(folder, "index.html")}`,
      "",
    ]);
    expect(stdout).not.toContain("FIXTURE");
  });

  it("names the phases of contrast that a series was split by", async () => {
    const phase = (first: number, comment: string) =>
      [0, 1, 2].map((slice) => ({
        name: `IM${first + slice}`,
        bytes: ctSlice({
          instanceNumber: first + slice,
          attributes: {
            ImagePositionPatient: [0, 0, 5 * slice],
            ImageComments: comment,
          },
        }),
      }));
    const files = [...phase(1, "arterielle Phase"), ...phase(4, "venös 70s")];
    for (const { name, bytes } of files)
      await writeFile(join(folder, name), bytes);

    const { stdout } = await run(folder, "--json");
    const found = documentSchema.parse(JSON.parse(stdout));
    expect(
      found.studies[0]?.series[0]?.stacks.map(
        ({ splitBy, traits, specifics, selected }) => ({
          splitBy,
          traits,
          specifics,
          selected,
        }),
      ),
    ).toEqual([
      {
        splitBy: ["contrast"],
        traits: [{ criterion: "contrast", value: "arterial" }],
        specifics: "C+ arterial phase",
        selected: true,
      },
      {
        splitBy: ["contrast"],
        traits: [{ criterion: "contrast", value: "venous" }],
        specifics: "C+ portal venous phase",
        selected: true,
      },
    ]);
    expect((await run(folder)).stdout).toContain("split by contrast arterial");
  });

  it("says which path does not exist, scans the rest and ends with 1", async () => {
    await plantExport();
    const gone = join(folder, "gone");
    const { stdout, stderr, status } = await run(gone, folder, "--json");

    expect(status).toBe(1);
    expect(stderr).toBe(`Not found: ${gone}\n`);
    expect(documentSchema.parse(JSON.parse(stdout)).files.found).toBe(4);
  });

  it("does not let a file name command the terminal", async () => {
    await writeFile(join(folder, "\u001b[2Jtrick\n"), "x");
    const { stdout } = await run(folder);
    expect(stdout).toContain("\uFFFD[2Jtrick\uFFFD");
    expect(stdout).not.toContain("\u001b");
  });

  it("says of a DICOMDIR that was given alone that the rest of its disc was not looked for", async () => {
    const directory = join(folder, "DICOMDIR");
    const record = { DirectoryRecordType: "IMAGE", ReferencedFileID: "IM1" };
    await writeFile(
      directory,
      dicomFile({
        attributes: { FileSetID: "CD1", DirectoryRecordSequence: [record] },
      }),
    );
    for (const name of ["IM1", "IM2"])
      await writeFile(join(folder, name), ctSlice());
    const alone = await run(directory, "--json");
    const { files } = documentSchema.parse(JSON.parse(alone.stdout));
    expect(files).toMatchObject({ found: 2, dicom: 1 });
    expect(alone.stderr).toContain(
      `${directory}: If only the DICOMDIR was given, files of the disc that it does not name were not looked for`,
    );
    expect((await run(folder)).stderr).toBe("");
    expect((await run(directory, folder)).stderr).toBe("");
  });

  it("names files in an archive by archive and inner path, and those a disc is missing", async () => {
    const directory = dicomFile({
      attributes: {
        FileSetID: "CD1",
        DirectoryRecordSequence: ["IM1", "IM2"].map((name) => ({
          DirectoryRecordType: "IMAGE",
          ReferencedFileID: `IMAGES\\${name}`,
        })),
      },
    });
    const archive = join(folder, "cd.zip");
    const lock = { kind: "ae2", password: "sesame" } as const;
    const members = [
      { name: "DICOMDIR", bytes: directory, lock },
      { name: "IMAGES/IM1", bytes: ctSlice(), lock },
    ];
    await writeFile(archive, zipArchive(members));

    const locked = await run(archive, "--json");
    expect(locked.status).toBe(1);
    expect(documentSchema.parse(JSON.parse(locked.stdout)).files).toEqual({
      found: 1,
      dicom: 0,
      skipped: [{ path: archive, reason: "Locked archive" }],
      missing: [],
    });

    variables = { CASEDROP_ARCHIVE_PASSWORD: "sesame" };
    const { stdout, status } = await run(archive, "--json");
    const found = documentSchema.parse(JSON.parse(stdout));
    expect(status).toBe(0);
    expect(found.files).toEqual({
      found: 2,
      dicom: 1,
      skipped: [{ path: `${archive}!DICOMDIR`, reason: "Disc directory" }],
      missing: [`${archive}!IMAGES/IM2`],
    });
    const [stack] = found.studies[0]?.series[0]?.stacks ?? [];
    expect(stack?.images.map(({ path }) => path)).toEqual([
      `${archive}!IMAGES/IM1`,
    ]);
    const { stdout: text } = await run(archive);
    expect(text).toContain(
      `1 file named in the DICOMDIR was not found\n  ${archive}!IMAGES/IM2\n`,
    );
  });
});
