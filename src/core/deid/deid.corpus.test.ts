// Every file of the public corpus either becomes a verified image or is refused with a reason; no planted identifier survives.
import dicomParser from "dicom-parser";
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import { expandTagList } from "./policy/tagList.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";

interface TruthRow {
  readonly path: string;
  readonly kind: string;
  readonly NumberOfFrames?: number;
  readonly PatientName?: string;
  readonly PatientID?: string;
}

interface Outcome {
  readonly row: TruthRow;
  readonly source: Buffer;
  readonly output: Buffer | null;
  readonly refusal: RefusalReason | null;
}

const outcomes: Outcome[] = [];

function read(path: string): Buffer {
  return readFileSync(corpusPath(path));
}

async function outcomeOf(row: TruthRow): Promise<Outcome> {
  const source = read(row.path);
  const frame = (row.NumberOfFrames ?? 1) > 1 ? 1 : null;
  const result = await deidentifyInMemory(source, { frame });
  return result.ok
    ? { row, source, output: Buffer.from(result.value.bytes), refusal: null }
    : { row, source, output: null, refusal: result.failure };
}

/** Tags of an output, by a parser that is not ours. */
function tagsOf(output: Buffer): readonly number[] {
  return Object.keys(dicomParser.parseDicom(output).elements).map((tag) =>
    parseInt(tag.slice(1), 16),
  );
}

describeWithCorpus("the corpus, de-identified", () => {
  beforeAll(async () => {
    const rows = readFileSync(corpusPath("truth.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TruthRow);
    for (const row of rows) outcomes.push(await outcomeOf(row));
  }, 60_000);

  it("makes as many images as it should, and refuses the rest by kind", () => {
    const kinds: Record<string, number> = {};
    for (const { refusal } of outcomes) {
      const kind = refusal?.kind ?? "verified";
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    expect(kinds).toEqual({
      verified: 588,
      // A codestream of which the header claims three milliards of columns.
      decodeFailed: 1,
      header: 25,
      missingAttribute: 18,
      noPixelData: 111,
      unsupportedPixelLayout: 2,
      pixelDataTruncated: 3,
      unsupportedTransferSyntax: 1,
      videoPixelData: 1,
    });
  });

  it("finds residue in none", () => {
    const paths = outcomes
      .filter(({ refusal }) => refusal?.kind === "residue")
      .map(({ row }) => row.path);
    expect(paths).toEqual([]);
  });

  it("writes only kept, hashed and added attributes, as another parser sees it", () => {
    const allowed = new Set([
      ...keptTags,
      ...expandTagList(
        "0002: 0000-0003 0010 0012 0013 0008: 0018 0012: 0062 0063 0018: 1242 0020: 000D 000E 0052",
      ),
    ]);
    for (const { output } of outcomes) {
      if (output === null) continue;
      expect(tagsOf(output).filter((tag) => !allowed.has(tag))).toEqual([]);
    }
  });

  it("copies uncompressed little endian pixels bit for bit", () => {
    let compared = 0;
    for (const { row, source, output } of outcomes) {
      if (output === null || row.NumberOfFrames !== undefined) continue;
      let original: dicomParser.DataSet;
      try {
        original = dicomParser.parseDicom(source);
      } catch {
        continue;
      }
      const syntax = original.string("x00020010");
      const from = original.elements["x7fe00010"];
      const to = dicomParser.parseDicom(output).elements["x7fe00010"];
      if (
        (syntax !== "1.2.840.10008.1.2" && syntax !== "1.2.840.10008.1.2.1") ||
        from === undefined ||
        to === undefined ||
        // Pixels of one bit become bytes.
        original.uint16("x00280100") === 1
      )
        continue;
      const end = Math.min(from.length, to.length);
      compared += 1;
      expect(
        source
          .subarray(from.dataOffset, from.dataOffset + end)
          .equals(output.subarray(to.dataOffset, to.dataOffset + end)),
        row.path,
      ).toBe(true);
    }
    expect(compared).toBeGreaterThan(400);
  });

  it.each([
    ["MR_small", "pydicom-MR_small.dcm", "MR_small_bigendian.dcm"],
    ["MR_small", "pydicom-MR_small.dcm", "MR_small_implicit.dcm"],
  ])("gives one image in two syntaxes the same pixels: %s", (_, a, b) => {
    const pixels = (name: string) => {
      const output = outcomes.find(({ row }) =>
        row.path.endsWith(`/${name}`),
      )?.output;
      if (output == null) throw new Error(`${name} was refused`);
      const element = dicomParser.parseDicom(output).elements["x7fe00010"]!;
      return output.subarray(element.dataOffset);
    };
    expect(pixels(a).equals(pixels(b))).toBe(true);
  });

  it("lets no marker of the made-up patient through", () => {
    const path =
      "06-burned-in-and-phi/made-phi-marker-in-every-e1-1-attribute.dcm";
    const { output } = outcomes.find(({ row }) => row.path === path)!;
    if (output === null) throw new Error("refused");
    const { values } = JSON.parse(
      read("06-burned-in-and-phi/made-phi-marker-values.json").toString(),
    ) as { values: Record<string, string> };
    const head = output.toString("latin1");
    expect(head).not.toContain("MARKA");
    const survived = Object.entries(values)
      .filter(([, value]) => value.length >= 6 && head.includes(value))
      .map(([tag, value]) => `${tag} ${value}`);
    expect(survived).toEqual([]);
  });

  it("lets no patient's name or number through, in no file", () => {
    for (const { row, output } of outcomes) {
      if (output === null) continue;
      const element = dicomParser.parseDicom(output).elements["x7fe00010"]!;
      const head = output.toString("latin1", 0, element.dataOffset);
      for (const value of [row.PatientName, row.PatientID])
        if (
          typeof value === "string" &&
          /^[\x20-\x7e]{6,}$/.test(value) &&
          !/^[\d.]+$/.test(value)
        )
          expect(head, row.path).not.toContain(value);
    }
  });
});
