// One found file to its verdict: an instance with its header, a disc directory, an archive to open, or skipped with the reason.
import { isRecordName } from "../archive/download/recordName.ts";
import type { SkipReason } from "../../shared/failure.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import {
  archiveBeginningBytes,
  archiveFormatOf,
  type ArchiveFormat,
} from "../media/archiveFormat.ts";
import { isArchivePart } from "../media/archiveParts.ts";
import { hasZipBehind } from "../media/zipEnd.ts";
import {
  directoryReferences,
  type DirectoryReference,
} from "../media/dicomDirectory.ts";
import type {
  FileSource,
  SourcePath,
  UnreadFile,
} from "../model/fileSource.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import { areFragmentsCut } from "../pixels/cutFragments.ts";
import { foreignFormatOf } from "../pictures/foreignFormat.ts";
import { recognisePicture } from "../pictures/recognisePicture.ts";
import type { PatientWordCollector } from "../patientWords/collectPatientWords.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { OpenSourceFile, SourceFile } from "./fileTree.ts";

/** What became of one found file. */
export type FileVerdict =
  | {
      readonly kind: "dicom";
      readonly instance: ScannedInstance;
      /** Words that tell who the patient is; absent where files before it had them all. */
      readonly patientWords?: PatientWords;
    }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile }
  /** A DICOMDIR: skipped as such, and what it names is to be compared with what is there. */
  | {
      readonly kind: "directory";
      readonly skipped: SkippedFile;
      readonly references: readonly DirectoryReference[];
    }
  /** Not settled yet: the files in it take its place. */
  | {
      readonly kind: "archive";
      readonly format: Exclude<ArchiveFormat, "unsupported">;
    };

/** The verdict for a file that is left out. */
export function skippedVerdict(
  path: SourcePath,
  reason: SkipReason,
): Extract<FileVerdict, { kind: "skipped" }> {
  return { kind: "skipped", skipped: { source: { path }, reason } };
}

/**
 * Opens, reads and closes one file. Never fails: everything that can go wrong is a reason to skip. `words` collects over the
 * files of a job.
 */
export async function readFoundFile(
  found: UnreadFile,
  open: OpenSourceFile,
  words: PatientWordCollector | null = null,
): Promise<FileVerdict> {
  const opened = await open(found);
  if (!opened.ok) return skippedVerdict(found.path, opened.failure);
  const file = opened.value;
  try {
    return await readOpenFile(found, file, words);
  } finally {
    await file.close();
  }
}

async function readOpenFile(
  found: UnreadFile,
  file: SourceFile,
  words: PatientWordCollector | null,
): Promise<FileVerdict> {
  const dataSet = await readDataSet(file);
  if (!dataSet.ok)
    return dataSet.failure.kind === "notDicom"
      ? await verdictOnOtherFile(found, file)
      : skippedVerdict(found.path, dataSet.failure);
  const references = directoryReferences(dataSet.value);
  if (references !== null) {
    const { skipped } = skippedVerdict(found.path, { kind: "dicomdir" });
    return { kind: "directory", skipped, references };
  }
  const header = await headerOf(file, dataSet.value);
  const patientWords = words?.collectNew(dataSet.value) ?? null;
  return {
    kind: "dicom",
    instance: { source: sourceOf(found, file), header },
    ...(patientWords !== null && { patientWords }),
  };
}

/** With what only the end of the file tells: a compressed image does not say beforehand how long it is. */
async function headerOf(
  file: SourceFile,
  dataSet: DicomDataSet,
): Promise<InstanceHeader> {
  const header = toInstanceHeader(dataSet);
  const { warnings } = header;
  return !warnings.includes("pixelDataTruncated") &&
    (await areFragmentsCut(file, dataSet))
    ? { ...header, warnings: [...warnings, "pixelDataTruncated"] }
    : header;
}

async function verdictOnOtherFile(
  found: UnreadFile,
  file: SourceFile,
): Promise<FileVerdict> {
  const { path } = found;
  const format = await archiveFormatIn(found, file);
  // Opened even if it may be a part: the only one there is holds all.
  if (format !== null && format !== "unsupported")
    return { kind: "archive", format };
  if (isArchivePart(path, format !== null))
    return skippedVerdict(path, { kind: "archivePart" });
  return format === null
    ? await verdictOnPicture(found, file)
    : skippedVerdict(path, { kind: "archive" });
}

/** By the first bytes; a program that unpacks itself, or a zip behind stray bytes, has its archive further on. */
async function archiveFormatIn(
  { path }: UnreadFile,
  file: SourceFile,
): Promise<ArchiveFormat | null> {
  const beginning = await file.read(0, archiveBeginningBytes);
  const format = beginning.ok ? archiveFormatOf(beginning.value) : null;
  if (format !== null) return format;
  if (!/\.(?:exe|zip)$/i.test(path)) return null;
  const isBehind = await hasZipBehind(file);
  return isBehind.ok && isBehind.value ? "zip" : null;
}

/** A picture is left out unless the user takes it in; what that needs goes with the verdict. */
async function verdictOnPicture(
  found: UnreadFile,
  file: SourceFile,
): Promise<FileVerdict> {
  const facts = await recognisePicture(file);
  if (facts === null) {
    const format = await foreignFormatOf(file);
    return format === null
      ? verdictOnRecord(found)
      : skippedVerdict(found.path, { kind: "foreignPicture", format });
  }
  const { skipped } = skippedVerdict(found.path, { kind: "picture" });
  const picture = { source: sourceOf(found, file), facts };
  return { kind: "skipped", skipped: { ...skipped, picture } };
}

/** What a series from a public archive has beside it is read later, when all that was found is known. */
function verdictOnRecord(found: UnreadFile): FileVerdict {
  const verdict = skippedVerdict(found.path, { kind: "notDicom" });
  const isPacked = found.kind === "archiveEntry";
  return isPacked && isRecordName(baseNameOf(found.path))
    ? {
        ...verdict,
        skipped: { ...verdict.skipped, packedRecord: found },
      }
    : verdict;
}

function baseNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("!")) + 1);
}

function sourceOf(found: UnreadFile, file: SourceFile): FileSource {
  if (found.kind === "archiveEntry") return found;
  const { sizeBytes, modifiedAtMs } = file;
  return { kind: "file", path: found.path, sizeBytes, modifiedAtMs };
}
