// Worker thread of the scanner: lists folders, reads headers, hashes candidates for duplicates.
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openSourceFile } from "../adapters/fileTree/fileByteSource.ts";
import { nodeFileTree } from "../adapters/fileTree/nodeFileTree.ts";
import type { LocalPath } from "../core/model/brands.ts";
import {
  readFoundFile,
  skippedVerdict,
  type FileVerdict,
} from "../core/scan/readFoundFile.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import type { ScanAnswer, ScanJob, ScanJobProgress } from "./scanJobs.ts";
import { serveJobs } from "./serveJobs.ts";

/** Files between two looks at the cancel message, which only arrives between turns of the event loop. */
const filesPerTurn = 16;
const hashChunkBytes = 1024 * 1024;

serveJobs<ScanJob, ScanAnswer, ScanJobProgress>(async (job, context) => {
  switch (job.kind) {
    case "list":
      for await (const entries of nodeFileTree().walk(
        job.roots,
        context.signal,
      )) {
        context.progress(entries);
        await nextTurn();
      }
      return { kind: "list" };
    case "read":
      return { kind: "read", verdicts: await readAll(job.paths, context) };
    case "hash":
      return { kind: "hash", hashes: await hashAll(job.paths, context) };
    default:
      return assertNever(job, "scan job");
  }
});

async function readAll(
  paths: readonly LocalPath[],
  { signal }: { readonly signal: AbortSignal },
): Promise<FileVerdict[]> {
  const verdicts: FileVerdict[] = [];
  for (const path of paths) {
    if (verdicts.length % filesPerTurn === 0) await nextTurn();
    verdicts.push(
      signal.aborted
        ? skippedVerdict(path, { kind: "cancelled" })
        : await readFoundFile(path, openSourceFile),
    );
  }
  return verdicts;
}

async function hashAll(
  paths: readonly LocalPath[],
  { signal }: { readonly signal: AbortSignal },
): Promise<(Sha256Hex | null)[]> {
  const hashes: (Sha256Hex | null)[] = [];
  for (const path of paths) hashes.push(await hashFile(path, signal));
  return hashes;
}

async function hashFile(
  path: LocalPath,
  signal: AbortSignal,
): Promise<Sha256Hex | null> {
  const opened = await openSourceFile(path);
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
