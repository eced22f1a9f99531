// Tests of the sample study: it reads as intended, and says that it is synthetic.
import { describe, expect, it } from "vitest";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../../testing/noCodestreamDecoders.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { readFrame } from "../pixels/readFrame.ts";
import { sampleStudyFiles } from "./sampleStudy.ts";

const files = sampleStudyFiles();

async function headersIn(folder: string): Promise<readonly InstanceHeader[]> {
  const headers = [];
  for (const { name, bytes } of files)
    if (name.startsWith(folder))
      headers.push(
        toInstanceHeader(valueOf(await readDataSet(memoryByteSource(bytes)))),
      );
  return headers;
}

describe("the sample study", () => {
  it("holds a radiograph, a localiser, 40 axial and 16 coronal images", async () => {
    expect(files).toHaveLength(58);
    expect(await headersIn("radiograph/")).toHaveLength(1);
    expect(await headersIn("ct/localiser/")).toHaveLength(1);
    expect(await headersIn("ct/axial/")).toHaveLength(40);
    expect(await headersIn("ct/coronal/")).toHaveLength(16);
  });

  it("has two studies of one patient who is plainly made up", async () => {
    const headers = await headersIn("");

    const studies = new Set(headers.map((header) => header.studyInstanceUID));
    const names = new Set(headers.map((header) => header.patient.name));
    const instances = new Set(headers.map((header) => header.sopInstanceUID));
    expect(studies.size).toBe(2);
    expect([...names]).toEqual(["SAMPLE^CASEDROP"]);
    expect(instances.size).toBe(58);
    expect(headers.flatMap((header) => header.warnings)).toEqual([]);
  });

  it("steps evenly from the top of the chest to the bottom", async () => {
    const heights = (await headersIn("ct/axial/")).map(
      (header) => header.imagePositionPatient?.[2],
    );

    expect(heights[0]).toBe(117);
    expect(heights[1]).toBe(111);
    expect(heights[39]).toBe(-117);
  });

  it("has valid UIDs of at most 64 characters", async () => {
    for (const header of await headersIn("")) {
      expect(header.sopInstanceUID).toMatch(/^2\.25\.[1-9]\d*$/);
      expect(header.sopInstanceUID.length).toBeLessThanOrEqual(64);
    }
  });

  it("shows a nodule in the CT that is denser than the lung around it", async () => {
    const slice = files.find(({ name }) => name === "ct/axial/00011.dcm");
    const source = memoryByteSource(slice?.bytes ?? new Uint8Array(0));
    const dataSet = valueOf(await readDataSet(source));

    const frame = valueOf(
      await readFrame(source, dataSet, 0, noCodestreamDecoders),
    );

    const hu = (column: number, row: number) =>
      (frame.samples[row * 256 + column] ?? 0) - 1024;
    expect(hu(80, 113)).toBeGreaterThan(-50);
    expect(hu(60, 113)).toBeLessThan(-700);
  });
});
