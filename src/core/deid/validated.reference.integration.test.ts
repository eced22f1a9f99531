// Outputs as other programs judge them: readable by DCMTK, and by dicom3tools with no error that the original had not, beyond what docs/deidentification.md lists.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canaryFile } from "../../testing/canaryFiles.ts";
import { canaryClasses } from "../../testing/canaryKinds.ts";
import { corpusPath, hasCorpus } from "../../testing/corpus.ts";
import { asciiTextOf, findElement } from "../dicom/elementValues.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import {
  areProgramsRequired,
  notInstalled,
} from "../../testing/requiredPrograms.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";

const programs = ["dcmdump", "dcmftest", "dciodvfy"];
const missing = programs.filter(
  (program) => spawnSync(program, ["--version"]).error !== undefined,
);
const guide = readFileSync(
  resolve(import.meta.dirname, "../../../docs/deidentification.md"),
  "utf8",
);
const [, lacks = ""] = /## What modules lack afterwards\n([^]*?)\n## /.exec(
  guide,
) ?? [""];
/** As `module attribute`: what the table says is missing. */
const documentedAsMissing = new Set(
  [...lacks.matchAll(/^\| `(\w+)` +\| (.*)\|$/gm)].flatMap(
    ([, module = "", attributes = ""]) =>
      [...attributes.matchAll(/`(\w+)`/g)].map(
        ([, keyword = ""]) => `${module} ${keyword}`,
      ),
  ),
);
/** Whole sentences of the validator. */
const documentedSentences = new Set(
  (/```text\n([^]*?)```/.exec(lacks)?.[1] ?? "").trim().split("\n"),
);

/** Files of one class and transfer syntax that are looked at. */
const mostOfAKind = 2;

interface TruthRow {
  readonly path: string;
  readonly SOPClassUID?: string;
  readonly TransferSyntaxUID?: string;
  readonly NumberOfFrames?: number;
}

function* originals(): Generator<{
  name: string;
  bytes: Uint8Array;
  frame: 1 | null;
}> {
  for (const number of Object.keys(canaryClasses).keys())
    yield {
      name: `class ${number}`,
      bytes: canaryFile({ number, thinning: 200 }).bytes,
      frame: null,
    };
  if (!hasCorpus) return;
  const seen = new Map<string, number>();
  for (const line of readFileSync(corpusPath("truth.jsonl"), "utf8")
    .trim()
    .split("\n")) {
    const row = JSON.parse(line) as TruthRow;
    const kind = `${row.SOPClassUID} ${row.TransferSyntaxUID}`;
    const count = seen.get(kind) ?? 0;
    if (count >= mostOfAKind) continue;
    seen.set(kind, count + 1);
    yield {
      name: row.path,
      bytes: readFileSync(corpusPath(row.path)),
      frame: (row.NumberOfFrames ?? 1) > 1 ? 1 : null,
    };
  }
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "casedrop-validated-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function judged(path: string): ReadonlySet<string> {
  const { stderr } = spawnSync("dciodvfy", [path], { encoding: "latin1" });
  return new Set(stderr.split("\n").filter((line) => line.startsWith("Error")));
}

/** Free text, which goes unless the user keeps it, and codes that leave only as far as they are known. */
const judgedByValue: ReadonlySet<number> = new Set([
  tags.ImageType,
  tags.PositionReferenceIndicator,
]);

/** What tells of all frames of a file, or of the first one for all: each frame becomes an image of its own. */
const ofAllFrames: ReadonlySet<number> = new Set([
  tags.FrameIncrementPointer,
  tags.ImagePositionPatient,
]);

/** The attribute that an error says is missing, by keyword; null for any other error. */
function missingKeyword(error: string): string | null {
  return (
    /^Error - Missing attribute .*Element=<(\w+)>/.exec(error)?.[1] ?? null
  );
}

/**
 * Keywords of attributes that the policy keeps and that have a value in the original, of a file with several frames also in the
 * functional groups of the first one: no output may lack them.
 */
async function valuesToKeep(
  bytes: Uint8Array,
  frame: number | null,
): Promise<ReadonlySet<string>> {
  const read = await readDataSet(memoryByteSource(bytes));
  if (!read.ok) return new Set();
  const { elements } = read.value;
  const groups = [
    tags.SharedFunctionalGroupsSequence,
    tags.PerFrameFunctionalGroupsSequence,
  ].flatMap((tag) => findElement(elements, tag)?.items?.[0] ?? []);
  const promoted = groups.flatMap(({ items }) => items?.[0] ?? []);
  return new Set(
    [...elements, ...promoted]
      .filter(
        (element) =>
          keptTags.has(element.tag) &&
          !judgedByValue.has(element.tag) &&
          (frame === null || !ofAllFrames.has(element.tag)) &&
          (element.items?.length ?? 0) === 0 &&
          asciiTextOf(element, read.value.bytes) !== "",
      )
      .map(({ tag }) => keywordOf(tag)),
  );
}

/** True if the guide lists the attribute as missing in this very module, or the sentence as it is. */
function isDocumented(error: string): boolean {
  const sentence = error.replace(/^Error - /, "").trim();
  const [, keyword, module] =
    /^Missing attribute Type \w+ \w+ Element=<(\w+)> Module=<(\w+)>$/.exec(
      sentence,
    ) ?? [];
  return keyword === undefined || module === undefined
    ? documentedSentences.has(sentence)
    : documentedAsMissing.has(`${module} ${keyword}`);
}

it.skipIf(!areProgramsRequired)("has the programs that judge outputs", () => {
  expect(missing).toEqual([]);
});

it("excuses no other error than the guide lists", () => {
  const missingFrom = (keyword: string, module: string) =>
    `Error - Missing attribute Type 2 Required Element=<${keyword}> Module=<${module}>`;
  expect(isDocumented(missingFrom("PatientName", "Patient"))).toBe(true);
  expect(isDocumented(missingFrom("PatientName", "GeneralStudy"))).toBe(false);
  expect(isDocumented(missingFrom("Rows", "ImagePixel"))).toBe(false);
  expect(
    isDocumented(
      "Error - Bad attribute Element=<PatientName> Module=<Patient>",
    ),
  ).toBe(false);
});

describe.skipIf(missing.length > 0)(
  `outputs, as DCMTK and dicom3tools read them${notInstalled(missing)}`,
  () => {
    it("are read without error, and lack only what the guide lists", async () => {
      const complaints: string[] = [];
      let outputs = 0;
      for (const { name, bytes, frame } of originals()) {
        const result = await deidentifyInMemory(bytes, { frame });
        if (!result.ok) continue;
        outputs += 1;
        const [original, output] = ["original.dcm", "output.dcm"].map((file) =>
          join(folder, file),
        ) as [string, string];
        writeFileSync(original, bytes);
        writeFileSync(output, result.value.bytes);
        const dumped = spawnSync("dcmdump", ["-q", output], {
          encoding: "latin1",
        });
        if (dumped.status !== 0 || /^[EW]:/m.test(dumped.stderr))
          complaints.push(`${name}: dcmdump ${dumped.stderr}`);
        if (spawnSync("dcmftest", [output]).status !== 0)
          complaints.push(`${name}: dcmftest`);
        const before = judged(original);
        // Made files have markers in their values, which cannot stay.
        const kept = name.startsWith("class ")
          ? new Set<string>()
          : await valuesToKeep(bytes, frame);
        for (const error of judged(output))
          if (
            !before.has(error) &&
            (!isDocumented(error) || kept.has(missingKeyword(error) ?? ""))
          )
            complaints.push(`${name}: ${error}`);
      }
      expect(complaints).toEqual([]);
      expect(outputs).toBeGreaterThan(hasCorpus ? 100 : 20);
    }, 600_000);
  },
);
