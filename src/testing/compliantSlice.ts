// A DICOM slice that Radiopaedia's policy leaves as it is, for tests of the sandbox and of uploads.
import {
  dicomFile,
  type FixtureFile,
  type FixtureItem,
  type FixtureValue,
} from "./dicomFixtures.ts";

const hashedUidPrefix = "1.2.826.0.1.3680043.10.341.512.";

/** What may be asked of a slice. */
export interface CompliantSliceOptions {
  /** 1-based; makes the SOP Instance UID, the position and the pixels. Default 1. */
  readonly instanceNumber?: number;
  /** Added to the attributes, or in their place. */
  readonly attributes?: Readonly<Record<string, FixtureValue>>;
  /** Keywords to leave out. */
  readonly without?: readonly string[];
  /** Rows and columns. Default 8. */
  readonly side?: number;
  readonly file?: Omit<FixtureFile, "attributes">;
}

/** A ball that grows and shrinks along the stack of twenty slices, in stored values of 12 bits. */
function pixels(side: number, instanceNumber: number): readonly number[] {
  const half = side / 2;
  const depth = (instanceNumber - 10.5) / 10.5;
  return Array.from({ length: side * side }, (_, index) => {
    const x = (index % side) / half - 1;
    const y = Math.floor(index / side) / half - 1;
    const distance = Math.hypot(x, y, depth);
    return distance > 0.9
      ? 24 + (instanceNumber % 7)
      : 1000 + Math.round(400 * Math.cos(distance * 9));
  });
}

/** Attributes of a CT slice that is a fixed point of policy 0.5.2. */
function compliantAttributes(options: CompliantSliceOptions = {}): FixtureItem {
  const instanceNumber = options.instanceNumber ?? 1;
  const side = options.side ?? 8;
  const all: Record<string, FixtureValue> = {
    ImageType: "ORIGINAL\\PRIMARY\\AXIAL",
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: `${hashedUidPrefix}7.${instanceNumber}`,
    Modality: "CT",
    PatientSex: "F",
    PatientIdentityRemoved: "YES",
    DeidentificationMethod: "Casedrop tests",
    SliceThickness: "5",
    StudyInstanceUID: `${hashedUidPrefix}1.1`,
    SeriesInstanceUID: `${hashedUidPrefix}1.2`,
    InstanceNumber: instanceNumber,
    ImagePositionPatient: [0, 0, instanceNumber * 5],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    FrameOfReferenceUID: `${hashedUidPrefix}1.3`,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: side,
    Columns: side,
    PixelSpacing: [1, 1],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: "700",
    WindowWidth: "1400",
    PixelData: pixels(side, instanceNumber),
    ...options.attributes,
  };
  const left = options.without ?? [];
  return Object.fromEntries(
    Object.entries(all).filter(([keyword]) => !left.includes(keyword)),
  );
}

/** The bytes of such a slice. */
export function compliantSlice(options: CompliantSliceOptions = {}): Buffer {
  return Buffer.from(
    dicomFile({ attributes: compliantAttributes(options), ...options.file }),
  );
}
