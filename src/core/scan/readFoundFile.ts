// One found file to its verdict: an instance with its header, or skipped with the reason.
import type { SkipReason } from "../../shared/failure.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import type { LocalPath } from "../model/brands.ts";
import type { FileSource } from "../model/fileSource.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import {
  archiveBeginningBytes,
  isArchiveBeginning,
} from "./archiveBeginning.ts";
import type { OpenSourceFile, SourceFile } from "./fileTree.ts";

/** What became of one found file. */
export type FileVerdict =
  | { readonly kind: "dicom"; readonly instance: ScannedInstance }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile };

/** The verdict for a file that is left out. */
export function skippedVerdict(
  path: LocalPath,
  reason: SkipReason,
): FileVerdict {
  return {
    kind: "skipped",
    skipped: { source: { kind: "file", path }, reason },
  };
}

/** Opens, reads and closes one file. Never fails: everything that can go wrong is a reason to skip. */
export async function readFoundFile(
  path: LocalPath,
  open: OpenSourceFile,
): Promise<FileVerdict> {
  const opened = await open(path);
  if (!opened.ok) return skippedVerdict(path, opened.failure);
  const file = opened.value;
  try {
    return await readOpenFile(path, file);
  } finally {
    await file.close();
  }
}

async function readOpenFile(
  path: LocalPath,
  file: SourceFile,
): Promise<FileVerdict> {
  const dataSet = await readDataSet(file);
  if (!dataSet.ok) {
    const { failure } = dataSet;
    return skippedVerdict(
      path,
      failure.kind === "notDicom" && (await isArchive(file))
        ? { kind: "archive" }
        : failure,
    );
  }
  if (isDicomDirectory(dataSet.value))
    return skippedVerdict(path, { kind: "dicomdir" });
  const source: FileSource = {
    kind: "file",
    path,
    sizeBytes: file.sizeBytes,
    modifiedAtMs: file.modifiedAtMs,
  };
  return {
    kind: "dicom",
    instance: { source, header: toInstanceHeader(dataSet.value) },
  };
}

async function isArchive(file: SourceFile): Promise<boolean> {
  const beginning = await file.read(0, archiveBeginningBytes);
  return beginning.ok && isArchiveBeginning(beginning.value);
}

/** Directory Record Sequence: what makes a Media Storage Directory (PS3.3 F.3), whatever its SOP Class says. */
const directoryRecordSequenceTag = 0x00041220;

function isDicomDirectory(dataSet: DicomDataSet): boolean {
  return dataSet.elements.some(
    (element) => element.tag === directoryRecordSequenceTag,
  );
}
