// Reads a written file again, as a stranger would, and looks for anything that must not be in it.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { paddedText, rawValue, uidOf } from "./elementText.ts";
import { encapsulatedFrames } from "../pixels/encapsulatedFrames.ts";
import { cleanCodestream } from "./codestream/cleanCodestream.ts";
import { CodestreamReader } from "./codestream/codestreamReader.ts";
import { pixelCount } from "./framePixels.ts";
import { hasJustTheMasks } from "./paintedPixels.ts";
import type { MaskedPixels } from "./pixelPlan.ts";
import { pixelRoute } from "./pixelRoute.ts";
import { holdsIdentifier, type PatientIdentifiers } from "./identifiers.ts";
import {
  deidentificationMethod,
  implementationClassUID,
  implementationVersionName,
} from "./outputHead.ts";
import { policyWouldChange } from "./policyResidue.ts";
import { hasPolicyPrefix } from "./uidMapping.ts";

/** File meta information of every output, in order. */
const metaTags: readonly Tag[] = [
  tags.FileMetaInformationGroupLength,
  tags.FileMetaInformationVersion,
  tags.MediaStorageSOPClassUID,
  tags.MediaStorageSOPInstanceUID,
  tags.TransferSyntaxUID,
  tags.ImplementationClassUID,
  tags.ImplementationVersionName,
];

/**
 * Checks the written file against the policy, against what we write, and against what identifies its patient. Fails with
 * `residue` and the tags concerned ("preamble" for what stands before them). Where masks were painted, every pixel under
 * them must be black, and every other one as it was.
 */
export async function verifyDeid(
  written: ByteSource,
  identifiers: PatientIdentifiers,
  masked: MaskedPixels | null = null,
): Promise<Result<null, RefusalReason>> {
  const read = await readDataSet(written);
  if (!read.ok) return failed(residue(["preamble"]));
  const dataSet = read.value;
  const found = new Set<string>();
  for (const tag of policyWouldChange(dataSet)) found.add(tagText(tag));
  for (const name of metaResidue(dataSet)) found.add(name);
  if (!(await endsWithPixels(dataSet, written)))
    found.add(tagText(tags.PixelData));
  if (masked !== null && !(await hasJustTheMasks(dataSet, written, masked)))
    found.add(tagText(tags.PixelData));
  for (const name of identifierResidue(dataSet, identifiers)) found.add(name);
  return found.size === 0 ? success(null) : failed(residue([...found]));
}

function residue(tags: readonly string[]): RefusalReason {
  return { kind: "residue", tags };
}

/** A preamble of zeros, and file meta information that is ours to the last value. */
function metaResidue(dataSet: DicomDataSet): readonly string[] {
  const found: string[] = [];
  const { bytes, meta } = dataSet;
  if (!dataSet.hasPreamble || bytes.subarray(0, 128).some((b) => b !== 0))
    found.push("preamble");
  const value = (tag: Tag) => uidOf(dataSet, meta, tag);
  const instanceUID = value(tags.MediaStorageSOPInstanceUID);
  const inDataSet = uidOf(dataSet, dataSet.elements, tags.SOPInstanceUID);
  if (
    value(tags.MediaStorageSOPClassUID) !==
    uidOf(dataSet, dataSet.elements, tags.SOPClassUID)
  )
    found.push("00020002");
  if (
    !hasPolicyPrefix(instanceUID) ||
    (inDataSet !== "" && inDataSet !== instanceUID)
  )
    found.push("00020003");
  if (value(tags.ImplementationClassUID) !== implementationClassUID)
    found.push("00020012");
  if (value(tags.ImplementationVersionName) !== implementationVersionName)
    found.push("00020013");
  const extra = meta.filter(({ tag }) => !metaTags.includes(tag));
  for (const { tag } of extra) found.push(tagText(tag));
  for (const tag of metaTags)
    if (meta.filter((element) => element.tag === tag).length !== 1)
      found.push(tagText(tag));
  return found;
}

/** Pixel Data is there and is the last thing in the file. */
async function endsWithPixels(
  dataSet: DicomDataSet,
  written: ByteSource,
): Promise<boolean> {
  const { pixelData } = dataSet;
  if (pixelData?.tag !== tags.PixelData) return false;
  const { valueOffset, valueLength } = pixelData;
  if (valueLength !== null)
    return valueOffset + valueLength === written.sizeBytes;
  return hasOneCleanFragment(dataSet, written);
}

const itemHeadBytes = 8;

/** An empty offset table, one fragment whose codestream has nothing left to take out, the delimiter, and the end of the file. */
async function hasOneCleanFragment(
  dataSet: DicomDataSet,
  written: ByteSource,
): Promise<boolean> {
  const start = dataSet.pixelData?.valueOffset ?? 0;
  const route = pixelRoute(dataSet);
  const encapsulated = await encapsulatedFrames(written, dataSet);
  if (route.kind !== "codestream" || !encapsulated.ok) return false;
  const { frames, endOffset } = encapsulated.value;
  const [fragment, ...others] = frames.flat();
  if (fragment === undefined || others.length > 0) return false;
  const fragmentEnd = fragment.offset + fragment.length;
  const delimiter = await written.read(fragmentEnd, itemHeadBytes);
  const isWhole =
    fragment.offset === start + 2 * itemHeadBytes &&
    fragment.length % 2 === 0 &&
    endOffset === written.sizeBytes &&
    delimiter.ok &&
    Buffer.from(delimiter.value).toString("hex") === "feffdde000000000";
  if (!isWhole) return false;
  const reader = new CodestreamReader(written, [fragment]);
  const pixels = pixelCount(dataSet);
  const cleaned = await cleanCodestream(route.codec, reader, pixels);
  return cleaned.ok && cleaned.value?.removedParts === 0;
}

/** Values that are the same in every output, so that a patient of that name proves nothing. */
const ownTags: ReadonlySet<Tag> = new Set([
  tags.PatientIdentityRemoved,
  tags.DeidentificationMethod,
  tags.PhotometricInterpretation,
]);

/** Original UIDs, names and numbers of this instance that occur in the head after all. */
function identifierResidue(
  dataSet: DicomDataSet,
  identifiers: PatientIdentifiers,
): readonly string[] {
  const found: string[] = [];
  const { bytes, pixelData, elements } = dataSet;
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    pixelData?.valueOffset ?? bytes.byteLength,
  )
    .toString("latin1")
    .replace(deidentificationMethod, "")
    .replace(implementationVersionName, "");
  for (const [uidLike] of head.matchAll(/[0-9.]{10,}/g))
    if (identifiers.uids.has(uidLike)) found.push("uid");
  for (const value of identifiers.values)
    // A number alone may be part of a measurement; as a word of its own it is looked for below.
    if (!/^[\d.]*$/.test(value) && head.includes(value)) found.push("value");
  for (const element of elements) {
    const { tag, vr } = element;
    const mayHoldWords = ["CS", "SH", "LO"].includes(vr) && !ownTags.has(tag);
    if (
      mayHoldWords &&
      holdsIdentifier(paddedText(rawValue(dataSet, element).bytes), identifiers)
    )
      found.push(tagText(tag));
  }
  return found;
}
