// What a DICOMDIR (PS3.3 F, PS3.10 8) says is on its disc.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { asciiTextsOf, asciiTextOf } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";

/** A file that a DICOMDIR names. */
export interface DirectoryReference {
  /** Referenced File ID: names of folders and then of the file, from the folder of the DICOMDIR. */
  readonly fileID: readonly string[];
  /** Referenced SOP Instance UID in File; empty if the record has none. */
  readonly sopInstanceUID: string;
}

/** Directory Record Sequence: what makes a Media Storage Directory, whatever its SOP Class says. */
function directoryRecords(dataSet: DicomDataSet): DicomElement["items"] | null {
  const sequence = dataSet.elements.find(
    (element) => element.tag === tags.DirectoryRecordSequence,
  );
  return sequence === undefined ? null : (sequence.items ?? []);
}

/**
 * The files a DICOMDIR names, in its order; null if the data set is no DICOMDIR. Offsets between records are not looked
 * at: broken discs have them wrong, and the sequence holds every record in any case.
 */
export function directoryReferences(
  dataSet: DicomDataSet,
): readonly DirectoryReference[] | null {
  const records = directoryRecords(dataSet);
  if (records == null) return null;
  return records.flatMap((record): readonly DirectoryReference[] => {
    const element = (tag: Tag) =>
      record.find((candidate) => candidate.tag === tag) ?? null;
    const fileID = asciiTextsOf(
      element(tags.ReferencedFileID),
      dataSet.bytes,
    ).filter((part) => part !== "");
    if (fileID.length === 0) return [];
    const uid = element(tags.ReferencedSOPInstanceUIDInFile);
    return [{ fileID, sopInstanceUID: asciiTextOf(uid, dataSet.bytes) }];
  });
}
