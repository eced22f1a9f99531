// Tests of the header made from a data set: values, makers' b-values, functional groups, warnings.
import { describe, expect, it } from "vitest";
import { csaHeader } from "../../testing/csaFixtures.ts";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
  testUID,
  valueOf,
  type CtSliceOptions,
  type FixtureItem,
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

/** An enhanced file with these groups for each frame. */
function enhanced(
  perFrame: readonly FixtureItem[],
  shared: FixtureItem = {},
): CtSliceOptions {
  return {
    without: ["ImagePositionPatient", "AcquisitionNumber"],
    attributes: {
      NumberOfFrames: perFrame.length,
      SharedFunctionalGroupsSequence: [shared],
      PerFrameFunctionalGroupsSequence: perFrame,
    },
  };
}

it("takes date and time of an acquisition from one attribute or two", async () => {
  const one = { AcquisitionDateTime: "20240131235959.25-0500" };
  const two = { AcquisitionDate: "20240201", AcquisitionTime: "080910" };
  expect(await sliceHeader({ attributes: one })).toMatchObject({
    acquisitionDate: "20240131",
    acquisitionTime: "235959.25",
  });
  expect(await sliceHeader({ attributes: { ...one, ...two } })).toMatchObject({
    acquisitionDate: "20240201",
    acquisitionTime: "080910",
  });
});

describe("the table of frames", () => {
  it("holds a column for each attribute that differs, and null for the others", async () => {
    const { frames } = await sliceHeader(
      enhanced(
        [0, 1000].map((bValue, index) => ({
          FrameContentSequence: [
            { TemporalPositionIndex: index + 1, FrameAcquisitionNumber: 7 },
          ],
          PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 5] }],
          MREchoSequence: [{ EffectiveEchoTime: 30 + index }],
          MRDiffusionSequence: [
            {
              DiffusionBValue: bValue,
              DiffusionDirectionality: bValue === 0 ? "NONE" : "ISOTROPIC",
            },
          ],
          MRImageFrameTypeSequence: [
            {
              FrameType: `ORIGINAL\\PRIMARY\\DIFFUSION\\${index}`,
              ComplexImageComponent: "MAGNITUDE",
            },
          ],
          CardiacSynchronizationSequence: [
            {
              NominalCardiacTriggerDelayTime: 40 * index,
              NominalPercentageOfCardiacPhase: 5 * index,
            },
          ],
        })),
        { CTReconstructionSequence: [{ ConvolutionKernel: "B30" }] },
      ),
    );

    expect(frames).toEqual({
      acquisitionDate: null,
      acquisitionNumber: null,
      acquisitionTime: null,
      cardiacPhasePercent: [0, 5],
      complexImageComponent: null,
      contrast: null,
      convolutionKernel: null,
      diffusionBValue: [0, 1000],
      diffusionDirectionality: ["NONE", "ISOTROPIC"],
      echoTimeMs: [30, 31],
      imageOrientationPatient: null,
      imagePositionPatient: null,
      imageType: [
        ["ORIGINAL", "PRIMARY", "DIFFUSION", "0"],
        ["ORIGINAL", "PRIMARY", "DIFFUSION", "1"],
      ],
      temporalPosition: [1, 2],
      triggerTimeMs: [0, 40],
      velocityEncoding: null,
      windowCenter: null,
      windowWidth: null,
    });
  });

  it("says at which part of the heartbeat a gated slice was taken", async () => {
    const header = await sliceHeader({
      attributes: { NominalPercentageOfCardiacPhase: 75 },
    });
    expect(header.cardiacPhasePercent).toBe(75);
  });

  it("has the time of each frame, and the date of all", async () => {
    const header = await sliceHeader(
      enhanced(
        ["20240131101530.5", "20240131101612.25+0100"].map((moment) => ({
          FrameContentSequence: [{ FrameAcquisitionDateTime: moment }],
        })),
      ),
    );
    expect(header).toMatchObject({
      acquisitionDate: "20240131",
      acquisitionTime: "101530.5",
      frames: {
        acquisitionDate: null,
        acquisitionTime: ["101530.5", "101612.25"],
      },
    });
  });

  it("has the places of frames in an ultrasound volume, where they have none in the patient", async () => {
    const inVolume = [2, 1].map((z) => ({
      PlanePositionVolumeSequence: [{ ImagePositionVolume: [0, 0, z] }],
      PlaneOrientationVolumeSequence: [
        { ImageOrientationVolume: [0, 1, 0, 0, 0, -1] },
      ],
    }));
    const without = ["ImagePositionPatient", "ImageOrientationPatient"];
    expect(await sliceHeader({ ...enhanced(inVolume), without })).toMatchObject(
      {
        isPlacedInVolume: true,
        imageOrientationPatient: [
          [0, 1, 0],
          [0, 0, -1],
        ],
        frames: {
          imagePositionPatient: [
            [0, 0, 2],
            [0, 0, 1],
          ],
        },
      },
    );

    const inBoth = inVolume.map((groups, index) => ({
      ...groups,
      PlanePositionSequence: [{ ImagePositionPatient: [7, 8, index] }],
    }));
    expect(await sliceHeader(enhanced(inBoth))).toMatchObject({
      isPlacedInVolume: false,
      imagePositionPatient: [7, 8, 0],
    });
  });

  it("leaves what all frames share to the header", async () => {
    const header = await sliceHeader(
      enhanced(
        [1, 2].map((z) => ({
          PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
          FrameContentSequence: [{ FrameAcquisitionNumber: 7 }],
        })),
        { CTReconstructionSequence: [{ ConvolutionKernel: "B30" }] },
      ),
    );

    expect(header).toMatchObject({
      acquisitionNumber: 7,
      convolutionKernel: "B30",
      imagePositionPatient: [0, 0, 1],
      frames: {
        acquisitionNumber: null,
        imagePositionPatient: [
          [0, 0, 1],
          [0, 0, 2],
        ],
      },
    });
  });

  it.each([
    ["of one frame", enhanced([{ PlanePositionSequence: [] }])],
    ["whose frames are alike", enhanced([{}, {}])],
    [
      "that describes fewer frames than it has",
      {
        attributes: {
          ...enhanced([{ MREchoSequence: [{ EffectiveEchoTime: 1 }] }, {}])
            .attributes,
          NumberOfFrames: 3,
        },
      },
    ],
    ["that is not enhanced", { attributes: { NumberOfFrames: 2 } }],
  ])("is absent from a file %s", async (_, options) => {
    expect((await sliceHeader(options)).frames).toBeNull();
  });

  it("believes a frame before what the top level repeats of the first one", async () => {
    const { frames } = await sliceHeader({
      attributes: {
        ...enhanced([
          { FrameVOILUTSequence: [{ WindowWidth: 79 }] },
          { FrameVOILUTSequence: [{ WindowWidth: 81 }] },
        ]).attributes,
        WindowWidth: 75,
      },
    });

    expect(frames?.windowWidth).toEqual([79, 81]);
  });

  it("does not believe in more frames than the file has bytes for", async () => {
    const { pixels } = await sliceHeader({
      attributes: { NumberOfFrames: 2_000_000_000 },
    });

    expect(pixels?.numberOfFrames).toBe(1);
  });
});

it.each([
  [
    "the standard's place",
    {
      VelocityEncodingMaximumValue: 150,
      VelocityEncodingMinimumValue: -150,
      VelocityEncodingDirection: [0, 0.1, -0.99],
    },
    "150 cm/s foot-head",
  ],
  [
    "Siemens' label",
    { "00510010 LO": "SIEMENS MR HEADER", "00511014 SH": "v150in_through" },
    "150 cm/s through-plane",
  ],
  [
    "Siemens' label of another direction",
    { "00510010 LO": "SIEMENS MR HEADER", "00511014 SH": "v80_rl" },
    "80 cm/s right-left",
  ],
  [
    "the CSA header",
    {
      "00290010 LO": "SIEMENS CSA HEADER",
      "00291010 OB": csaHeader({ FlowVenc: ["120.00000000"] }),
    },
    "120 cm/s",
  ],
  [
    "nothing of it",
    { "00510010 LO": "SIEMENS MR HEADER", "00511014 SH": "vphase" },
    "",
  ],
])("knows the velocity encoding by %s", async (_, attributes, expected) => {
  const { velocityEncoding } = await sliceHeader({ attributes });

  expect(velocityEncoding).toBe(expected);
});

it("tells phase from magnitude where GE says so", async () => {
  const { complexImageComponent } = await sliceHeader({
    attributes: { "00430010 LO": "GEMS_PARM_01", "0043102f SS": [1] },
  });

  expect(complexImageComponent).toBe("PHASE");
});

it.each([
  [
    "an element",
    { "00190010 LO": "SIEMENS MR HEADER", "0019100d CS": "ISOTROPIC" },
  ],
  [
    "the CSA header",
    {
      "00290010 LO": "SIEMENS CSA HEADER",
      "00291010 OB": csaHeader({ DiffusionDirectionality: ["ISOTROPIC"] }),
    },
  ],
])("knows the trace of Siemens by %s", async (_, attributes) => {
  const { diffusionDirectionality } = await sliceHeader({ attributes });

  expect(diffusionDirectionality).toBe("ISOTROPIC");
});

it.each([
  ["I", "ISOTROPIC"],
  ["P", "DIRECTIONAL"],
  ["M", "DIRECTIONAL"],
  ["S", "DIRECTIONAL"],
  ["O", "DIRECTIONAL"],
  ["X", ""],
])(
  "reads the diffusion direction of Philips, %s, as %s",
  async (letter, expected) => {
    const { diffusionDirectionality } = await sliceHeader({
      attributes: {
        "20010010 LO": "Philips Imaging DD 001",
        "20011004 CS": letter,
      },
    });

    expect(diffusionDirectionality).toBe(expected);
  },
);

it("reads the letter of Philips below its creator only", async () => {
  const { diffusionDirectionality } = await sliceHeader({
    attributes: { "20010010 LO": "Another maker", "20011004 CS": "I" },
  });

  expect(diffusionDirectionality).toBe("");
});

describe("the b-value", () => {
  it.each([
    ["standard", { DiffusionBValue: [1000] }],
    [
      "Siemens, in the name of the sequence",
      { Manufacturer: "SIEMENS", SequenceName: "*ep_b1000t" },
    ],
    [
      "Canon, in the comments of the image",
      {
        Manufacturer: "CANON_MEC",
        ImageComments: "b=1000(0.445,0.000,0.895)",
      },
    ],
    [
      "Toshiba, in the comments of the image, with its decimal",
      { Manufacturer: "TOSHIBA_MEC", ImageComments: "b = 1000.0 (0,0,1)" },
    ],
    [
      "Philips, in capitals",
      { "20010010 LO": "PHILIPS IMAGING DD 001", "20011003 FL": [1000] },
    ],
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
      "Siemens, in the CSA header only",
      {
        "00290010 LO": "SIEMENS CSA HEADER",
        "00291010 OB": csaHeader({ B_value: ["1000"] }),
      },
    ],
    [
      "Siemens, in the CSA header of older software",
      {
        "00290010 LO": "SIEMENS CSA HEADER",
        "00291010 OB": csaHeader({ Other: ["1", "2"], B_value: ["1000"] }, 1),
      },
    ],
    [
      "Siemens, where the text of a sequence says otherwise",
      {
        Manufacturer: "SIEMENS",
        SequenceName: "*ep_b50t",
        "00190010 LO": "SIEMENS MR HEADER",
        "0019100c IS": "1000",
      },
    ],
    [
      "GE, without creators, which a tool stripped",
      {
        Manufacturer: "GE MEDICAL SYSTEMS",
        "00431039 IS": "1000\\8\\0\\0",
      },
    ],
    [
      "Canon, where the standard has it",
      { Manufacturer: "CANON_MEC", DiffusionBValue: [1000] },
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

  it.each([
    [
      "a number no scanner reaches",
      { "00430010 LO": "GEMS_PARM_01", "00431039 IS": "999999999" },
    ],
    [
      "a private element without creator in a file of another maker",
      { Manufacturer: "SIEMENS", "00431039 IS": "1000" },
    ],
    [
      "a private element below another creator",
      {
        Manufacturer: "GE MEDICAL SYSTEMS",
        "00430010 LO": "SOMEBODY",
        "00431039 IS": "1000",
      },
    ],
    ["words of another maker", { SequenceName: "*ep_b1000t" }],
    ["a comment", { Manufacturer: "CANON", ImageComments: "see b=1000" }],
    ["the comment of another maker", { ImageComments: "b=1000(0,0,1)" }],
    [
      "what Canon keeps in its own group, none of which is a b-value",
      {
        Manufacturer: "CANON_MEC",
        "700D0010 LO": "CANON_MEC_MR3",
        "700D1000 DS": "1000",
      },
    ],
  ])("is not taken from %s", async (_, attributes) => {
    expect((await sliceHeader({ attributes })).diffusionBValue).toBeNull();
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

  it.each([
    [1, 3, ["framesNotDescribed"]],
    [2, 3, ["framesNotDescribed"]],
    [3, 3, []],
    [0, 3, []],
  ])(
    "tell whether %i groups describe all of %i frames",
    async (groups, frames, warnings) => {
      const { attributes, ...options } = enhanced(
        Array.from({ length: groups }, (_, index) => ({
          PlanePositionSequence: [{ ImagePositionPatient: [0, 0, index] }],
        })),
      );
      const header = await sliceHeader({
        ...options,
        attributes: {
          ...attributes,
          Rows: 2,
          Columns: 2,
          NumberOfFrames: frames,
          PixelData: new Uint8Array(8 * frames),
        },
      });
      expect(header.warnings).toEqual(warnings);
    },
  );

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
