// Enhanced multi-frame objects for tests, with what classic images say at their top in functional groups (PS3.3 C.7.6.16).
import {
  ctSliceAttributes,
  dicomFile,
  testUID,
  type FixtureItem,
} from "./dicomFixtures.ts";

const planes: FixtureItem = {
  PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
  PixelMeasuresSequence: [{ PixelSpacing: [0.75, 0.5], SliceThickness: 2.5 }],
};

/** What makes an enhanced object: its class, and functional groups for each frame. */
interface EnhancedObject {
  readonly sopClassUID: string;
  readonly modality: string;
  readonly topLevel?: FixtureItem;
  readonly frames: readonly FixtureItem[];
}

/** Its file, of frames of 4 x 4 pixels. */
export function enhancedFile(object: EnhancedObject): Uint8Array<ArrayBuffer> {
  return dicomFile({
    attributes: {
      ...ctSliceAttributes({
        without: [
          "ImagePositionPatient",
          "ImageOrientationPatient",
          "PixelSpacing",
          "SliceThickness",
          "RescaleSlope",
          "RescaleIntercept",
          "WindowCenter",
          "WindowWidth",
          "AcquisitionNumber",
        ],
      }),
      SOPClassUID: object.sopClassUID,
      SOPInstanceUID: testUID(9, 1),
      Modality: object.modality,
      NumberOfFrames: object.frames.length,
      PixelData: Array.from(
        { length: 16 * object.frames.length },
        (_, index) => index,
      ),
      ...object.topLevel,
      SharedFunctionalGroupsSequence: [planes],
      PerFrameFunctionalGroupsSequence: object.frames,
    },
  });
}

const place = (z: number): FixtureItem => ({
  PlanePositionSequence: [{ ImagePositionPatient: [-10, -20, z] }],
});

/** One of each kind the site takes apart. */
export const enhancedObjects = {
  "enhanced CT": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.2.1",
    modality: "CT",
    frames: [0, 2.5, 5].map((z, index) => ({
      ...place(z),
      PixelValueTransformationSequence: [
        { RescaleIntercept: -1024 - index, RescaleSlope: 1.5 },
      ],
      FrameVOILUTSequence: [{ WindowCenter: 40 + index, WindowWidth: 400 }],
      FrameContentSequence: [{ FrameAcquisitionNumber: 3 }],
    })),
  },
  "enhanced MR of diffusion": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
    modality: "MR",
    frames: [0, 1, 2, 3].map((index) => ({
      ...place(5 * (index % 2)),
      MRDiffusionSequence: [{ DiffusionBValue: index < 2 ? 0 : 1000 }],
      MREchoSequence: [{ EffectiveEchoTime: 61.25 }],
      FrameContentSequence: [{ TemporalPositionIndex: 1 + (index >> 1) }],
    })),
  },
  "enhanced MR of the heart": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
    modality: "MR",
    frames: [0, 40.5, 81].map((delay, index) => ({
      ...place(0),
      CardiacSynchronizationSequence: [
        { NominalCardiacTriggerDelayTime: delay },
      ],
      FrameContentSequence: [{ TemporalPositionIndex: index + 1 }],
    })),
  },
  "enhanced PET": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.130",
    modality: "PT",
    frames: [0, 3].map((z, index) => ({
      ...place(z),
      PixelValueTransformationSequence: [
        { RescaleIntercept: 0, RescaleSlope: 0.123456789 * (index + 1) },
      ],
    })),
  },
  // Its places lie in a volume of its own, for which plain images have no attributes; the spacing holds all the same.
  "enhanced US volume": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.6.2",
    modality: "US",
    frames: [0, 1.5, 3].map((z, index) => ({
      PlanePositionVolumeSequence: [{ ImagePositionVolume: [0, 0, z] }],
      FrameVOILUTSequence: [{ WindowCenter: 100 + index, WindowWidth: 200 }],
    })),
  },
  "enhanced XA": {
    sopClassUID: "1.2.840.10008.5.1.4.1.1.12.1.1",
    modality: "XA",
    frames: [1, 2].map((index) => ({
      FrameVOILUTSequence: [{ WindowCenter: 128, WindowWidth: 100 * index }],
      FrameContentSequence: [{ FrameAcquisitionNumber: index }],
    })),
  },
} satisfies Readonly<Record<string, EnhancedObject>>;
