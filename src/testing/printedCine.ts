// An ultrasound cine with print in its pixels, made by code.
import { dicomFile, testUID } from "./dicomFixtures.ts";
import { printedFrame, type PrintedText } from "./drawnText.ts";

/** Columns and rows of the cine. */
export const cineSize = { columns: 320, rows: 200 };

/** A name at the top, as the headers have it. */
export const printedName: PrintedText = {
  text: "QUIBBLEWORTH, ZEBEDEE",
  left: 12,
  top: 6,
  level: 230,
  dot: 2,
};

/** Somebody's words at the bottom. */
export const printedRemark: PrintedText = {
  text: "SUPINE AFTER LUNCH",
  left: 12,
  top: 170,
  level: 230,
  dot: 2,
};

/** Two frames with the same text on each; each number is a series of its own. */
export function printedCine(
  number: number,
  texts: readonly PrintedText[],
  attributes: Parameters<typeof dicomFile>[0]["attributes"] = {},
): Uint8Array {
  const frames = 2;
  const pixels = Array.from({ length: frames }, (_, seed) => {
    const ground = { ...cineSize, level: 40, spread: 30, seed };
    return Buffer.from(Uint8Array.from(printedFrame(ground, texts).samples));
  });
  return dicomFile({
    attributes: {
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
      SOPInstanceUID: testUID(9, number),
      StudyInstanceUID: testUID(7),
      SeriesInstanceUID: testUID(8, number),
      Modality: "US",
      PatientName: "QUIBBLEWORTH^ZEBEDEE",
      PatientID: "ZQ-774411",
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      NumberOfFrames: String(frames),
      Rows: cineSize.rows,
      Columns: cineSize.columns,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      PixelData: Buffer.concat(pixels),
      ...attributes,
    },
  });
}
