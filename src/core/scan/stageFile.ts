// One found file on a slow medium: read once, from its beginning to its end, into a scratch file that everything later reads.
//
// Invariants:
// 1. What the verdict needs is read first, and is not read again for the copy. A file that nobody needs later is not read on.
// 2. A copy is whole or absent. Whatever keeps it from being made, the file has its verdict, and is read from its medium later.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Scratch, ScratchFile } from "../media/scratch.ts";
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile } from "../model/fileSource.ts";
import type { PatientWordCollector } from "../patientWords/collectPatientWords.ts";
import type { SourceFile } from "./fileTree.ts";
import {
  readFoundFile,
  skippedVerdict,
  type FileVerdict,
} from "./readFoundFile.ts";
import { ReadOnce } from "./readOnce.ts";

/** A file to read, and how it was copied before. */
export interface FileToStage {
  readonly path: LocalPath;
  readonly known?: PlainFile;
}

/** What staging needs. */
export interface StagingDeps {
  /** Opens a file on its medium, or a scratch file. */
  readonly open: (path: LocalPath) => Promise<Result<SourceFile, SkipReason>>;
  /** Null where nothing is to be copied. */
  readonly scratch: Scratch | null;
  /** True if a copy of so many bytes leaves enough of the disk for what else has to be written. */
  readonly hasRoomFor: (sizeBytes: number) => Promise<boolean>;
  /** Lets a cancellation arrive. */
  readonly nextTurn: () => Promise<void>;
  readonly words: PatientWordCollector | null;
  /** Called with what was copied since the last call, while a file is copied; less than nothing where it is thrown away. */
  readonly onCopied: (bytes: number) => void;
}

type CopyingDeps = StagingDeps & { readonly scratch: Scratch };

/** What became of a file. */
export interface StagedFile {
  readonly verdict: FileVerdict;
  /** The file with its copy; null if there is none. */
  readonly copied: PlainFile | null;
  /** True if there should be one: it did not fit on the disk, or the medium did not give the whole file. */
  readonly isLeftOnMedium: boolean;
}

/** Reads one file. Never fails, as a scan does not. */
export async function stageFile(
  file: FileToStage,
  deps: StagingDeps,
  signal: AbortSignal,
): Promise<StagedFile> {
  const opened = await deps.open(file.path);
  const before = await readCopy(file, opened, deps);
  if (before !== null) {
    if (opened.ok) await opened.value.close();
    return before;
  }
  if (!opened.ok) return notCopied(skippedVerdict(file.path, opened.failure));
  const medium = new ReadOnce(opened.value);
  try {
    const verdict = await readFoundFile(
      { kind: "file", path: file.path },
      () => Promise.resolve(success(staysOpen(medium))),
      deps.words,
    );
    const { scratch } = deps;
    return scratch !== null && isNeededLater(verdict)
      ? await withOwnCopy(
          { path: file.path, verdict },
          medium,
          { ...deps, scratch },
          signal,
        )
      : notCopied(verdict);
  } finally {
    await medium.close();
  }
}

/** The verdict by the copy of an earlier scan, if the file is still the same, or away. */
async function readCopy(
  { path, known }: FileToStage,
  opened: Result<SourceFile, SkipReason>,
  deps: StagingDeps,
): Promise<StagedFile | null> {
  if (known?.copy === undefined) return null;
  if (opened.ok && !isSame(opened.value, known)) return null;
  const copy = await deps.open(known.copy);
  if (!copy.ok) return null;
  const { value } = copy;
  const asFound: SourceFile = {
    sizeBytes: value.sizeBytes,
    modifiedAtMs: known.modifiedAtMs,
    read: (offset, length) => value.read(offset, length),
    close: () => value.close(),
  };
  const verdict = await readFoundFile(
    { kind: "file", path },
    () => Promise.resolve(success(asFound)),
    deps.words,
  );
  return copiedAs(verdict, known);
}

function isSame(file: SourceFile, known: PlainFile): boolean {
  return (
    file.sizeBytes === known.sizeBytes &&
    file.modifiedAtMs === known.modifiedAtMs
  );
}

async function withOwnCopy(
  {
    path,
    verdict,
  }: { readonly path: LocalPath; readonly verdict: FileVerdict },
  medium: ReadOnce,
  deps: CopyingDeps,
  signal: AbortSignal,
): Promise<StagedFile> {
  const { sizeBytes, modifiedAtMs } = medium;
  const left = { ...notCopied(verdict), isLeftOnMedium: true };
  if (!(await deps.hasRoomFor(sizeBytes))) return left;
  const copied = await copyOf(medium, deps, signal);
  if (signal.aborted) {
    if (copied.ok) await deps.scratch.remove(copied.value);
    return notStaged(path);
  }
  if (!copied.ok) return left;
  const copy = copied.value.path;
  return copiedAs(verdict, {
    kind: "file",
    path,
    sizeBytes,
    modifiedAtMs,
    copy,
  });
}

/** What becomes of a file that a cancelled scan has not come to. */
export function notStaged(path: LocalPath): StagedFile {
  return notCopied(skippedVerdict(path, { kind: "cancelled" }));
}

function notCopied(verdict: FileVerdict): StagedFile {
  return { verdict, copied: null, isLeftOnMedium: false };
}

function copiedAs(verdict: FileVerdict, copied: PlainFile): StagedFile {
  return { ...notCopied(withCopy(verdict, copied)), copied };
}

/** For a reader that closes what it is given. */
function staysOpen(file: SourceFile): SourceFile {
  const { sizeBytes, modifiedAtMs } = file;
  return {
    sizeBytes,
    modifiedAtMs,
    read: (offset, length) => file.read(offset, length),
    close: () => Promise.resolve(),
  };
}

/** Images, pictures the user may take in, archives; and the list of a disc, for when files are added to the case without it. */
function isNeededLater(verdict: FileVerdict): boolean {
  return verdict.kind !== "skipped" || verdict.skipped.picture !== undefined;
}

async function copyOf(
  medium: ReadOnce,
  { scratch, nextTurn, onCopied }: CopyingDeps,
  signal: AbortSignal,
): Promise<Result<PlainFile, DiskFailure | { readonly kind: "cancelled" }>> {
  const created = await scratch.create();
  if (!created.ok) return created;
  const file = created.value;
  let toldBytes = 0;
  const written = await writeWhole(medium, file, async (bytes) => {
    toldBytes += bytes;
    onCopied(bytes);
    await nextTurn();
    return signal.aborted;
  });
  const finished = written.ok ? await file.finish() : written;
  if (finished.ok) return finished;
  if (!written.ok) await file.discard();
  onCopied(-toldBytes);
  return finished;
}

async function writeWhole(
  medium: ReadOnce,
  file: ScratchFile,
  isCancelledAfter: (bytes: number) => Promise<boolean>,
): Promise<Result<null, DiskFailure | { readonly kind: "cancelled" }>> {
  for await (const read of medium.wholly()) {
    if (!read.ok) return read;
    if (await isCancelledAfter(read.value.length))
      return failed({ kind: "cancelled" });
    const written = await file.write(read.value);
    if (!written.ok) return written;
  }
  return success(null);
}

/** The verdict of a file that is read from its copy from now on. An archive is opened by what is known of the file. */
function withCopy(verdict: FileVerdict, source: PlainFile): FileVerdict {
  switch (verdict.kind) {
    case "dicom":
      return { ...verdict, instance: { ...verdict.instance, source } };
    case "skipped": {
      const { skipped } = verdict;
      if (skipped.picture === undefined) return verdict;
      const picture = { ...skipped.picture, source };
      return { ...verdict, skipped: { ...skipped, picture } };
    }
    case "archive":
    case "directory":
      return verdict;
  }
}
