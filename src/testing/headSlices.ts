// A head in thin slices: enough of it for a face to be made out again.
import type { ScannedInstance } from "../core/model/stack.ts";
import { scannedInstance } from "./groupedImages.ts";
import { axial, slicePixels } from "./seriesSlices.ts";

/** Slices of a head, a millimetre apart, from the feet upwards: `/export/0` and on. */
export function headSlices(count: number): readonly ScannedInstance[] {
  return Array.from({ length: count }, (_, index) =>
    scannedInstance(`/export/${index}`, {
      modality: "CT",
      bodyPartExamined: "HEAD",
      imagePositionPatient: [0, 0, index],
      imageOrientationPatient: axial,
      pixelSpacingMm: [0.45, 0.45],
      pixels: slicePixels,
      pixelData: {
        element: 0x7fe00010,
        valueOffset: 1000,
        lengthBytes: 512 * 512 * 2,
      },
    }),
  );
}
