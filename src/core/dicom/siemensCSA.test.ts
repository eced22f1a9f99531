// Siemens CSA headers: both versions, real ones, and damaged ones.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { csaHeader } from "../../testing/csaFixtures.ts";
import { drawFrom, mutated } from "../../testing/headerFuzz.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { HeaderReader } from "./headerReader.ts";
import { readDataSet } from "./readDataSet.ts";
import { csaImageValues, csaValues } from "./siemensCSA.ts";

const entries = {
  EchoLinePosition: ["64"],
  B_value: ["1000"],
  DiffusionGradientDirection: ["0.7", "-0.1", "0.7", "", "", ""],
  NumberOfImagesInMosaic: [],
  Last: ["1"],
};

it.each([1, 2] as const)("reads version %d", (version) => {
  const bytes = csaHeader(entries, version);
  expect(csaValues(bytes, "B_value")).toEqual(["1000"]);
  expect(csaValues(bytes, "DiffusionGradientDirection")).toEqual([
    "0.7",
    "-0.1",
    "0.7",
  ]);
  expect(csaValues(bytes, "NumberOfImagesInMosaic")).toEqual([]);
  expect(csaValues(bytes, "Last")).toEqual(["1"]);
  expect(csaValues(bytes, "Absent")).toEqual([]);
});

it("reads what stands before the damage", () => {
  const bytes = csaHeader(entries);
  expect(csaValues(bytes.subarray(0, 330), "B_value")).toEqual(["1000"]);
  expect(csaValues(bytes.subarray(0, 330), "Last")).toEqual([]);
});

it.each([
  ["nothing", new Uint8Array(0)],
  ["one byte", new Uint8Array(1)],
  ["zeros", new Uint8Array(5000)],
  ["ones", new Uint8Array(5000).fill(0xff)],
])("finds nothing in %s", (_, bytes) => {
  expect(csaValues(bytes, "B_value")).toEqual([]);
});

it("takes ten thousand mutated headers without a throw, each in no time", () => {
  const seeds = [csaHeader(entries), csaHeader(entries, 1)];
  const startedAtMs = performance.now();
  let found = 0;
  for (let run = 0; run < 10_000; run += 1) {
    const bytes = mutated(
      seeds[run % 2]!,
      seeds[(run + 1) % 2]!,
      drawFrom(run),
    );
    if (csaValues(bytes, "Last").length > 0) found += 1;
  }
  expect(found).toBeGreaterThan(1000);
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
});

describeWithCorpus("in real files", () => {
  const read = async (path: string, name: string) => {
    const source = memoryByteSource(readFileSync(corpusPath(path)));
    const header = new HeaderReader(valueOf(await readDataSet(source)));
    return csaImageValues(header, name);
  };
  const mosaic = "08-series/mr-siemens-mosaic";
  const forwards = `${mosaic}/mr_0003/epi_pe_ap-00001.dcm`;
  const backwards = `${mosaic}/mr_0004/epi_pe_pa-00001.dcm`;

  it("tells how many slices a mosaic holds, and which way it was encoded", async () => {
    expect(await read(forwards, "NumberOfImagesInMosaic")).toEqual(["5"]);
    const direction = "PhaseEncodingDirectionPositive";
    expect(await read(forwards, direction)).toEqual(["1"]);
    expect(await read(backwards, direction)).toEqual(["0"]);
  });

  it("has no b-value where there is no diffusion", async () => {
    expect(await read(forwards, "B_value")).toEqual([]);
  });
});
