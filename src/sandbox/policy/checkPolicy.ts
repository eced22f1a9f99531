// The server's check: a file passes if applying the policy once more would change nothing (contract section 10).
import { assertNever } from "../../shared/assertNever.ts";
import {
  numberOf,
  readDicomFile,
  textOf,
  uint16Of,
  type DicomFile,
  type FileElement,
} from "./dicomFile.ts";
import {
  decimalStringTags,
  hashedUidPrefix,
  ruleFor,
  type PolicyVersion,
} from "./policyTables.ts";

/** Outcome for one file. It is accepted if `tags` and `problems` are both empty. Holds no value of the file. */
export interface PolicyReport {
  /** Elements the policy would change, remove or add: eight upper-case hexadecimal digits, ascending. */
  readonly tags: readonly string[];
  /** Reasons that are no single element's, in English. */
  readonly problems: readonly string[];
  /** What is worth knowing without being refused. */
  readonly warnings: readonly string[];
  /** False if the conversion after the check would fail. */
  readonly isConvertible: boolean;
}

const maxDecimalStringLength = 16;

function isChangedByRule(
  file: DicomFile,
  element: FileElement,
  version: PolicyVersion,
): boolean {
  const rule = ruleFor(element.tag, textOf(file, "00080016"), version);
  switch (rule.kind) {
    case "keep":
      return false;
    case "remove":
      return true;
    case "empty":
      return element.valueLength > 0;
    case "constant":
      return textOf(file, element.tag) !== rule.value;
    case "hash":
      return !textOf(file, element.tag).startsWith(hashedUidPrefix);
    case "method":
      return textOf(file, element.tag) === "";
    default:
      return assertNever(rule, "tag rule");
  }
}

/** Person names and ages are refused wherever they are left; sequences never survive. */
function isRefusedByForm(element: FileElement): boolean {
  if (element.isSequence) return element.valueLength > 0;
  return ["PN", "AS"].includes(element.vr) && element.valueLength > 0;
}

function isClippedDecimalString(
  file: DicomFile,
  element: FileElement,
): boolean {
  if (element.vr !== "DS" && !decimalStringTags.has(element.tag)) return false;
  return textOf(file, element.tag)
    .split("\\")
    .some((value) => value.length > maxDecimalStringLength);
}

function isViolation(
  file: DicomFile,
  element: FileElement,
  version: PolicyVersion,
): boolean {
  return (
    isChangedByRule(file, element, version) ||
    isRefusedByForm(element) ||
    isClippedDecimalString(file, element) ||
    (element.tag === "00280302" && textOf(file, element.tag) === "YES")
  );
}

/** What the policy adds, so that a file without it would change. */
const requiredTags = ["00080016", "00120062", "00120063"];

function missingTags(file: DicomFile): readonly string[] {
  return requiredTags.filter((tag) => textOf(file, tag) === "");
}

/** The policy leaves the file meta information alone; what it gives away is told all the same. */
function metaWarnings(file: DicomFile): readonly string[] {
  const warnings: string[] = [];
  const mediaUid = textOf(file, "00020003");
  if (mediaUid !== "" && !mediaUid.startsWith(hashedUidPrefix))
    warnings.push("File meta holds a SOP Instance UID that was not replaced");
  for (const tag of ["00020016", "00020017", "00020018", "00020100"])
    if (file.elements.has(tag)) warnings.push(`File meta holds element ${tag}`);
  if (file.bytes.subarray(0, 128).some((byte) => byte !== 0))
    warnings.push("The preamble is not empty");
  return warnings;
}

function contentWarnings(file: DicomFile): readonly string[] {
  const warnings: string[] = [];
  const burnedIn = textOf(file, "00280301");
  if (burnedIn !== "" && burnedIn !== "NO")
    warnings.push("Burned-in annotation is not NO");
  if ((numberOf(file, "00280008") ?? 1) > 1)
    warnings.push("Several frames in one file: only one is shown");
  return warnings;
}

/** Bytes that native pixel data must have, or null if the attributes that say so are missing. */
function nativePixelBytes(file: DicomFile): number | null {
  const rows = uint16Of(file, "00280010");
  const columns = uint16Of(file, "00280011");
  const bitsAllocated = uint16Of(file, "00280100");
  if (rows === null || columns === null || bitsAllocated === null) return null;
  const samples = uint16Of(file, "00280002") ?? 1;
  const isSubsampled = textOf(file, "00280004").endsWith("_422");
  const frames = numberOf(file, "00280008") ?? 1;
  const bits = rows * columns * samples * bitsAllocated * frames;
  return Math.ceil((bits * (isSubsampled ? 2 / 3 : 1)) / 8);
}

function isConvertible(file: DicomFile): boolean {
  const pixelData = file.elements.get("7FE00010");
  const expected = nativePixelBytes(file);
  if (pixelData === undefined || expected === null || expected === 0)
    return false;
  if (file.fragmentCount !== null) return file.fragmentCount > 0;
  return pixelData.valueLength >= expected;
}

function refusedWhole(problem: string): PolicyReport {
  return { tags: [], problems: [problem], warnings: [], isConvertible: false };
}

/** Checks one file against a version of the policy. Never throws. */
export function checkPolicy(
  bytes: Buffer,
  version: PolicyVersion,
): PolicyReport {
  const read = readDicomFile(bytes);
  if (!read.ok) {
    switch (read.failure) {
      case "notDicom":
        return refusedWhole("Not a DICOM file");
      case "unsupportedTransferSyntax":
        return refusedWhole("Transfer syntax not supported");
      case "damaged":
        return refusedWhole("DICOM file cannot be parsed");
      default:
        return assertNever(read.failure, "unreadable file");
    }
  }
  const file = read.value;
  const violations = [...file.elements.values()]
    .filter((element) => !element.tag.startsWith("0002"))
    .filter((element) => isViolation(file, element, version))
    .map((element) => element.tag);
  return {
    tags: [...new Set([...violations, ...missingTags(file)])].sort(),
    problems: file.hasHiddenBytes
      ? ["Bytes outside of every data element, or a repeated element"]
      : [],
    warnings: [...metaWarnings(file), ...contentWarnings(file)],
    isConvertible: isConvertible(file),
  };
}
