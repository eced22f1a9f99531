// Reads a written file again, as a stranger would, and looks for anything that must not be in it.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { uidOf } from "./elementText.ts";
import { holdsOriginalUID, type PatientIdentifiers } from "./identifiers.ts";
import {
  implementationClassUID,
  implementationVersionName,
} from "./outputHead.ts";
import { hasJustTheMasks } from "./paintedPixels.ts";
import type { MaskedPixels } from "./pixelPlan.ts";
import { policyWouldChange } from "./policyResidue.ts";
import { patientWordLeft } from "./residueCheck.ts";
import { hasPolicyPrefix } from "./uidMapping.ts";
import { writtenPixels } from "./writtenPixels.ts";

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
 * `residue` and the tags concerned ("preamble" for what stands before them), or with the place where a word of the patient
 * is left. Where masks were painted, every pixel under them must be black, and every other one as it was. Free text may
 * stand only in attributes that the user keeps.
 */
export async function verifyDeid(
  written: ByteSource,
  identifiers: PatientIdentifiers,
  masked: MaskedPixels | null = null,
  keptFreeText: ReadonlySet<Tag> = new Set(),
): Promise<Result<null, RefusalReason>> {
  const read = await readDataSet(written);
  if (!read.ok) return failed(residue(["preamble"]));
  const dataSet = read.value;
  const found = new Set<string>();
  for (const tag of policyWouldChange(dataSet, keptFreeText))
    found.add(tagText(tag));
  for (const name of metaResidue(dataSet)) found.add(name);
  const pixels = await writtenPixels(dataSet, written);
  if (pixels === null) found.add(tagText(tags.PixelData));
  if (masked !== null && !(await hasJustTheMasks(dataSet, written, masked)))
    found.add(tagText(tags.PixelData));
  if (holdsOriginalUID(dataSet, identifiers)) found.add("uid");
  if (found.size > 0) return failed(residue([...found]));
  const left = patientWordLeft(dataSet, pixels?.headers ?? [], {
    words: identifiers.words,
    keptFreeText,
  });
  return left === null ? success(null) : failed(left);
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
