// `casedrop deidentify` on real files. Needs the built workers.
import { Command } from "commander";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDataSet } from "../core/dicom/readDataSet.ts";
import { toInstanceHeader } from "../core/dicom/toInstanceHeader.ts";
import { jpegStream, segment } from "../testing/codestreams.ts";
import {
  ctSlice,
  dicomFile,
  ctSliceAttributes,
  testUID,
} from "../testing/dicomFixtures.ts";
import { memoryByteSource } from "../testing/memoryByteSource.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import type { CliEnvironment } from "./environment.ts";

interface Report {
  readonly files: {
    readonly found: number;
    readonly dicom: number;
    readonly skipped: readonly {
      readonly source: string;
      readonly reason: string;
    }[];
  };
  readonly outputs: readonly {
    readonly path: string;
    readonly source: string;
    readonly frame?: number;
    readonly verdict: string;
    readonly pixels: string | null;
    readonly sha256: string;
  }[];
  readonly refused: readonly {
    readonly source: string;
    readonly reason: { readonly kind: string };
  }[];
  readonly leftOut: readonly {
    readonly source: string;
    readonly reason: string;
  }[];
  readonly tags: readonly {
    readonly keyword: string;
    readonly action: string;
    readonly count: number;
  }[];
}

let base: string;
let source: string;
let out: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-deidentify-"));
  source = join(base, "Doe^John");
  out = join(base, "out");
  await mkdir(source);
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function run(...given: string[]) {
  let stdout = "";
  let stderr = "";
  let status: number | null = null;
  const environment: CliEnvironment = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    variables: {},
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder: join(tmpdir(), `casedrop-test-${process.pid}`),
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    exit: (code) => {
      status = code;
    },
  };
  const program = new Command().exitOverride();
  registerDeidentifyCommand(program, environment);
  await program.parseAsync(["deidentify", ...given], { from: "user" });
  return { stdout, stderr, status };
}

async function json(...given: string[]) {
  const result = await run(...given, "--json");
  return { ...result, report: JSON.parse(result.stdout) as Report };
}

async function writeSlices(count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1)
    // Found in another order than shown.
    await writeFile(
      join(source, `IM${99 - number}`),
      ctSlice({ instanceNumber: number }),
    );
}

describe("casedrop deidentify", () => {
  it("writes numbered files in display order, and says where each came from", async () => {
    await writeSlices(3);
    const { report, status } = await json(source, "--out", out);
    expect(status).toBe(0);
    expect(report.outputs.map(({ path }) => path)).toEqual([
      "001/001/00001.dcm",
      "001/001/00002.dcm",
      "001/001/00003.dcm",
    ]);
    expect(report.outputs.map((output) => output.source).sort()).toEqual(
      ["IM96", "IM97", "IM98"].map((name) => join(source, name)),
    );
    for (const { path, verdict } of report.outputs) {
      expect(verdict).toBe("verified");
      expect((await stat(join(out, path))).size).toBeGreaterThan(500);
    }
    expect(await readdir(out)).toEqual(["001"]);
    expect(
      report.tags.find(({ keyword }) => keyword === "PatientName"),
    ).toEqual({
      tag: "00100010",
      keyword: "PatientName",
      action: "removed",
      count: 3,
      rules: { policyRemoves: 3 },
    });
  });

  it("takes compressed multi-frame files apart, and says what it did to their pixels", async () => {
    const frame = jpegStream({ beforeFrame: [segment(0xfffe, "DOE^JOHN ")] });
    const file = ctSlice({
      without: ["PixelData"],
      attributes: { NumberOfFrames: 2 },
      file: {
        transferSyntaxUID: "1.2.840.10008.1.2.4.70",
        fragments: [new Uint8Array(0), frame, frame],
      },
    });
    await writeFile(join(source, "cine"), file);
    // There is no picture in these streams that could be looked at.
    const unsearched = ["--text", "skip"];
    const { report, status } = await json(source, "--out", out, ...unsearched);
    expect(status).toBe(0);
    expect(
      report.outputs.map(({ frame: number, pixels }) => [number, pixels]),
    ).toEqual([
      [1, "cleaned"],
      [2, "cleaned"],
    ]);
    for (const { path } of report.outputs)
      expect(await readFile(join(out, path), "latin1")).not.toMatch(/DOE/);
    const again = join(base, "again");
    const { stdout } = await run(source, "--out", again, ...unsearched);
    expect(stdout).toContain("the compressed pixels of 2 images");
  });

  it("names no patient in the report, and no path: folders are called after patients", async () => {
    await writeSlices(2);
    await writeFile(join(source, "DOE JANE 19700101.txt"), "no image");
    const file = join(base, "report.json");
    const { stdout } = await run(source, "--out", out, "--report", file);
    const document = await readFile(file, "utf8");
    expect(document).not.toContain(source);
    expect(document).not.toMatch(
      /TEST|FIXTURE|FIX-1|DOE|19700101|2\.25\.77001/,
    );
    const { outputs, files } = JSON.parse(document) as {
      outputs: { source: unknown }[];
      files: { skipped: unknown[] };
    };
    expect(outputs.map((output) => output.source)).toEqual([
      { study: 1, stack: 1, image: 1 },
      { study: 1, stack: 1, image: 2 },
    ]);
    expect(files.skipped).toEqual([
      { source: { file: 1 }, reason: "notDicom" },
    ]);
    expect(stdout).toContain("Wrote 2 images in 1 stacks, each verified.");
  });

  it("repeats no transfer syntax that may hold a name, and none on screen", async () => {
    await writeSlices(2);
    const attributes = Object.fromEntries(
      Object.entries(ctSliceAttributes({ instanceNumber: 3 })).filter(
        ([keyword]) => keyword !== "PixelData",
      ),
    );
    await writeFile(
      join(source, "foreign"),
      dicomFile({
        attributes,
        transferSyntaxUID: "1.2.NOVAK^JAN",
        fragments: [new Uint8Array(8)],
      }),
    );
    const file = join(base, "report.json");
    for (const mode of ["report", "refuse"]) {
      const folder = join(base, mode);
      const asked = ["--out", folder, "--report", file, "--text", mode];
      const { stdout, stderr, status } = await run(source, ...asked);
      expect(status).toBe(1);
      const document = await readFile(file, "utf8");
      expect(document).toContain('"refused"');
      expect([document, stdout, stderr].join("\n")).not.toMatch(/NOVAK/);
    }
  });

  it("gives the same bytes again under the same salt", async () => {
    await writeSlices(2);
    const salt = "0123456789abcdef0123456789abcdef";
    const hashes = async (folder: string, ...more: string[]) =>
      (
        await json(source, "--out", join(base, folder), ...more)
      ).report.outputs.map(({ sha256 }) => sha256);
    const first = await hashes("a", "--salt", salt);
    expect(await hashes("b", "--salt", salt)).toEqual(first);
    expect(await hashes("c")).not.toEqual(first);
  });

  it("accounts for every file: written, refused, left out or skipped", async () => {
    await writeSlices(2);
    await writeFile(
      join(source, "cut"),
      ctSlice({ instanceNumber: 3 }).subarray(0, -4),
    );
    await writeFile(join(source, "notes.txt"), "notes");
    await writeFile(
      join(source, "localiser"),
      dicomFile({
        attributes: {
          ...ctSliceAttributes({ instanceNumber: 9 }),
          SeriesInstanceUID: testUID(3, 2),
          ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER",
        },
      }),
    );
    // Else what cannot be decoded is refused before anything of it is prepared.
    const reported = ["--text", "report"];
    const { report, status } = await json(source, "--out", out, ...reported);
    expect(status).toBe(1);
    expect(
      report.refused.map(({ source: path, reason }) => [path, reason.kind]),
    ).toEqual([[join(source, "cut"), "pixelDataTruncated"]]);
    expect(report.files.found).toBe(5);
    expect(report.files.dicom + report.files.skipped.length).toBe(5);
    expect(
      report.outputs.length + report.refused.length + report.leftOut.length,
    ).toBe(report.files.dicom);
  });

  it("makes one file of each frame", async () => {
    await writeFile(
      join(source, "frames"),
      ctSlice({
        attributes: {
          NumberOfFrames: 3,
          PixelData: Array.from({ length: 48 }, (_, index) => index),
        },
      }),
    );
    const { report } = await json(source, "--out", out, "--all");
    expect(report.outputs.map(({ path, frame }) => [path, frame])).toEqual([
      ["001/001/00001.dcm", 1],
      ["001/001/00002.dcm", 2],
      ["001/001/00003.dcm", 3],
    ]);
  });

  /** SOP Instance UIDs of what was written, in the order of the report. */
  async function writtenUIDs(report: Report): Promise<readonly string[]> {
    return await Promise.all(
      report.outputs.map(async ({ path }) => {
        const bytes = await readFile(join(out, path));
        const read = await readDataSet(memoryByteSource(bytes));
        if (!read.ok) throw new Error(read.failure.kind);
        return toInstanceHeader(read.value).sopInstanceUID;
      }),
    );
  }

  it("never writes two versions of an image under one new UID", async () => {
    const version = (value: number) =>
      ctSlice({
        instanceNumber: 1,
        attributes: { PixelData: Array.from({ length: 16 }, () => value) },
      });
    await writeFile(join(source, "a"), version(1));
    await writeFile(join(source, "b"), version(2));
    const { report, status } = await json(source, "--out", out, "--all");
    expect(status).toBe(0);
    expect(report.outputs.map(({ source }) => source)).toEqual([
      join(source, "a"),
      join(source, "b"),
    ]);
    expect(new Set(await writtenUIDs(report)).size).toBe(2);
  });

  it("gives the slices of a series with one UID for all new ones of their own, the same in every run", async () => {
    for (const number of [1, 2, 3])
      await writeFile(
        join(source, `IM${number}`),
        ctSlice({
          instanceNumber: number,
          attributes: { SOPInstanceUID: testUID(4, 9) },
        }),
      );
    const salt = "0f".repeat(16);
    const first = await json(source, "--out", out, "--salt", salt);
    const uids = await writtenUIDs(first.report);
    expect(new Set(uids).size).toBe(3);
    await rm(out, { recursive: true });
    const second = await json(source, "--out", out, "--salt", salt);
    expect(await writtenUIDs(second.report)).toEqual(uids);
  });

  it.each([
    [
      "a folder that is not empty",
      async () => {
        await mkdir(out);
        await writeFile(join(out, "x"), "");
        return [source, "--out", out];
      },
      "not empty",
    ],
    [
      "a folder inside the source",
      () => [source, "--out", join(source, "new", "out")],
      "lies in a folder that is read",
    ],
    [
      "the source itself",
      () => [source, "--out", source],
      "lies in a folder that is read",
    ],
    [
      "a short salt",
      () => [source, "--out", out, "--salt", "abcd"],
      "hexadecimal",
    ],
    [
      "a salt that is not hexadecimal",
      () => [source, "--out", out, "--salt", "x".repeat(40)],
      "hexadecimal",
    ],
    [
      "a mask file that is not there",
      () => [source, "--out", out, "--mask", "mask.json"],
      "The mask file cannot be read",
    ],
    [
      "a report in no folder",
      () => [source, "--out", out, "--report", join(base, "no", "r.json")],
      "--report",
    ],
  ])("refuses %s with status 2 and writes nothing", async (_, given, words) => {
    await writeSlices(1);
    const before = await readdir(base, { recursive: true });
    const args = await given();
    const { status, stderr, stdout } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stdout).toBe("");
    const after = await readdir(base, { recursive: true });
    expect(
      after.filter((name) => !before.includes(name) && !name.startsWith("out")),
    ).toEqual([]);
  });

  it("says with status 1 that there was nothing to write", async () => {
    await writeFile(join(source, "notes.txt"), "notes");
    const { status, stdout } = await run(source, "--out", out);
    expect(status).toBe(1);
    expect(stdout).toContain("Wrote 0 images");
  });
});
