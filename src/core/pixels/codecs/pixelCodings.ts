// How each transfer syntax (PS3.5 annex A) codes its pixels, and which of them can be decoded.
import type {
  CodecName,
  RefusalReason,
  VideoCoding,
} from "../../../shared/failure.ts";
import { isUncompressed } from "../../dicom/transferSyntaxes.ts";

/** What a transfer syntax does to pixels. */
type PixelCoding =
  | { readonly kind: "native" }
  | { readonly kind: "compressed"; readonly codec: CodecName }
  | { readonly kind: "video"; readonly coding: VideoCoding }
  | { readonly kind: "unknown" };

const codecs: ReadonlyMap<string, CodecName> = new Map([
  ["1.2.840.10008.1.2.4.50", "JPEG"], // Baseline (process 1), 8 bits
  ["1.2.840.10008.1.2.4.51", "JPEG"], // Extended (processes 2 and 4), 8 and 12 bits
  ["1.2.840.10008.1.2.4.53", "JPEG"], // Spectral selection (processes 6 and 8), retired
  ["1.2.840.10008.1.2.4.55", "JPEG"], // Full progression (processes 10 and 12), retired
  ["1.2.840.10008.1.2.4.57", "JPEG"], // Lossless (process 14)
  ["1.2.840.10008.1.2.4.70", "JPEG"], // Lossless, first-order prediction
  ["1.2.840.10008.1.2.4.80", "JPEG-LS"], // Lossless
  ["1.2.840.10008.1.2.4.81", "JPEG-LS"], // Near-lossless
  ["1.2.840.10008.1.2.4.90", "JPEG 2000"], // Lossless only
  ["1.2.840.10008.1.2.4.91", "JPEG 2000"],
  ["1.2.840.10008.1.2.4.92", "JPEG 2000"], // Part 2, lossless only; without its multi-component transforms
  ["1.2.840.10008.1.2.4.93", "JPEG 2000"], // Part 2
  ["1.2.840.10008.1.2.4.201", "HTJ2K"], // Lossless only
  ["1.2.840.10008.1.2.4.202", "HTJ2K"], // Lossless with RPCL
  ["1.2.840.10008.1.2.4.203", "HTJ2K"],
  ["1.2.840.10008.1.2.5", "RLE"],
  ["1.2.840.10008.1.2.8.1", "Deflate"], // Deflated image frame compression
]);

/** Below 1.2.840.10008.1.2.4; a suffix .1 (fragmentable) follows some. */
const videos: readonly (readonly [VideoCoding, RegExp])[] = [
  ["MPEG-2", /^10[01](\.1)?$/],
  ["H.264", /^10[2-6](\.1)?$/],
  ["H.265", /^10[78]$/],
];

const jpegFamily = "1.2.840.10008.1.2.4.";

/**
 * The standard's own (PS3.6 table A-1) and a maker's that are not decoded. Only these are repeated in reasons: what else
 * stands in (0002,0010) may be anything, a name included, and reasons go to reports and terminals.
 */
const undecoded: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2.1.98", // Encapsulated uncompressed
  ...[52, 54, 56, 58, 59, 60, 61, 62, 63, 64, 65, 66].map(
    (process) => `${jpegFamily}${process}`,
  ), // JPEG processes, retired
  ...["94", "95", "204", "205"].map((jpip) => `${jpegFamily}${jpip}`),
  ...["110", "111", "112"].map((jpegXL) => `${jpegFamily}${jpegXL}`),
  "1.2.840.10008.1.2.6.1", // MIME encapsulation
  "1.2.840.10008.1.2.6.2", // XML
  ...[1, 2, 3].map((smpte) => `1.2.840.10008.1.2.7.${smpte}`),
  "1.2.840.10008.1.20", // Papyrus 3
  "1.2.840.113619.5.2", // GE's own: implicit VR little endian with big endian pixels
]);

/** How the pixels of a transfer syntax are coded. */
export function pixelCodingOf(transferSyntaxUID: string): PixelCoding {
  if (isUncompressed(transferSyntaxUID)) return { kind: "native" };
  const codec = codecs.get(transferSyntaxUID);
  if (codec !== undefined) return { kind: "compressed", codec };
  if (!transferSyntaxUID.startsWith(jpegFamily)) return { kind: "unknown" };
  const number = transferSyntaxUID.slice(jpegFamily.length);
  const video = videos.find(([, pattern]) => pattern.test(number));
  return video === undefined
    ? { kind: "unknown" }
    : { kind: "video", coding: video[0] };
}

/** True for every transfer syntax `readFrame` can decode; single files can still be damaged or odd. */
export function canDecode(transferSyntaxUID: string): boolean {
  return refusalOfSyntax(transferSyntaxUID) === null;
}

/** Why pixels of a transfer syntax are never decoded, or null. A UID that is not listed here is not repeated: it is "". */
export function refusalOfSyntax(
  transferSyntaxUID: string,
): RefusalReason | null {
  const coding = pixelCodingOf(transferSyntaxUID);
  switch (coding.kind) {
    case "native":
    case "compressed":
      return null;
    case "video":
      return { kind: "videoPixelData", coding: coding.coding };
    case "unknown":
      return {
        kind: "unsupportedTransferSyntax",
        transferSyntaxUID: undecoded.has(transferSyntaxUID)
          ? transferSyntaxUID
          : "",
      };
  }
}
