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
import type { PrintedText } from "../testing/drawnText.ts";
import {
  cineSize,
  printedCine,
  printedName,
  printedRemark,
} from "../testing/printedCine.ts";
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
        readonly id: string;
        readonly rank: string;
        readonly box: Box;
        readonly matches: readonly string[];
        readonly status: string;
        readonly reason?: string;
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
      readonly ids?: readonly string[];
      readonly id?: string;
      readonly because?: { readonly kind: string };
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
const size = cineSize;
const name = printedName;
const remark = printedRemark;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-text-"));
  source = join(base, "source");
  out = join(base, "out");
  await mkdir(source);
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function writeCine(
  file: string,
  texts: readonly PrintedText[],
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const path = join(source, file);
  await writeFile(path, printedCine(file.length, texts, attributes));
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
    await writeCine("remark", [remark]);
    await writeCine("named", [name]);
    const first = await json("--accept-text", "seen by the ethics board");
    expect(first.report.text["acceptedReason"]).toBe(
      "seen by the ethics board",
    );
    expect(
      first.report.outputs.map(({ text }) => text.findings[0]?.status),
    ).toEqual(["accepted", "accepted"]);
    // Words of the patient are nobody's to wave through in bulk.
    expect(first.report.refused.map(({ reason }) => reason.rank)).toEqual([
      "patientWord",
      "patientWord",
    ]);
    await rm(out, { recursive: true, force: true });
    const second = await json("--accept-text", "Mr Quibbleworth agrees");
    expect(second.report.text["acceptedReason"]).toBe("(a reason was given)");
  });

  it("accepts places one by one by the ids that it names", async () => {
    await writeCine("both", [name, remark]);
    const refused = await json();
    const [nameId = ""] = refused.report.refused[0]?.reason.ids ?? [];
    expect(nameId).toMatch(/^[0-9a-f]{16}$/);
    await rm(out, { recursive: true, force: true });
    const words = await run();
    expect(words.stdout).toContain(`pixels (id ${nameId})`);
    await rm(out, { recursive: true, force: true });
    const nameOnly = await json("--accept-text", `${nameId}=a stage name`);
    expect(nameOnly.report.refused.map(({ reason }) => reason.rank)).toEqual([
      "text",
      "text",
    ]);
    const [textId = ""] = nameOnly.report.refused[0]?.reason.ids ?? [];
    await rm(out, { recursive: true, force: true });
    const both = await json(
      ...["--accept-text", `${nameId}=a stage name`],
      ...["--accept-text", `${textId}=Mr Quibbleworth lunched`],
    );
    expect([both.status, both.stderr]).toEqual([0, ""]);
    expect(
      both.report.outputs[0]?.text.findings.map((finding) => [
        finding.id,
        finding.status,
        finding.reason,
      ]),
    ).toEqual([
      [nameId, "accepted", "a stage name"],
      [textId, "accepted", "(a reason was given)"],
    ]);
  });

  it("asks again where text that was accepted turns out to be a word of the patient", async () => {
    const called = { PatientName: "SMITH^JOHN", PatientID: "S-114477" };
    await writeCine("printed", [name], called);
    const before = await json();
    const [id = ""] = before.report.refused[0]?.reason.ids ?? [];
    expect(before.report.refused[0]?.reason.rank).toBe("text");
    await rm(out, { recursive: true, force: true });
    const accepted = ["--accept-text", `${id}=the name of the ward`];
    const written = await json(...accepted);
    expect([written.status, written.report.refused]).toEqual([0, []]);
    await rm(out, { recursive: true, force: true });
    // Another file of the patient knows her former name.
    const formerly = { ...called, OtherPatientNames: "QUIBBLEWORTH" };
    await writeCine("plain", [], formerly);
    const ended = await run(...accepted);
    expect([ended.status, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).toContain(`There is no text under ${id}`);
    expect(await writtenFiles()).toEqual([]);
    const again = await json("--accept-text", "all seen");
    const [reopened] = again.report.refused;
    expect(reopened?.reason.rank).toBe("patientWord");
    expect(reopened?.reason.ids).not.toContain(id);
  });

  it("writes nothing where an id is accepted that no place has", async () => {
    await writeCine("plain", []);
    const ended = await run("--accept-text", "0123456789abcdef=seen");
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(
      /^There is no text under 0123456789abcdef in these images.*Nothing was written\.$/m,
    );
    expect(await writtenFiles()).toEqual([]);
    await expect(run("--accept-text", "0123=seen")).rejects.toThrow(/0123/);
    const skipped = ["--text", "skip", "--accept-text", "seen"];
    expect((await run(...skipped)).status).toBe(2);
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
    await rm(out, { recursive: true, force: true });
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
    await rm(out, { recursive: true, force: true });
    const why = ["--accept-text", "a remark of the nurse"];
    const accepted = await json("--text", "report", ...why);
    expect([accepted.status, accepted.stderr]).toEqual([0, ""]);
  });

  it("refuses what nobody could look at, unless that was accepted", async () => {
    await writeUndecodable("torn");
    const refused = await json();
    expect(refused.status).toBe(1);
    expect(refused.report.refused.map(({ reason }) => reason)).toMatchObject([
      { kind: "notLookedAt", because: { kind: "missingAttribute" } },
    ]);
    expect(refused.report.text["remedy"]).toContain("--accept-text");
    expect(await writtenFiles()).toEqual([]);
    const id = refused.report.refused[0]?.reason.id ?? "";
    const single = await json("--accept-text", `${id}=seen elsewhere`);
    expect([single.status, single.stderr]).toEqual([0, ""]);
    await rm(out, { recursive: true, force: true });
    const accepted = await json("--accept-text", "seen on the workstation");
    expect([accepted.status, accepted.stderr]).toEqual([0, ""]);
    expect(accepted.report.outputs.map(({ text }) => text)).toEqual([
      { looked: false, findings: [] },
    ]);
    expect(await writtenFiles()).toHaveLength(1);
  });

  it("says of an image that is cut short that it is, not that nobody looked", async () => {
    const whole = printedCine(4, []);
    await writeFile(join(source, "torn"), whole.subarray(0, -70_000));
    const { report, status } = await json();
    expect(status).toBe(1);
    expect(report.outputs).toEqual([]);
    expect(report.refused.map(({ reason }) => reason.kind)).toEqual([
      "pixelDataTruncated",
      "pixelDataTruncated",
    ]);
    expect(report.text).toMatchObject({ refusedImages: 0 });
    expect(report.text).not.toHaveProperty("remedy");
    await rm(out, { recursive: true, force: true });
    expect((await run()).stdout).toMatch(
      /Refused .*torn: Image data cut short\. .* \(frames 1-2\)/,
    );
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
    await rm(out, { recursive: true, force: true });
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

  it("is removed where something in it is questioned, until a reason is given, and counted as such", async () => {
    await writeCine("first", [], { SeriesDescription: "Echo 92-year-old" });
    await writeCine("second", [], { SeriesDescription: "Quibbleworth 91y" });
    const keep = ["--keep-free-text", "SeriesDescription"];
    const rulesIn = ({ report }: Awaited<ReturnType<typeof json>>) =>
      report.tags
        .filter(({ keyword }) => keyword === "SeriesDescription")
        .map(({ action, rules }) => [action, rules]);
    expect(rulesIn(await json(...keep))).toEqual([
      ["removed", { freeTextQuestioned: 2, holdsIdentifier: 2 }],
    ]);
    await rm(out, { recursive: true, force: true });
    expect((await run(...keep)).stdout).toMatch(
      /Removed SeriesDescription from 2 images all the same: something .*--accept-free-text/,
    );
    await rm(out, { recursive: true, force: true });
    const reason = "A phantom, made 92 years ago by nobody";
    const accepted = await json(...keep, "--accept-free-text", reason);
    expect(rulesIn(accepted)).toEqual([
      ["kept", { freeTextAccepted: 2 }],
      ["removed", { holdsIdentifier: 2 }],
    ]);
    // What the reason itself gives away is not repeated.
    expect(accepted.report).toMatchObject({
      freeText: {
        kept: ["SeriesDescription"],
        acceptedReason: "(a reason was given)",
      },
    });
    const texts = await Promise.all(
      (await writtenFiles()).map((path) => readFile(join(out, path), "latin1")),
    );
    expect(texts.join("")).toContain("92-year-old");
    expect(texts.join("")).not.toMatch(/quibble/i);
  });

  it("is refused for attributes that are not free text", async () => {
    await writeCine("first", []);
    await expect(run("--keep-free-text", "PatientName")).rejects.toThrow(
      /PatientName/,
    );
  });
});
