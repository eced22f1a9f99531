// One found file to its verdict: an instance with its header, a disc directory, an archive to open, or skipped with the reason.
import type { SkipReason } from "../../shared/failure.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import {
  archiveBeginningBytes,
  archiveFormatOf,
  type ArchiveFormat,
} from "../media/archiveFormat.ts";
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
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
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
  const header = toInstanceHeader(dataSet.value);
  const patientWords = words?.collectNew(dataSet.value) ?? null;
  return {
    kind: "dicom",
    instance: { source: sourceOf(found, file), header },
    ...(patientWords !== null && { patientWords }),
  };
}

async function verdictOnOtherFile(
  found: UnreadFile,
  file: SourceFile,
): Promise<FileVerdict> {
  const { path } = found;
  const format = await archiveFormatIn(found, file);
  if (format === null) return await verdictOnPicture(found, file);
  return format === "unsupported"
    ? skippedVerdict(path, { kind: "archive" })
    : { kind: "archive", format };
}

/** By the first bytes; a program that unpacks itself, or a zip behind stray bytes, has its archive further on. */
async function archiveFormatIn(
  { path }: UnreadFile,
  file: SourceFile,
): Promise<ArchiveFormat | null> {
  const beginning = await file.read(0, archiveBeginningBytes);
  const format = beginning.ok ? archiveFormatOf(beginning.value) : null;
  if (format !== null || !/\.(?:exe|zip)$/i.test(path)) return format;
  const isBehind = await hasZipBehind(file);
  return isBehind.ok && isBehind.value ? "zip" : null;
}

/** A picture is left out unless the user takes it in; what that needs goes with the verdict. */
async function verdictOnPicture(
  found: UnreadFile,
  file: SourceFile,
): Promise<FileVerdict> {
  const facts = await recognisePicture(file);
  if (facts === null) return skippedVerdict(found.path, { kind: "notDicom" });
  const { skipped } = skippedVerdict(found.path, { kind: "picture" });
  const picture = { source: sourceOf(found, file), facts };
  return { kind: "skipped", skipped: { ...skipped, picture } };
}

function sourceOf(found: UnreadFile, file: SourceFile): FileSource {
  if (found.kind === "archiveEntry") return found;
  const { sizeBytes, modifiedAtMs } = file;
  return { kind: "file", path: found.path, sizeBytes, modifiedAtMs };
}
