// Finds the transfer syntax that a data set is really in, where its file meta says none, or one that its pixels contradict.
import { pixelCodingOf } from "../pixels/codecs/pixelCodings.ts";
import { bitsOfFrame } from "../pixels/nativeFrames.ts";
import { codestreamSyntax } from "./codestreamSyntax.ts";
import type { DicomDataSet } from "./dataSet.ts";
import * as tags from "./generated/tags.ts";
import { HeaderReader } from "./headerReader.ts";
import {
  encodingOf,
  isUncompressed,
  plainTransferSyntaxOf,
} from "./transferSyntaxes.ts";

/** Bytes behind the head of Pixel Data that show an empty offset table and the head of a codestream. */
export const codestreamHeadBytes = 2048;

/**
 * The declared transfer syntax unless it is missing ("") or the data set is plainly written in another way: with another
 * byte order or VRs, with Pixel Data of just the length of its frames under a syntax of fragments, or with codestreams
 * of another kind. `dataSet.transferSyntaxUID` is not looked at.
 */
export function trueTransferSyntax(
  dataSet: DicomDataSet,
  declaredUID: string,
): string {
  const { encoding, pixelData } = dataSet;
  const plain = plainTransferSyntaxOf(encoding);
  if (pixelData?.valueLength === null)
    return syntaxOfFragments(dataSet, pixelData.valueOffset, declaredUID);
  if (declaredUID === "") return plain;
  const declared = encodingOf(declaredUID);
  if (declared === null) return declaredUID;
  if (declared !== encoding) return plain;
  return pixelData !== null &&
    pixelCodingOf(declaredUID).kind === "compressed" &&
    isLengthOfFrames(dataSet, pixelData.valueLength)
    ? plain
    : declaredUID;
}

function syntaxOfFragments(
  dataSet: DicomDataSet,
  valueOffset: number,
  declaredUID: string,
): string {
  const { encoding } = dataSet;
  // A film is one codestream for all frames, of a kind that is not looked for here.
  const isFilm = pixelCodingOf(declaredUID).kind === "video";
  const codestream = isFilm ? null : firstCodestream(dataSet, valueOffset);
  const found = codestream === null ? null : codestreamSyntax(codestream);
  if (found !== null)
    return found.fitting.has(declaredUID)
      ? declaredUID
      : found.transferSyntaxUID;
  const declared = encodingOf(declaredUID);
  const isBelieved =
    declaredUID !== "" &&
    (declared === null ||
      declared === encoding ||
      !isUncompressed(declaredUID));
  return isBelieved ? declaredUID : plainTransferSyntaxOf(encoding);
}

const itemHeadBytes = 8;
const itemTag = 0xfeff00e0;

/** What is loaded of the first fragment behind the offset table. */
function firstCodestream(
  { bytes, encoding }: DicomDataSet,
  tableOffset: number,
): Uint8Array | null {
  // Fragments are little endian in every syntax that has them.
  if (encoding.isBigEndian) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthAt = (offset: number) =>
    offset + itemHeadBytes <= bytes.length && view.getUint32(offset) === itemTag
      ? view.getUint32(offset + 4, true)
      : null;
  const tableLength = lengthAt(tableOffset);
  if (tableLength === null) return null;
  const offset = tableOffset + itemHeadBytes + tableLength;
  const length = lengthAt(offset);
  if (length === null) return null;
  const start = offset + itemHeadBytes;
  return bytes.subarray(start, start + length);
}

/** True if the frames need just so many bytes, or one less where that makes their length even. */
function isLengthOfFrames(dataSet: DicomDataSet, length: number): boolean {
  const header = new HeaderReader(dataSet);
  const frames = Math.max(1, header.number(tags.NumberOfFrames) ?? 1);
  const layout = {
    rows: header.number(tags.Rows) ?? 0,
    columns: header.number(tags.Columns) ?? 0,
    samplesPerPixel: header.number(tags.SamplesPerPixel) ?? 0,
    bitsAllocated: header.number(tags.BitsAllocated) ?? 0,
    photometricInterpretation: header.ascii(tags.PhotometricInterpretation),
  };
  const bits = bitsOfFrame(layout, length / frames) ?? 0;
  const needed = Math.ceil((bits * frames) / 8);
  return needed > 0 && (length === needed || length === needed + (needed % 2));
}
