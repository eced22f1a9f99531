// Chest films that no patient has: lungs, heart and ribs drawn by code, as Digital X-Ray images.
import { bitmapLetterRows } from "./bitmapLetters.ts";
import { dicomFile, testUID, type FixtureItem } from "./dicomFixtures.ts";

const columns = 480;
const rows = 560;

/** What tells one film from another. */
export interface ChestFilm {
  readonly number: number;
  readonly description: string;
  readonly viewPosition: string;
  readonly age: string;
  /** Printed into the pixels; null for none. */
  readonly printed: string | null;
  /** In place of what the film has otherwise, or beside it. */
  readonly attributes?: FixtureItem;
}

/** One film as a file. */
export function chestFilm(film: ChestFilm): Uint8Array<ArrayBuffer> {
  const { number, printed } = film;
  const samples = anatomy(number);
  if (printed !== null) print(samples, printed);
  return dicomFile({
    attributes: {
      SpecificCharacterSet: "ISO_IR 192",
      ImageType: "ORIGINAL\\PRIMARY",
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.1.1",
      SOPInstanceUID: testUID(94, number),
      StudyDate: "20240131",
      StudyTime: "101500",
      Modality: "DX",
      Manufacturer: "Casedrop tests",
      StudyDescription: "Chest",
      SeriesDescription: film.description,
      PatientName: "FIXTURE^ANNA",
      PatientID: "FIX-1",
      PatientSex: "F",
      PatientAge: film.age,
      BodyPartExamined: "CHEST",
      ViewPosition: film.viewPosition,
      StudyInstanceUID: testUID(92),
      SeriesInstanceUID: testUID(93, number),
      SeriesNumber: number,
      InstanceNumber: 1,
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      Rows: rows,
      Columns: columns,
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      WindowCenter: "2048",
      WindowWidth: "4096",
      RescaleIntercept: "0",
      RescaleSlope: "1",
      PresentationLUTShape: "IDENTITY",
      ...film.attributes,
      PixelData: new Uint8Array(samples.buffer),
    },
  });
}

function anatomy(seed: number): Uint16Array {
  const samples = new Uint16Array(columns * rows);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      samples[y * columns + x] = Math.round(level(x, y) + grain(x, y, seed));
  return samples;
}

/** Brighter where more is in the way of the rays. */
function level(x: number, y: number): number {
  const inside = (cx: number, cy: number, rx: number, ry: number) =>
    1 - Math.min(1, ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2);
  const body = inside(240, 330, 225, 330) > 0 ? 1900 : 120;
  const lungs =
    Math.sqrt(Math.max(inside(140, 280, 85, 190), inside(340, 280, 85, 190))) *
    1300;
  const heart = Math.sqrt(inside(265, 370, 95, 95)) * 1100;
  const spine = Math.sqrt(inside(240, 300, 26, 420)) * 700;
  const ribs = Math.max(0, Math.sin((y + Math.abs(x - 240) / 2.2) / 9)) * 160;
  return body - lungs + heart + spine + (lungs > 0 ? ribs : 0) + 300;
}

function grain(x: number, y: number, seed: number): number {
  return ((x * 7919 + y * 104_729 + seed * 31) % 61) - 30;
}

function print(samples: Uint16Array, words: string): void {
  const dot = 3;
  Array.from(words).forEach((letter, index) => {
    bitmapLetterRows(letter).forEach((row, dotY) => {
      Array.from(row).forEach((mark, dotX) => {
        if (mark !== "#") return;
        for (let y = 0; y < dot; y += 1)
          samples.fill(
            4095,
            (14 + dotY * dot + y) * columns + 14 + (index * 6 + dotX) * dot,
            (14 + dotY * dot + y) * columns +
              14 +
              (index * 6 + dotX) * dot +
              dot,
          );
      });
    });
  });
}
