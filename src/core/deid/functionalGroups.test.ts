// What moves from functional groups to the top level of a frame's own file, and what must not.
import dicomParser from "dicom-parser";
import { describe, expect, it } from "vitest";
import {
  deidentifyInMemory,
  type InMemoryOptions,
} from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { tagOf } from "../dicom/dictionary.ts";

const explicitBigEndian = "1.2.840.10008.1.2.2";
const implicitLittleEndian = "1.2.840.10008.1.2";
const bare = ["ImagePositionPatient", "ImageOrientationPatient"];

interface Enhanced {
  readonly shared?: FixtureItem;
  /** Of two frames. */
  readonly perFrame?: readonly [FixtureItem, FixtureItem];
  readonly topLevel?: FixtureItem;
  readonly transferSyntaxUID?: string;
}

function enhanced(object: Enhanced): Uint8Array {
  const { transferSyntaxUID } = object;
  return dicomFile({
    attributes: {
      ...ctSliceAttributes({ without: bare }),
      NumberOfFrames: 2,
      PixelData: Array.from({ length: 32 }, (_, index) => index),
      SharedFunctionalGroupsSequence: [object.shared ?? {}],
      PerFrameFunctionalGroupsSequence: object.perFrame ?? [{}, {}],
      ...object.topLevel,
    },
    ...(transferSyntaxUID === undefined ? {} : { transferSyntaxUID }),
  });
}

/** Values of frame 2 by keyword, as another parser reads them. */
async function frameTwo(object: Enhanced, options: InMemoryOptions = {}) {
  const file = enhanced(object);
  const { bytes } = valueOf(
    await deidentifyInMemory(file, { frame: 2, ...options }),
  );
  const parsed = dicomParser.parseDicom(bytes);
  return (keyword: string): string | undefined => {
    const tag = (tagOf(keyword) ?? 0).toString(16).padStart(8, "0");
    return parsed.string(`x${tag}`);
  };
}

describe("functional groups", () => {
  it("give a CT frame its acquisition, turned into the attributes of plain CT", async () => {
    const value = await frameTwo({
      shared: {
        CTAcquisitionDetailsSequence: [
          { RotationDirection: "CW", TableHeight: 170, GantryDetectorTilt: 0 },
        ],
        CTReconstructionSequence: [
          { ConvolutionKernel: "B30f", ReconstructionDiameter: 350 },
        ],
        CTXRayDetailsSequence: [{ KVP: 120, FilterType: "FLAT" }],
      },
      perFrame: [
        { CTExposureSequence: [{ XRayTubeCurrentInmA: [300] }] },
        {
          CTExposureSequence: [
            {
              XRayTubeCurrentInmA: [149.6],
              ExposureTimeInms: [500],
              ExposureInmAs: [74.8],
            },
          ],
          CTImageFrameTypeSequence: [
            { FrameType: "DERIVED\\PRIMARY\\AXIAL\\NONE" },
          ],
        },
      ],
    });

    expect(value("KVP")).toBe("120");
    expect(value("FilterType")).toBe("FLAT");
    expect(value("ConvolutionKernel")).toBe("B30f");
    expect(value("ReconstructionDiameter")).toBe("350");
    expect(value("TableHeight")).toBe("170");
    expect(value("XRayTubeCurrent")).toBe("150");
    expect(value("ExposureTime")).toBe("500");
    expect(value("Exposure")).toBe("75");
    expect(value("ImageType")).toBe("DERIVED\\PRIMARY\\AXIAL\\NONE");
  });

  it.each([explicitBigEndian, implicitLittleEndian])(
    "give an MR frame its times, in %s too",
    async (transferSyntaxUID) => {
      const value = await frameTwo({
        transferSyntaxUID,
        shared: {
          MRTimingAndRelatedParametersSequence: [
            { RepetitionTime: 2000, FlipAngle: 90, RFEchoTrainLength: [16] },
          ],
          MRModifierSequence: [{ InversionTimes: [150] }],
        },
        perFrame: [
          { MREchoSequence: [{ EffectiveEchoTime: [4.6] }] },
          {
            MREchoSequence: [{ EffectiveEchoTime: [9.25] }],
            CardiacSynchronizationSequence: [
              { NominalCardiacTriggerDelayTime: [312.5] },
            ],
            FrameContentSequence: [{ FrameAcquisitionNumber: [7] }],
          },
        ],
      });

      expect(value("RepetitionTime")).toBe("2000");
      expect(value("FlipAngle")).toBe("90");
      expect(value("EchoTrainLength")).toBe("16");
      expect(value("InversionTime")).toBe("150");
      expect(value("EchoTime")).toBe("9.25");
      expect(value("TriggerTime")).toBe("312.5");
      expect(value("AcquisitionNumber")).toBe("7");
    },
  );

  it("let the frame's own word count before that of all frames, and that before the maker's", async () => {
    const philips = (echo: number): FixtureItem => ({
      "20050010 LO": "Philips MR Imaging DD 005",
      "2005100F SQ": [
        { EchoTime: echo, RepetitionTime: 1, FlipAngle: 20, EchoNumbers: 2 },
      ],
    });
    const value = await frameTwo({
      shared: {
        MRTimingAndRelatedParametersSequence: [
          { RepetitionTime: 2, FlipAngle: 30 },
        ],
      },
      perFrame: [
        philips(10),
        {
          ...philips(20),
          MRTimingAndRelatedParametersSequence: [{ FlipAngle: 40 }],
        },
      ],
    });

    expect(value("FlipAngle")).toBe("40");
    expect(value("RepetitionTime")).toBe("2");
    expect(value("EchoTime")).toBe("20");
    expect(value("EchoNumbers")).toBe("2");
  });

  it("give a frame of a tomosynthesis the only acquisition there is", async () => {
    const acquisition = { KVP: 29, BodyPartThickness: 52 };
    const single = await frameTwo({
      shared: { FrameAnatomySequence: [{ FrameLaterality: "L" }] },
      topLevel: { XRay3DAcquisitionSequence: [acquisition] },
    });
    const several = await frameTwo({
      topLevel: { XRay3DAcquisitionSequence: [acquisition, acquisition] },
    });

    expect(single("KVP")).toBe("29");
    expect(single("BodyPartThickness")).toBe("52");
    expect(single("ImageLaterality")).toBe("L");
    expect(several("KVP")).toBe(undefined);
  });

  it("move nothing the policy removes, no free text, no name, and nothing of another creator", async () => {
    const value = await frameTwo({
      perFrame: [
        {},
        {
          FrameContentSequence: [
            {
              FrameReferenceDateTime: "20240131101500",
              FrameComments: "CANARY",
              BodyPartExamined: "FIXTURE",
            },
          ],
          ReferencedImageSequence: [
            { SOPClassUID: "1.2.3", InstanceNumber: 9 },
          ],
          "20050010 LO": "Somebody else",
          "2005100F SQ": [{ EchoTime: 20 }],
        },
      ],
    });

    expect(value("FrameReferenceDateTime")).toBe(undefined);
    expect(value("FrameComments")).toBe(undefined);
    expect(value("BodyPartExamined")).toBe(undefined);
    expect(value("EchoTime")).toBe(undefined);
    expect(value("InstanceNumber")).toBe("2");
    expect(value("SOPClassUID")).toBe("1.2.840.10008.5.1.4.1.1.2");
  });

  it("describe the one frame of a file with one", async () => {
    const value = await frameTwo(
      {
        topLevel: { NumberOfFrames: 1 },
        perFrame: [{ MREchoSequence: [{ EffectiveEchoTime: [3] }] }, {}],
      },
      { frame: null },
    );

    expect(value("EchoTime")).toBe("3");
  });
});

describe("a frame of a rotation", () => {
  it("loses the angle of the first frame", async () => {
    const value = await frameTwo({
      topLevel: {
        PositionerPrimaryAngle: 10,
        PositionerPrimaryAngleIncrement: [0, 5],
        PositionerSecondaryAngle: 3,
      },
    });

    expect(value("PositionerPrimaryAngle")).toBe(undefined);
    expect(value("PositionerSecondaryAngle")).toBe("3");
  });
});
