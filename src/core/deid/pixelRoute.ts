// Decides how the pixels of an instance reach the output: copied wherever the site can read them, decoded only where it cannot.
import type { RefusalReason } from "../../shared/failure.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { isUncompressed } from "../dicom/transferSyntaxes.ts";
import { refusalOfSyntax } from "../pixels/codecs/pixelCodings.ts";
import type { CopiedCodec } from "./codestream/cleanCodestream.ts";
import { textOf, uidOf } from "./elementText.ts";

/** The way of an instance's pixels. */
export type PixelRoute =
  /** Uncompressed bytes, cut into frames. */
  | { readonly kind: "native" }
  /** Codestreams, one frame in each output. */
  | { readonly kind: "codestream"; readonly codec: CopiedCodec }
  /** Decoded, and written uncompressed. */
  | { readonly kind: "decode" }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/**
 * Encapsulated syntaxes that the site's viewer decodes: JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000, RLE
 * (PS3.5 A.4). Others that we can decode are transcoded (contract section 10, point 8).
 */
const copiedSyntaxes: ReadonlyMap<string, CopiedCodec> = new Map([
  ["1.2.840.10008.1.2.4.50", "JPEG"],
  ["1.2.840.10008.1.2.4.51", "JPEG"],
  ["1.2.840.10008.1.2.4.57", "JPEG"],
  ["1.2.840.10008.1.2.4.70", "JPEG"],
  ["1.2.840.10008.1.2.4.80", "JPEG-LS"],
  ["1.2.840.10008.1.2.4.81", "JPEG-LS"],
  ["1.2.840.10008.1.2.4.90", "JPEG 2000"],
  ["1.2.840.10008.1.2.4.91", "JPEG 2000"],
  ["1.2.840.10008.1.2.5", "RLE"],
]);

const JPEGBaseline = "1.2.840.10008.1.2.4.50";
/** Secondary captures, single and multi-frame. */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.\d+)?$/;

/** The route of an instance, known before any pixel is looked at. */
export function pixelRoute(dataSet: DicomDataSet): PixelRoute {
  const { transferSyntaxUID, pixelData } = dataSet;
  if (pixelData === null)
    return { kind: "refused", reason: { kind: "noPixelData" } };
  // The policy keeps integers only: without their attribute no image would be left (contract section 10).
  if (pixelData.tag !== tags.PixelData)
    return {
      kind: "refused",
      reason: {
        kind: "unsupportedPixelLayout",
        keyword: keywordOf(pixelData.tag),
      },
    };
  const isEncapsulated = pixelData.valueLength === null;
  if (isUncompressed(transferSyntaxUID) === isEncapsulated)
    return {
      kind: "refused",
      reason: refusalOfSyntax(transferSyntaxUID) ?? {
        kind: "header",
        problem: "badStructure",
      },
    };
  if (!isEncapsulated) return { kind: "native" };
  const codec = copiedSyntaxes.get(transferSyntaxUID);
  const isReadable = isReadBySite({
    transferSyntaxUID,
    sopClassUID: uidOf(dataSet, dataSet.elements, tags.SOPClassUID),
    photometricInterpretation: textOf(dataSet, tags.PhotometricInterpretation),
  });
  if (codec !== undefined && isReadable) return { kind: "codestream", codec };
  const reason = refusalOfSyntax(transferSyntaxUID);
  return reason === null ? { kind: "decode" } : { kind: "refused", reason };
}

/**
 * True for compressed pixels that the site reads as they are. Colour secondary captures in baseline JPEG pass its check and
 * break its conversion (contract section 10, point 8).
 */
export function isReadBySite(image: {
  readonly transferSyntaxUID: string;
  readonly sopClassUID: string;
  readonly photometricInterpretation: string;
}): boolean {
  const { transferSyntaxUID, sopClassUID, photometricInterpretation } = image;
  const breaksTheSite =
    transferSyntaxUID === JPEGBaseline &&
    photometricInterpretation.startsWith("YBR_") &&
    secondaryCapture.test(sopClassUID);
  return copiedSyntaxes.has(transferSyntaxUID) && !breaksTheSite;
}
