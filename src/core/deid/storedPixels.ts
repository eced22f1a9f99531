// What a header tells beforehand of how the pixels of an image will leave: copied, or decoded and written uncompressed.
import type { StoredPixels } from "../../shared/stackFacts.ts";
import { isUncompressed } from "../dicom/transferSyntaxes.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { pixelCodingOf } from "../pixels/codecs/pixelCodings.ts";
import { isReadBySite } from "./pixelRoute.ts";

/** Transfer syntaxes that keep every bit (PS3.5 A.4); of all others something may have been lost. */
const lossless = new Set([
  ...["57", "70", "80", "90", "92", "201", "202"].map(
    (number) => `1.2.840.10008.1.2.4.${number}`,
  ),
  "1.2.840.10008.1.2.5",
  "1.2.840.10008.1.2.8.1",
]);

/** Null where there are no pixels, or none that could be sent. */
export function storedPixels(header: InstanceHeader): StoredPixels | null {
  const { transferSyntaxUID, sopClassUID, pixels } = header;
  const { kind } = pixelCodingOf(transferSyntaxUID);
  if (pixels === null || kind === "video" || kind === "unknown") return null;
  const { photometricInterpretation } = pixels;
  if (isUncompressed(transferSyntaxUID))
    return { compression: "none", isReadBySite: true };
  return {
    compression: lossless.has(transferSyntaxUID) ? "lossless" : "lossy",
    isReadBySite: isReadBySite({
      transferSyntaxUID,
      sopClassUID,
      photometricInterpretation,
    }),
  };
}
