// Tests of the header made from a data set: values, makers' b-values, functional groups, warnings.
import { describe, expect, it } from "vitest";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
  testUID,
  valueOf,
  type CtSliceOptions,
  type FixtureFile,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { numberValue } from "./encodeValues.ts";
import { readDataSet } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";

async function headerOf(bytes: Uint8Array): Promise<InstanceHeader> {
  return toInstanceHeader(valueOf(await readDataSet(memoryByteSource(bytes))));
}

async function sliceHeader(options: CtSliceOptions): Promise<InstanceHeader> {
  return await headerOf(ctSlice(options));
}

describe("values", () => {
  it("of a CT slice are all there", async () => {
    expect(await sliceHeader({ instanceNumber: 3 })).toMatchObject({
      transferSyntaxUID: "1.2.840.10008.1.2.1",
      sopClassUID: "1.2.840.10008.5.1.4.1.1.2",
      sopInstanceUID: "2.25.77001.4.3",
      studyInstanceUID: "2.25.77001.2",
      seriesInstanceUID: "2.25.77001.3",
      frameOfReferenceUID: "2.25.77001.5",
      patient: {
        name: "TEST^FIXTURE",
        id: "FIX-1",
        birthDate: "19700101",
        sex: "F",
        age: "054Y",
      },
      studyDate: "20240131",
      modality: "CT",
      imageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
      seriesNumber: 2,
      instanceNumber: 3,
      imagePositionPatient: [-100, -100, 10],
      imageOrientationPatient: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      sliceThicknessMm: 5,
      pixelSpacingMm: [0.5, 0.5],
      windowCenter: 40,
      windowWidth: 400,
      rescaleIntercept: -1024,
      pixels: {
        rows: 4,
        columns: 4,
        numberOfFrames: 1,
        bitsAllocated: 16,
        bitsStored: 12,
        highBit: 11,
      },
      pixelData: { element: 0x7fe00010, lengthBytes: 32 },
      warnings: [],
    });
  });

  it("that are absent or nonsense are empty or null", async () => {
    const header = await sliceHeader({
      attributes: {
        ImagePositionPatient: "1\\2",
        ImageOrientationPatient: "1\\0\\0\\x\\1\\0",
        PixelSpacing: "0\\0",
        SliceThickness: "thin",
        SeriesNumber: "",
      },
      without: ["StudyDate", "WindowCenter"],
    });

    expect(header).toMatchObject({
      imagePositionPatient: null,
      imageOrientationPatient: null,
      pixelSpacingMm: null,
      sliceThicknessMm: null,
      seriesNumber: null,
      studyDate: "",
      windowCenter: null,
      echoTimeMs: null,
    });
  });

  it("of objects without pixels have no layout", async () => {
    const header = await headerOf(
      dicomFile({
        attributes: {
          SOPClassUID: "1.2.840.10008.5.1.4.1.1.88.11",
          SOPInstanceUID: testUID(9),
          Modality: "SR",
        },
      }),
    );

    expect(header.pixels).toBeNull();
    expect(header.pixelData).toBeNull();
  });

  it("of enhanced objects come from the functional groups of the first frame", async () => {
    const header = await sliceHeader({
      without: [
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "PixelSpacing",
        "SliceThickness",
      ],
      attributes: {
        NumberOfFrames: 2,
        SharedFunctionalGroupsSequence: [
          {
            PlaneOrientationSequence: [
              { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] },
            ],
            PixelMeasuresSequence: [
              { PixelSpacing: [0.7, 0.8], SliceThickness: 3 },
            ],
          },
        ],
        PerFrameFunctionalGroupsSequence: [
          { PlanePositionSequence: [{ ImagePositionPatient: [1, 2, 3] }] },
          { PlanePositionSequence: [{ ImagePositionPatient: [4, 5, 6] }] },
        ],
      },
    });

    expect(header).toMatchObject({
      imagePositionPatient: [1, 2, 3],
      imageOrientationPatient: [
        [0, 1, 0],
        [0, 0, -1],
      ],
      pixelSpacingMm: [0.7, 0.8],
      sliceThicknessMm: 3,
    });
  });
});

describe("the b-value", () => {
  it.each([
    ["standard", { DiffusionBValue: [1000] }],
    ["Siemens", { "00190010 LO": "SIEMENS MR HEADER", "0019100c IS": "1000" }],
    [
      "GE, with its offset",
      {
        "00430010 LO": "GEMS_PARM_01",
        "00431039 IS": "1000001000\\8\\0\\0",
      },
    ],
    [
      "Philips",
      { "20010010 LO": "Philips Imaging DD 001", "20011003 FL": [1000] },
    ],
    [
      "United Imaging",
      { "00650010 LO": "Image Private Header", "00651009 FD": [1000] },
    ],
    [
      "a block other than the first",
      {
        "00190010 LO": "SOMEBODY ELSE",
        "00190011 LO": "SIEMENS MR HEADER",
        "0019110c IS": "1000",
      },
    ],
    [
      "VR UN",
      {
        "20010010 LO": "Philips Imaging DD 001",
        "20011003 UN": numberValue("FL", [1000]),
      },
    ],
  ])("is found: %s", async (_, attributes) => {
    expect((await sliceHeader({ attributes })).diffusionBValue).toBe(1000);
  });

  it("is not taken from a private element without its creator", async () => {
    const attributes = { "0019100c IS": "1000" };

    expect((await sliceHeader({ attributes })).diffusionBValue).toBeNull();
  });
});

describe("warnings", () => {
  const file = (options: Partial<FixtureFile>) => ({ file: options });

  it.each([
    [["noPreamble"], file({ beginning: "noPreamble" })],
    [["noPreamble", "noFileMeta"], file({ beginning: "noFileMeta" })],
    [
      ["transferSyntaxCorrected"],
      file({
        transferSyntaxUID: "1.2.840.10008.1.2",
        writtenAs: { isExplicitVR: true, isBigEndian: false },
      }),
    ],
    [
      ["unknownCharacterSet"],
      { attributes: { SpecificCharacterSet: "LATIN-13" } },
    ],
    [["pixelDataTruncated"], { attributes: { PixelData: [1, 2, 3] } }],
    [["missingSOPInstanceUID"], { without: ["SOPInstanceUID"] }],
    [["missingSeriesInstanceUID"], { without: ["SeriesInstanceUID"] }],
    [["missingStudyInstanceUID"], { without: ["StudyInstanceUID"] }],
  ] as const)("are %j", async (warnings, options) => {
    expect((await sliceHeader(options)).warnings).toEqual(warnings);
  });

  it("say that pixel data is cut off", async () => {
    const bytes = ctSlice();

    const header = await headerOf(bytes.slice(0, bytes.length - 1));

    expect(header.warnings).toEqual(["pixelDataTruncated"]);
  });

  it("say that something follows a file without pixels", async () => {
    const header = await headerOf(
      dicomFile({
        attributes: ctSliceAttributes({ without: ["PixelData"] }),
        trailing: new Uint8Array(100),
      }),
    );

    expect(header.warnings).toEqual(["trailingBytes"]);
  });

  it("say that the SOP class had to be taken from file meta", async () => {
    const bytes = ctSlice();
    const inDataSet = Buffer.from(bytes).lastIndexOf(
      "1.2.840.10008.5.1.4.1.1.2\0",
    );
    bytes.fill(0x20, inDataSet, inDataSet + 26);

    const header = await headerOf(bytes);

    expect(header.sopClassUID).toBe("1.2.840.10008.5.1.4.1.1.2");
    expect(header.warnings).toEqual(["missingSOPClassUID"]);
  });
});
