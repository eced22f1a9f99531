// Checks the header reader against the corpus: every file of truth.jsonl, whose values come from other readers.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  corpusPath,
  describeWithCorpus,
  hasCorpus,
} from "../../testing/corpus.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { dicomParserSummary } from "../../testing/dicomParserSummary.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { DicomDataSet } from "./dataSet.ts";
import { findElement } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import { readDataSet, type HeaderFailure } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";

/** One line of truth.jsonl: attributes by keyword, absent ones left out. */
type Truth = Readonly<Record<string, unknown>> & {
  readonly path: string;
  readonly kind: string;
};

/** What our reader says of files that are no readable data set; the reason stands beside those where others differ. */
const expectedFailures: Readonly<Record<string, HeaderFailure>> = {
  // Others give the elements before the cut; a header that ends in the middle is not to be relied on.
  "04-odd-structure/rtplan_truncated.dcm": {
    kind: "damaged",
    problem: "truncated",
  },
  "04-odd-structure/made-string-length-past-end.dcm": {
    kind: "damaged",
    problem: "lengthPastEnd",
  },
  "04-odd-structure/made-132-bytes-preamble-only.dcm": {
    kind: "damaged",
    problem: "truncated",
  },
  // A stray byte before a bare data set: no reader reads it.
  "04-odd-structure/no_meta.dcm": { kind: "notDicom" },
  "04-odd-structure/made-empty-file.dcm": { kind: "empty" },
  "10-messy-export/PACS Export 2020-01-02/empty.txt": { kind: "empty" },
};

/** Where the truth file has another value, or none. */
const deliberateValues: Readonly<Record<string, Readonly<Partial<Truth>>>> = {
  // The data set is implicit VR, whatever file meta says.
  "04-odd-structure/made-meta-says-explicit-data-is-implicit.dcm": {
    TransferSyntaxUID: "1.2.840.10008.1.2",
  },
  // No transfer syntax is declared: we say how the data set is written.
  "04-odd-structure/ExplVR_BigEndNoMeta.dcm": {
    TransferSyntaxUID: "1.2.840.10008.1.2.2",
  },
  "04-odd-structure/ExplVR_LitEndNoMeta.dcm": {
    TransferSyntaxUID: "1.2.840.10008.1.2.1",
  },
  // "1A" is no number.
  "04-odd-structure/badVR.dcm": { NumberOfFrames: 1 },
  // Valid UTF-8 beyond ASCII is never meant as ISO 8859-1.
  "05-character-sets/made-declared-latin1-but-utf8.dcm": {
    PatientName: "Müller^Jürgen",
  },
  // The truth file has no Media Storage SOP Class UID for these two, but the files do.
  "04-odd-structure/UN_sequence.dcm": {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
  },
  "04-odd-structure/priv_SQ.dcm": { SOPClassUID: "1.2.840.10008.5.1.4.1.1.4" },
  // Empty component groups at the end of a name are dropped whole.
  "05-character-sets/chrX1.dcm": { PatientName: "Wang^XiaoDong=王^小東" },
  "05-character-sets/chrX2.dcm": { PatientName: "Wang^XiaoDong=王^小东" },
};

/** Our values under the keywords of the truth file; empty ones are null. */
function ourValues(header: InstanceHeader): Record<string, unknown> {
  const { patient, pixels } = header;
  const values = {
    TransferSyntaxUID: header.transferSyntaxUID,
    SOPClassUID: header.sopClassUID,
    SOPInstanceUID: header.sopInstanceUID,
    SeriesInstanceUID: header.seriesInstanceUID,
    StudyInstanceUID: header.studyInstanceUID,
    Modality: header.modality,
    Rows: pixels?.rows,
    Columns: pixels?.columns,
    NumberOfFrames: pixels?.numberOfFrames,
    PhotometricInterpretation: pixels?.photometricInterpretation,
    SamplesPerPixel: pixels?.samplesPerPixel,
    BitsAllocated: pixels?.bitsAllocated,
    InstanceNumber: header.instanceNumber,
    SeriesNumber: header.seriesNumber,
    AcquisitionNumber: header.acquisitionNumber,
    TemporalPositionIdentifier: header.temporalPosition,
    ImagePositionPatient: header.imagePositionPatient,
    ImageOrientationPatient: header.imageOrientationPatient?.flat(),
    SliceLocation: header.sliceLocation,
    EchoTime: header.echoTimeMs,
    PatientName: patient.name,
    PatientID: patient.id,
    PatientBirthDate: patient.birthDate,
    StudyDate: header.studyDate,
    SeriesDescription: header.seriesDescription,
    Manufacturer: header.manufacturer,
    BurnedInAnnotation: header.burnedInAnnotation,
  };
  return Object.fromEntries(
    Object.entries(values).map(([keyword, value]) => [keyword, orNull(value)]),
  );
}

/** The truth in the same form. */
function trueValues(
  truth: Truth,
  dataSet: DicomDataSet,
  ours: Record<string, unknown>,
) {
  const hasFunctionalGroups =
    findElement(dataSet.elements, tags.PerFrameFunctionalGroupsSequence) !==
    null;
  const hasPixels = truth["Rows"] !== undefined;
  const fallbacks: Readonly<Record<string, unknown>> = {
    // Ours where the data set has none: the class from file meta, one frame, implicit VR without file meta.
    SOPClassUID: truth["MediaStorageSOPClassUID"],
    NumberOfFrames: hasPixels ? 1 : undefined,
    TransferSyntaxUID: "1.2.840.10008.1.2",
    // Ours are of the first frame where the objects keep them in functional groups.
    ...(hasFunctionalGroups
      ? {
          ImagePositionPatient: ours["ImagePositionPatient"],
          ImageOrientationPatient: ours["ImageOrientationPatient"],
          EchoTime: ours["EchoTime"],
        }
      : {}),
  };
  const deliberate = deliberateValues[truth.path] ?? {};
  return Object.fromEntries(
    Object.keys(ours).map((keyword) => [
      keyword,
      orNull(deliberate[keyword] ?? truth[keyword] ?? fallbacks[keyword]),
    ]),
  );
}

function orNull(value: unknown): unknown {
  return value === "" || value === undefined ? null : value;
}

function truthsOf(folder: string): readonly Truth[] {
  return truths.filter(({ path }) => path.startsWith(`${folder}/`));
}

const truths: readonly Truth[] = hasCorpus
  ? readFileSync(corpusPath("truth.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Truth)
  : [];
const folders = [...new Set(truths.map(({ path }) => path.split("/")[0]!))];

async function readPath(path: string) {
  return await readDataSet(memoryByteSource(readFileSync(corpusPath(path))));
}

async function readablesOf(
  folder: string,
): Promise<readonly { truth: Truth; dataSet: DicomDataSet }[]> {
  const readables = [];
  for (const truth of truthsOf(folder)) {
    const result = await readPath(truth.path);
    if (result.ok) readables.push({ truth, dataSet: result.value });
  }
  return readables;
}

describeWithCorpus("the corpus", () => {
  describe.each(folders)("%s", (folder) => {
    it("is told from files that are not DICOM", async () => {
      for (const { path, kind } of truthsOf(folder)) {
        const result = await readPath(path);
        const expected =
          expectedFailures[path] ??
          (kind === "not-dicom" ? { kind: "notDicom" } : "is read");
        expect({
          path,
          outcome: result.ok ? "is read" : result.failure,
        }).toEqual({ path, outcome: expected });
      }
    });

    it("has the values that other readers find", async () => {
      for (const { truth, dataSet } of await readablesOf(folder)) {
        const ours = ourValues(toInstanceHeader(dataSet));
        expect({ path: truth.path, ...ours }).toEqual({
          path: truth.path,
          ...trueValues(truth, dataSet, ours),
        });
      }
    });

    it("has the elements that dicom-parser finds, at the same places", async () => {
      for (const { truth, dataSet } of await readablesOf(folder)) {
        const theirs = dicomParserSummary(readFileSync(corpusPath(truth.path)));
        // Deflated data sets are unpacked to other places there, and a repeated tag counts once.
        if (theirs === null || dataSet.isDeflated) continue;
        const ours = dataSet.elements
          .filter(({ tag }, index, all) => all[index + 1]?.tag !== tag)
          .map(({ tag, valueOffset, valueLength }) => [
            tag,
            valueOffset,
            valueLength,
          ]);
        expect({ path: truth.path, elements: ours }).toEqual({
          path: truth.path,
          elements: theirs,
        });
      }
    });
  });
});
