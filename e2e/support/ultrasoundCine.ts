// An ultrasound cine with the patient's name printed into every frame, built by code.
import { bitmapLetterRows } from "../../src/testing/bitmapLetters.ts";
import {
  dicomFile,
  testUID,
  type FixtureItem,
} from "../../src/testing/dicomFixtures.ts";

export const cineColumns = 320;
export const cineRows = 240;
export const cineFrames = 8;

/** Where the name stands: letters of 3 pixels a dot, white on black. */
export const nameBox = { left: 12, top: 8, width: 216, height: 21 } as const;
const name = "FIXTURE ANNA";
const dot = 3;

/** What the scanner measures in, as it declares it (PS3.3 C.8.5.5): below the name. */
export const cineRegion = {
  left: 40,
  top: 40,
  width: 240,
  height: 195,
} as const;

/** The multi-frame file, eight bits of grey. */
export function ultrasoundCine({
  attributes,
  study = 82,
}: {
  readonly attributes?: FixtureItem;
  readonly study?: number;
} = {}): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(cineColumns * cineRows * cineFrames);
  for (let frame = 0; frame < cineFrames; frame += 1)
    pixels.set(cineFrame(frame), frame * cineColumns * cineRows);
  return dicomFile({
    attributes: {
      SpecificCharacterSet: "ISO_IR 192",
      ImageType: "ORIGINAL\\PRIMARY",
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
      SOPInstanceUID: testUID(study + 2, 1),
      StudyDate: "20240131",
      StudyTime: "101500",
      Modality: "US",
      Manufacturer: "Casedrop tests",
      StudyDescription: "US abdomen",
      SeriesDescription: "Liver cine",
      PatientName: "FIXTURE^ANNA",
      PatientID: "FIX-1",
      PatientBirthDate: "19700101",
      PatientSex: "F",
      PatientAge: "054Y",
      StudyInstanceUID: testUID(study),
      SeriesInstanceUID: testUID(study + 1),
      SeriesNumber: 2,
      InstanceNumber: 1,
      FrameTime: 40,
      NumberOfFrames: cineFrames,
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      Rows: cineRows,
      Columns: cineColumns,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      PixelData: pixels,
      ...attributes,
    },
  });
}

/** The region, for a file that declares it. */
export const declaredRegion: FixtureItem = {
  SequenceOfUltrasoundRegions: [
    {
      RegionSpatialFormat: 1,
      RegionDataType: 1,
      RegionFlags: 0,
      RegionLocationMinX0: cineRegion.left,
      RegionLocationMinY0: cineRegion.top,
      RegionLocationMaxX1: cineRegion.left + cineRegion.width - 1,
      RegionLocationMaxY1: cineRegion.top + cineRegion.height - 1,
    },
  ],
};

/** One frame: a fan of tissue whose texture moves, and the name above it, which does not. */
export function cineFrame(frame: number): Uint8Array {
  const pixels = new Uint8Array(cineColumns * cineRows);
  for (let y = 0; y < cineRows; y += 1)
    for (let x = 0; x < cineColumns; x += 1) {
      const radius = Math.hypot(x - cineColumns / 2, y - 20);
      const angle = Math.abs(Math.atan2(x - cineColumns / 2, y - 20));
      if (radius < 30 || radius > 210 || angle > 0.6) continue;
      pixels[y * cineColumns + x] =
        60 + Math.round(30 * Math.sin((x + frame * 4) / 9) * Math.cos(y / 7));
    }
  Array.from(name).forEach((letter, place) => {
    bitmapLetterRows(letter).forEach((row, y) => {
      Array.from(row).forEach((mark, x) => {
        if (mark !== "#") return;
        const left = nameBox.left + (place * 6 + x) * dot;
        const top = nameBox.top + y * dot;
        for (let line = top; line < top + dot; line += 1)
          pixels.fill(
            250,
            line * cineColumns + left,
            line * cineColumns + left + dot,
          );
      });
    });
  });
  return pixels;
}
