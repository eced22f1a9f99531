// Worker thread of the scanner: lists folders, reads headers, hashes candidates for duplicates.
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { freeBytesFor } from "../adapters/archives/scratchFolder.ts";
import { nodeFileTree } from "../adapters/fileTree/nodeFileTree.ts";
import type { FileSource, UnreadFile } from "../core/model/fileSource.ts";
import { HeaderInterner } from "../core/scan/internHeaders.ts";
import { PatientWordCollector } from "../core/patientWords/collectPatientWords.ts";
import {
  readFoundFile,
  skippedVerdict,
  type FileVerdict,
} from "../core/scan/readFoundFile.ts";
import {
  notStaged,
  stageFile,
  type StagedFile,
} from "../core/scan/stageFile.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import { success } from "../shared/result.ts";
import { foundFiles } from "./foundFiles.ts";
import { packListing } from "./packedListing.ts";
import type { ScanAnswer, ScanJob, ScanJobProgress } from "./scanJobs.ts";
import { serveJobs } from "./serveJobs.ts";
import { threadScratch } from "./threadData.ts";

/** Files between two looks at the cancel message, which only arrives between turns of the event loop. */
const filesPerTurn = 16;
const hashChunkBytes = 1024 * 1024;

/** Room that copies of slow media leave on the disk, whatever else there is to do. */
const spareBytes = 1024 ** 3;

const scratchPlace = threadScratch();
const found = foundFiles(scratchPlace);

serveJobs<ScanJob, ScanAnswer, ScanJobProgress>(async (job, context) => {
  switch (job.kind) {
    case "list":
      for await (const entries of nodeFileTree().walk(
        job.roots,
        context.signal,
      )) {
        context.progress({ kind: "listed", entries });
        await nextTurn();
      }
      return { kind: "list" };
    case "listReferenced":
      for await (const entries of nodeFileTree().referenced(
        job.directory,
        job.fileIDs,
        context.signal,
      )) {
        context.progress({ kind: "listed", entries });
        await nextTurn();
      }
      return { kind: "listReferenced" };
    case "openArchive": {
      const listed = await found.list(job.request);
      if (!listed.ok) return { kind: "openArchive", listed };
      const packed = packListing(listed.value);
      context.transferWithAnswer(...packed.batches.map(({ buffer }) => buffer));
      return { kind: "openArchive", listed: success(packed) };
    }
    case "read":
      return { kind: "read", verdicts: await readAll(job.files, context) };
    case "stage":
      return { kind: "stage", files: await stageAll(job, context) };
    case "hash":
      return { kind: "hash", hashes: await hashAll(job.files, context) };
    default:
      return assertNever(job, "scan job");
  }
});

async function readAll(
  files: readonly UnreadFile[],
  { signal }: { readonly signal: AbortSignal },
): Promise<FileVerdict[]> {
  const verdicts: FileVerdict[] = [];
  const words = new PatientWordCollector();
  const interner = new HeaderInterner();
  for (const file of files) {
    if (verdicts.length % filesPerTurn === 0) await nextTurn();
    const verdict = signal.aborted
      ? skippedVerdict(file.path, { kind: "cancelled" })
      : await readFoundFile(file, found.open, words);
    verdicts.push(
      verdict.kind === "dicom"
        ? { ...verdict, instance: interner.intern(verdict.instance) }
        : verdict,
    );
  }
  return verdicts;
}

/** One file after the other, also when this thread is given two jobs. */
async function stageAll(
  { files, reservedBytes }: Extract<ScanJob, { kind: "stage" }>,
  {
    signal,
    progress,
  }: {
    readonly signal: AbortSignal;
    readonly progress: (progress: ScanJobProgress) => void;
  },
): Promise<StagedFile[]> {
  const staged: StagedFile[] = [];
  const interner = new HeaderInterner();
  const words = new PatientWordCollector();
  let copiedBytes = 0;
  for (const file of files) {
    await nextTurn();
    if (signal.aborted) {
      staged.push(notStaged(file.path));
      continue;
    }
    const done = await stageFile(
      file,
      {
        open: found.openPath,
        scratch: reservedBytes === null ? null : found.scratch,
        hasRoomFor: async (sizeBytes) =>
          (await freeBytesFor(scratchPlace.folder)) >=
          // What is copied is written once more when it is prepared.
          2 * sizeBytes + copiedBytes + (reservedBytes ?? 0) + spareBytes,
        nextTurn: async () => {
          await nextTurn();
        },
        words,
        onCopied: (bytes) => {
          progress({ kind: "copied", bytes });
        },
      },
      signal,
    );
    copiedBytes += done.copied?.sizeBytes ?? 0;
    staged.push(interned(done, interner));
  }
  return staged;
}

function interned(staged: StagedFile, interner: HeaderInterner): StagedFile {
  const { verdict } = staged;
  if (verdict.kind !== "dicom") return staged;
  const instance = interner.intern(verdict.instance);
  return { ...staged, verdict: { ...verdict, instance } };
}

async function hashAll(
  files: readonly FileSource[],
  { signal }: { readonly signal: AbortSignal },
): Promise<(Sha256Hex | null)[]> {
  const hashes: (Sha256Hex | null)[] = [];
  for (const file of files) hashes.push(await hashFile(file, signal));
  return hashes;
}

async function hashFile(
  source: FileSource,
  signal: AbortSignal,
): Promise<Sha256Hex | null> {
  const opened = await found.openAgain(source);
  if (!opened.ok) return null;
  const file = opened.value;
  try {
    const hash = createHash("sha256");
    for (let offset = 0; offset < file.sizeBytes;) {
      await nextTurn();
      if (signal.aborted) return null;
      const chunk = await file.read(offset, hashChunkBytes);
      // A file that shrank meanwhile is not the file that was found.
      if (!chunk.ok || chunk.value.length === 0) return null;
      hash.update(chunk.value);
      offset += chunk.value.length;
    }
    return hash.digest("hex") as Sha256Hex;
  } finally {
    await file.close();
  }
}
