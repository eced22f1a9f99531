// What a DICOMDIR (PS3.3 F, PS3.10 8) says is on its disc: the files, in the order of its tree, and the studies and series they belong to.
import { characterSetOf } from "../dicom/characterSets.ts";
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import {
  asciiTextOf,
  asciiTextsOf,
  decodedTextOf,
  findElement,
  numberOf,
  valueContextOf,
  type ValueContext,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { recordsInTreeOrder, type DirectoryRecord } from "./directoryTree.ts";
import { salvagedRecords } from "./salvagedRecords.ts";

/** A study as a record of the directory describes it; empty where it says nothing. */
export interface DirectoryStudy {
  readonly studyInstanceUID: string;
  /** DA and TM as written. */
  readonly date: string;
  readonly time: string;
  readonly description: string;
}

/** A series as a record of the directory describes it. */
export interface DirectorySeries {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly number: number | null;
  readonly description: string;
}

/** A file that a DICOMDIR names. */
export interface DirectoryReference {
  /** Referenced File ID: names of folders and then of the file, from the folder of the DICOMDIR. */
  readonly fileID: readonly string[];
  /** Referenced SOP Instance UID in File; empty if the record has none. */
  readonly sopInstanceUID: string;
  readonly instanceNumber: number | null;
  /** Records above it; null where there are none. References of one series share the object. */
  readonly study: DirectoryStudy | null;
  readonly series: DirectorySeries | null;
}

/** The files a DICOMDIR names, in the order of its tree; null if the data set is no DICOMDIR, whatever its SOP Class says. */
export function directoryReferences(
  dataSet: DicomDataSet,
): readonly DirectoryReference[] | null {
  const sequence = findElement(dataSet.elements, tags.DirectoryRecordSequence);
  if (sequence === null) return null;
  const records = recordsInTreeOrder(
    dataSet,
    sequence.items ?? salvagedRecords(dataSet, sequence),
  );
  const describe = new RecordReader(dataSet);
  return records.flatMap((record) => {
    const reference = describe.reference(record);
    return reference === null ? [] : [reference];
  });
}

/** Reads records of one directory; each study and series once. */
class RecordReader {
  readonly #context: ValueContext;
  readonly #studies = new Map<readonly DicomElement[], DirectoryStudy>();
  readonly #series = new Map<readonly DicomElement[], DirectorySeries>();

  constructor(dataSet: DicomDataSet) {
    this.#context = valueContextOf(dataSet);
  }

  reference(record: DirectoryRecord): DirectoryReference | null {
    const { elements, study, series } = record;
    const fileID = asciiTextsOf(
      findElement(elements, tags.ReferencedFileID),
      this.#context.bytes,
      // Some writers begin at the folder itself.
    ).filter((part) => part !== "" && part !== ".");
    if (fileID.length === 0) return null;
    return {
      fileID,
      sopInstanceUID: this.#ascii(
        elements,
        tags.ReferencedSOPInstanceUIDInFile,
      ),
      instanceNumber: this.#number(elements, tags.InstanceNumber),
      study: study === null ? null : this.#studyOf(study),
      series: series === null ? null : this.#seriesOf(series),
    };
  }

  #studyOf(elements: readonly DicomElement[]): DirectoryStudy {
    const known = this.#studies.get(elements);
    if (known !== undefined) return known;
    const study = {
      studyInstanceUID: this.#ascii(elements, tags.StudyInstanceUID),
      date: this.#ascii(elements, tags.StudyDate),
      time: this.#ascii(elements, tags.StudyTime),
      description: this.#text(elements, tags.StudyDescription),
    };
    this.#studies.set(elements, study);
    return study;
  }

  #seriesOf(elements: readonly DicomElement[]): DirectorySeries {
    const known = this.#series.get(elements);
    if (known !== undefined) return known;
    const series = {
      seriesInstanceUID: this.#ascii(elements, tags.SeriesInstanceUID),
      modality: this.#ascii(elements, tags.Modality),
      number: this.#number(elements, tags.SeriesNumber),
      description: this.#text(elements, tags.SeriesDescription),
    };
    this.#series.set(elements, series);
    return series;
  }

  #ascii(elements: readonly DicomElement[], tag: Tag): string {
    return asciiTextOf(findElement(elements, tag), this.#context.bytes);
  }

  #number(elements: readonly DicomElement[], tag: Tag): number | null {
    return numberOf(findElement(elements, tag), this.#context);
  }

  /** A record may have a character set of its own (PS3.3 F.3.2.2). */
  #text(elements: readonly DicomElement[], tag: Tag): string {
    const declared = findElement(elements, tags.SpecificCharacterSet);
    const context =
      declared === null
        ? this.#context
        : {
            ...this.#context,
            characterSet: characterSetOf(
              asciiTextsOf(declared, this.#context.bytes),
            ),
          };
    return decodedTextOf(findElement(elements, tag), context).text;
  }
}
