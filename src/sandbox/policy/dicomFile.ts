// The sandbox's own reading of a DICOM file: dicom-parser, with its thrown strings and silent skips turned into data.
import dicomParser from "dicom-parser";
import { failed, success, type Result } from "../../shared/result.ts";

/** One top-level element of the data set or the file meta information. */
export interface FileElement {
  /** Eight upper-case hexadecimal digits. */
  readonly tag: string;
  /** Empty in implicit VR files. */
  readonly vr: string;
  readonly valueOffset: number;
  readonly valueLength: number;
  readonly isSequence: boolean;
}

/** A file that was read to its end. */
export interface DicomFile {
  readonly bytes: Buffer;
  readonly transferSyntaxUID: string;
  readonly isBigEndian: boolean;
  /** By tag; group 0002 included. */
  readonly elements: ReadonlyMap<string, FileElement>;
  /** Fragments of encapsulated pixel data; null for native or no pixel data. */
  readonly fragmentCount: number | null;
  /** Bytes that belong to no element: repeated elements, or what lies between or after them. */
  readonly hasHiddenBytes: boolean;
}

/** Why a file could not be read. */
export type UnreadableFile =
  "notDicom" | "unsupportedTransferSyntax" | "damaged";

const implicitVR = "1.2.840.10008.1.2";
const bigEndian = "1.2.840.10008.1.2.2";

/** Deflate and HTJ2K: the site's own parser is said not to know them (contract section 10, item 8). */
const unsupported = [
  "1.2.840.10008.1.2.1.99",
  "1.2.840.10008.1.2.4.201",
  "1.2.840.10008.1.2.4.202",
  "1.2.840.10008.1.2.4.203",
];

/** VRs whose explicit form has a length of four bytes (PS3.5 7.1.2). */
const longForms = ["OB", "OD", "OF", "OL", "OW", "SQ", "UC", "UN", "UR", "UT"];

const preambleLength = 132;

function readElement(element: dicomParser.Element): FileElement {
  return {
    tag: element.tag.slice(1).toUpperCase(),
    vr: element.vr ?? "",
    valueOffset: element.dataOffset,
    valueLength: element.length,
    isSequence: element.items !== undefined || element.vr === "SQ",
  };
}

function headerLength(element: FileElement, isImplicit: boolean): number {
  if (isImplicit && !element.tag.startsWith("0002")) return 8;
  return longForms.includes(element.vr) ? 12 : 8;
}

/** Whether the elements lie end to end from the preamble to the end of the file. */
function isGapless(
  elements: readonly FileElement[],
  isImplicit: boolean,
  totalLength: number,
): boolean {
  let position = preambleLength;
  for (const element of [...elements].sort(
    (a, b) => a.valueOffset - b.valueOffset,
  )) {
    if (element.valueOffset - headerLength(element, isImplicit) !== position)
      return false;
    position = element.valueOffset + element.valueLength;
  }
  return position === totalLength;
}

/** Reads a whole file. Never throws. */
export function readDicomFile(
  bytes: Buffer,
): Result<DicomFile, UnreadableFile> {
  if (bytes.toString("latin1", 128, preambleLength) !== "DICM")
    return failed("notDicom");
  try {
    const meta = dicomParser.parseDicom(bytes, { untilTag: "x00020010" });
    const transferSyntaxUID = (meta.string("x00020010") ?? "").trim();
    if (unsupported.includes(transferSyntaxUID))
      return failed("unsupportedTransferSyntax");
    const dataSet = dicomParser.parseDicom(bytes);
    const elements = Object.values(dataSet.elements).map(readElement);
    const isImplicit = transferSyntaxUID === implicitVR;
    return success({
      bytes,
      transferSyntaxUID,
      isBigEndian: transferSyntaxUID === bigEndian,
      elements: new Map(elements.map((element) => [element.tag, element])),
      fragmentCount: dataSet.elements["x7fe00010"]?.fragments?.length ?? null,
      hasHiddenBytes: !isGapless(elements, isImplicit, bytes.length),
    });
  } catch {
    return failed("damaged");
  }
}

/** Text of an element without padding; empty if it is absent. Latin-1, which is enough to compare ASCII values. */
export function textOf(file: DicomFile, tag: string): string {
  const element = file.elements.get(tag);
  if (element === undefined) return "";
  const end = element.valueOffset + element.valueLength;
  return file.bytes
    .toString("latin1", element.valueOffset, end)
    .replace(/^ +|[ \0]+$/g, "");
}

/** First unsigned 16-bit value of an element, or null. */
export function uint16Of(file: DicomFile, tag: string): number | null {
  const element = file.elements.get(tag);
  if (element === undefined || element.valueLength < 2) return null;
  return file.isBigEndian
    ? file.bytes.readUInt16BE(element.valueOffset)
    : file.bytes.readUInt16LE(element.valueOffset);
}

/** First number of a decimal or integer string, or null. */
export function numberOf(file: DicomFile, tag: string): number | null {
  const first = (textOf(file, tag).split("\\")[0] ?? "").trim();
  const value = Number(first);
  return first === "" || !Number.isFinite(value) ? null : value;
}
