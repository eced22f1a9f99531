// `casedrop deidentify` and text in pixels: the same verdicts as in the window. Needs the built workers.
import { Command } from "commander";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dicomFile, testUID } from "../testing/dicomFixtures.ts";
import { printedFrame, type PrintedText } from "../testing/drawnText.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import type { CliEnvironment } from "./environment.ts";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
interface Report {
  readonly outputs: readonly {
    readonly path: string;
    readonly frame?: number;
    readonly pixels: string;
    readonly text: {
      readonly looked: boolean;
      readonly findings: readonly {
        readonly rank: string;
        readonly box: Box;
        readonly matches: readonly string[];
        readonly status: string;
      }[];
    };
  }[];
  readonly refused: readonly {
    readonly source: string;
    readonly frame?: number;
    readonly reason: {
      readonly kind: string;
      readonly rank?: string;
      readonly boxes?: readonly Box[];
    };
  }[];
  readonly tags: readonly {
    readonly keyword: string;
    readonly action: string;
    readonly rules: Readonly<Record<string, number>>;
  }[];
  readonly text: Readonly<Record<string, unknown>>;
}

let base: string;
let source: string;
let out: string;
const size = { columns: 320, rows: 200 };
const name: PrintedText = {
  text: "QUIBBLEWORTH, ZEBEDEE",
  left: 12,
  top: 6,
  level: 230,
  dot: 2,
};
const remark: PrintedText = {
  text: "SUPINE AFTER LUNCH",
  left: 12,
  top: 170,
  level: 230,
  dot: 2,
};

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-text-"));
  source = join(base, "source");
  out = join(base, "out");
  await mkdir(source);
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

/** An ultrasound cine with the same text on each frame. */
async function writeCine(
  file: string,
  texts: readonly PrintedText[],
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const frames = 2;
  const pixels = Array.from({ length: frames }, (_, seed) => {
    const ground = { ...size, level: 40, spread: 30, seed };
    return Buffer.from(Uint8Array.from(printedFrame(ground, texts).samples));
  });
  const number = file.length;
  await writeFile(
    join(source, file),
    dicomFile({
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
        SOPInstanceUID: testUID(9, number),
        StudyInstanceUID: testUID(7),
        SeriesInstanceUID: testUID(8, number),
        Modality: "US",
        PatientName: "QUIBBLEWORTH^ZEBEDEE",
        PatientID: "ZQ-774411",
        SamplesPerPixel: 1,
        PhotometricInterpretation: "MONOCHROME2",
        NumberOfFrames: String(frames),
        Rows: size.rows,
        Columns: size.columns,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        PixelData: Buffer.concat(pixels),
        ...attributes,
      },
    }),
  );
}

/** An ultrasound image with two values a pixel, of which nobody knows how to show them. */
async function writeUndecodable(file: string): Promise<void> {
  await writeFile(
    join(source, file),
    dicomFile({
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
        SOPInstanceUID: testUID(9, 99),
        StudyInstanceUID: testUID(7),
        SeriesInstanceUID: testUID(8, 99),
        Modality: "US",
        PatientName: "QUIBBLEWORTH^ZEBEDEE",
        SamplesPerPixel: 2,
        PhotometricInterpretation: "MONOCHROME2",
        Rows: size.rows,
        Columns: size.columns,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        PixelData: Buffer.alloc(2 * size.rows * size.columns),
      },
    }),
  );
}

async function run(...given: string[]) {
  let stdout = "";
  let stderr = "";
  let status: number | null = null;
  const environment: CliEnvironment = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    variables: {},
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder: join(base, "scratch"),
    appVersion: "1.2.3",
    signal: new AbortController().signal,
    exit: (code) => {
      status = code;
    },
  };
  const program = new Command().exitOverride();
  registerDeidentifyCommand(program, environment);
  await program.parseAsync(["deidentify", source, "--out", out, ...given], {
    from: "user",
  });
  return { stdout, stderr, status };
}

async function json(...given: string[]) {
  const result = await run(...given, "--json");
  return { ...result, report: JSON.parse(result.stdout) as Report };
}

async function writtenFiles(): Promise<readonly string[]> {
  const names = await readdir(out, { recursive: true }).catch(() => []);
  return names.filter((path) => path.endsWith(".dcm")).sort();
}

describe("text in the pixels", () => {
  it("refuses images with words of the patient, names the place, and writes the others", async () => {
    await writeCine("named", [name]);
    await writeCine("plain1", []);
    const { report, status, stderr, stdout } = await json();
    expect(status).toBe(1);
    expect(
      report.refused.map(({ source: path, frame, reason }) => [
        path,
        frame,
        reason.kind,
        reason.rank,
      ]),
    ).toEqual([
      [join(source, "named"), 1, "burnedInText", "patientWord"],
      [join(source, "named"), 2, "burnedInText", "patientWord"],
    ]);
    const box = report.refused[0]?.reason.boxes?.[0];
    expect(box?.left).toBeLessThanOrEqual(12);
    expect(box?.top).toBeLessThanOrEqual(6);
    expect(report.outputs).toHaveLength(2);
    expect(report.outputs.every(({ text }) => text.looked)).toBe(true);
    expect(await writtenFiles()).toHaveLength(2);
    expect(await readdir(out)).not.toContain(".casedrop-unfinished");
    expect(stdout + stderr).not.toMatch(/quibble|zebedee/i);
  });

  it("says for people which frames, where and what helps", async () => {
    await writeCine("named", [name]);
    const { stdout, stderr, status } = await run();
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /Refused .*named: Words of the patient in the pixels\. They stand at \d+,\d+, \d+ x \d+ pixels.* \(frames 1-2\)/,
    );
    expect(stdout + stderr).not.toMatch(/quibble|zebedee/i);
  });

  it("writes images whose words are masked", async () => {
    await writeCine("named", [name]);
    const masks = join(base, "masks.json");
    const shape = {
      kind: "rectangle",
      left: 0,
      top: 0,
      width: 320,
      height: 40,
    };
    await writeFile(masks, JSON.stringify([{ match: "all", shape }]));
    const { report, status } = await json("--mask", masks);
    expect(status).toBe(0);
    expect(
      report.outputs.map(({ pixels, text }) => [
        pixels,
        text.findings.map(({ rank, status: state }) => [rank, state]),
      ]),
    ).toEqual([
      ["masked", [["patientWord", "masked"]]],
      ["masked", [["patientWord", "masked"]]],
    ]);
  });

  it("writes them for a reason that is given, and repeats it only if it names nobody", async () => {
    await writeCine("named", [name]);
    const first = await json("--accept-text", "seen by the ethics board");
    expect(first.status).toBe(0);
    expect(first.report.text["acceptedReason"]).toBe(
      "seen by the ethics board",
    );
    expect(first.report.outputs[0]?.text.findings[0]?.status).toBe("accepted");
    await rm(out, { recursive: true });
    const second = await json("--accept-text", "Mr Quibbleworth agrees");
    expect(second.report.text["acceptedReason"]).toBe("(a reason was given)");
  });

  it("refuses images with other text, and says what helps", async () => {
    await writeCine("remark", [remark]);
    await writeCine("plain", []);
    const refused = await json();
    expect(refused.status).toBe(1);
    expect(
      refused.report.refused.map(({ source: path, frame, reason }) => [
        path,
        frame,
        reason.kind,
        reason.rank,
      ]),
    ).toEqual([
      [join(source, "remark"), 1, "burnedInText", "text"],
      [join(source, "remark"), 2, "burnedInText", "text"],
    ]);
    expect(refused.report.text).toMatchObject({
      mode: "refuse",
      lookedImages: 4,
      refusedImages: 2,
      placesToLookAt: 0,
    });
    expect(refused.report.text["remedy"]).toMatch(
      /--mask.*--accept-text.*--text report/,
    );
    expect(await writtenFiles()).toHaveLength(2);
    expect(JSON.stringify(refused.report)).not.toMatch(/supine|lunch/i);
    await rm(out, { recursive: true });
    const { stdout, status } = await run();
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /Refused .*remark: Text in the pixels\. .* \(frames 1-2\)/,
    );
    expect(stdout).toMatch(
      /2 images kept back for text in the pixels\. .*--mask.*--accept-text.*--text report/,
    );
  });

  it("writes images with other text if told to report it, asks for a look, and ends with status 1", async () => {
    await writeCine("remark", [remark]);
    await writeCine("named", [name]);
    const { report, status, stderr } = await json("--text", "report");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Needs a look: .*2 images from 1: text at/);
    expect(report.text).toMatchObject({
      mode: "report",
      lookedImages: 4,
      unseenImages: 0,
      refusedImages: 2,
      placesToLookAt: 1,
    });
    expect(
      report.refused.map(({ source: path, reason }) => [path, reason.rank]),
    ).toEqual([
      [join(source, "named"), "patientWord"],
      [join(source, "named"), "patientWord"],
    ]);
    expect(await writtenFiles()).toHaveLength(2);
    expect(JSON.stringify(report)).not.toMatch(/supine|lunch/i);
  });

  it("ends with status 1 if told to report text, and only such images were written", async () => {
    await writeCine("remark", [remark]);
    const reported = await run("--text", "report");
    expect(reported.status).toBe(1);
    expect(reported.stdout).toContain("written because of --text report");
    expect(await writtenFiles()).toHaveLength(2);
    await rm(out, { recursive: true });
    const why = ["--accept-text", "a remark of the nurse"];
    const accepted = await json("--text", "report", ...why);
    expect([accepted.status, accepted.stderr]).toEqual([0, ""]);
  });

  it("refuses what nobody could look at, unless that was accepted", async () => {
    await writeUndecodable("torn");
    const refused = await json();
    expect(refused.status).toBe(1);
    expect(refused.report.refused.map(({ reason }) => reason.kind)).toEqual([
      "notLookedAt",
    ]);
    expect(refused.report.text["remedy"]).toContain("--accept-text");
    expect(await writtenFiles()).toEqual([]);
    const accepted = await json("--accept-text", "seen on the workstation");
    expect([accepted.status, accepted.stderr]).toEqual([0, ""]);
    expect(accepted.report.outputs.map(({ text }) => text)).toEqual([
      { looked: false, findings: [] },
    ]);
    expect(await writtenFiles()).toHaveLength(1);
  });

  it("writes what nobody could look at if told to report it, and ends with status 1", async () => {
    await writeUndecodable("torn");
    const reported = await json("--text", "report");
    expect(reported.status).toBe(1);
    expect(reported.stderr).toContain(
      "1 image written though nobody could look at it: the pixels could not be decoded",
    );
    expect(reported.report.outputs.map(({ text }) => text)).toEqual([
      { looked: false, findings: [] },
    ]);
    expect(reported.report.text).toMatchObject({
      unseenImages: 1,
      refusedImages: 0,
    });
  });

  it("says that nobody has looked when told not to", async () => {
    await writeCine("named", [name]);
    const { report, status } = await json("--text", "skip");
    expect(status).toBe(0);
    expect(report.text).toMatchObject({ mode: "skip", unseenImages: 2 });
    expect(report.outputs.map(({ text }) => text)).toEqual([
      { looked: false, findings: [] },
      { looked: false, findings: [] },
    ]);
    await rm(out, { recursive: true });
    const { stdout } = await run("--text", "skip");
    expect(stdout).toContain("Nobody has looked for text in the pixels");
  });
});

describe("free text that was reviewed", () => {
  it("stays by keyword, but never with a word of the patient in it", async () => {
    await writeCine("first", [], { SeriesDescription: "Four chamber view" });
    await writeCine("second", [], { SeriesDescription: "Quibbleworth again" });
    const { report, status } = await json(
      "--keep-free-text",
      "SeriesDescription",
    );
    expect(status).toBe(0);
    const rows = report.tags.filter(
      ({ keyword }) => keyword === "SeriesDescription",
    );
    expect(rows.map(({ action, rules }) => [action, rules])).toEqual([
      ["kept", { freeTextKept: 2 }],
      ["removed", { holdsIdentifier: 2 }],
    ]);
    const texts = await Promise.all(
      (await writtenFiles()).map((path) => readFile(join(out, path), "latin1")),
    );
    expect(texts.filter((text) => text.includes("Four chamber"))).toHaveLength(
      2,
    );
    expect(texts.join("")).not.toMatch(/quibble/i);
  });

  it("is refused for attributes that are not free text", async () => {
    await writeCine("first", []);
    await expect(run("--keep-free-text", "PatientName")).rejects.toThrow(
      /PatientName/,
    );
  });
});
