// Reads a film that was made for sending and says whether anything is in it that may not be (contract section 6). Shares no table with what made it.
import type { DicomElement, Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { ExplicitVRLittleEndian } from "../dicom/transferSyntaxes.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { FilmUIDs } from "../ports/secondLook.ts";

/** Everything a film may hold, with the form of its text; null for numbers of fixed size. */
const allowed: ReadonlyMap<Tag, RegExp | null> = new Map([
  [tags.SOPClassUID, /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.1(\.1){0,2}$/],
  [tags.SOPInstanceUID, /^2\.25\.\d{1,39}$/],
  [tags.StudyInstanceUID, /^2\.25\.\d{1,39}$/],
  [tags.SeriesInstanceUID, /^2\.25\.\d{1,39}$/],
  [tags.Modality, /^(CR|DX)$/],
  [tags.BodyPartExamined, /^CHEST$/],
  [tags.ViewPosition, /^(PA|AP)$/],
  [tags.PatientIdentityRemoved, /^YES$/],
  [tags.SamplesPerPixel, null],
  [tags.PhotometricInterpretation, /^MONOCHROME[12]$/],
  [tags.Rows, null],
  [tags.Columns, null],
  [tags.BitsAllocated, null],
  [tags.BitsStored, null],
  [tags.HighBit, null],
  [tags.PixelRepresentation, null],
  [tags.WindowCenter, /^[-+.\deE]{1,16}$/],
  [tags.WindowWidth, /^[-+.\deE]{1,16}$/],
  [tags.RescaleIntercept, /^[-+.\deE]{1,16}$/],
  [tags.RescaleSlope, /^[-+.\deE]{1,16}$/],
  [tags.VOILUTFunction, /^(LINEAR|LINEAR_EXACT|SIGMOID)$/],
  [tags.PresentationLUTShape, /^(IDENTITY|INVERSE)$/],
]);
const allowedMeta: ReadonlySet<Tag> = new Set([
  tags.FileMetaInformationGroupLength,
  tags.FileMetaInformationVersion,
  tags.MediaStorageSOPClassUID,
  tags.MediaStorageSOPInstanceUID,
  tags.TransferSyntaxUID,
  tags.ImplementationClassUID,
  tags.ImplementationVersionName,
]);

/** Tags of what may not leave, as eight upper-case hexadecimal digits; empty means that the film may be sent. */
export async function filmResidue(
  film: ByteSource,
  uids: FilmUIDs,
): Promise<readonly string[]> {
  const read = await readDataSet(film);
  if (!read.ok) return [hex(tags.PixelData)];
  const dataSet = read.value;
  const header = new HeaderReader(dataSet);
  const { pixelData } = dataSet;
  const isWhole =
    pixelData?.tag === tags.PixelData &&
    pixelData.valueLength !== null &&
    pixelData.valueOffset + pixelData.valueLength === film.sizeBytes;
  const wrong = [
    ...dataSet.meta.filter(({ tag }) => !allowedMeta.has(tag)),
    ...dataSet.elements.filter((element) => !isAllowed(element, header)),
  ].map(({ tag }) => hex(tag));
  const isItself =
    header.ascii(tags.SOPInstanceUID) === uids.instance &&
    header.ascii(tags.StudyInstanceUID) === uids.study &&
    header.ascii(tags.SeriesInstanceUID) === uids.series &&
    dataSet.transferSyntaxUID === ExplicitVRLittleEndian &&
    dataSet.hasPreamble;
  return [
    ...wrong,
    ...(isWhole ? [] : [hex(tags.PixelData)]),
    ...(isItself ? [] : [hex(tags.SOPInstanceUID)]),
  ];
}

function isAllowed(element: DicomElement, header: HeaderReader): boolean {
  const form = allowed.get(element.tag);
  if (form === undefined || element.items !== undefined) return false;
  return form === null
    ? element.valueLength <= 2
    : form.test(header.text(element.tag));
}

function hex(tag: Tag): string {
  return tag.toString(16).padStart(8, "0").toUpperCase();
}
