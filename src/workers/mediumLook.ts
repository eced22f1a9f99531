// Looks at a medium to tell whether it is the one that was copied, by what its files are and how one of them begins.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { openByteSource } from "../adapters/fileTree/fileByteSource.ts";
import { toLocalPath } from "../adapters/fileTree/nodeFileTree.ts";
import { systemPath } from "../adapters/fileTree/systemPaths.ts";
import { withPatience } from "../core/media/patientReads.ts";
import type { Scratch } from "../core/media/scratch.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { MediumLook } from "../core/scan/earlierMedia.ts";
import { readFailure } from "../shared/diskErrors.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Of a DICOMDIR nearly always all, of an image at least its header. */
const comparedBytes = 1024 * 1024;

/** Errors that say that there is no such file; any other says nothing. */
const missingCodes: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

/** What looking needs. */
export interface MediumLookDeps {
  /** Knows how copies are encrypted. */
  readonly scratch: Pick<Scratch, "decryptionOf">;
  /** Sleeps between attempts at what fails for a moment. */
  readonly clock: Pick<Clock, "sleep">;
  /** Default: that of this computer. */
  readonly stat?: (
    path: string,
  ) => Promise<{ readonly size: number; readonly mtimeMs: number }>;
}

/** Looks with the file system of this computer. */
export function mediumLookWith({
  scratch,
  clock,
  stat: statOf = (path) => stat(systemPath(path)),
}: MediumLookDeps): MediumLook {
  const startOf = (path: LocalPath) =>
    withPatience(clock, () => readStart(path));
  return {
    async fileAt(path) {
      const found = await withPatience(clock, () =>
        statOf(path).then(success, (error: unknown) =>
          failed(readFailure(error)),
        ),
      );
      if (!found.ok)
        return missingCodes.has(found.failure.code) ? null : "unknown";
      const { size, mtimeMs } = found.value;
      return { sizeBytes: size, modifiedAtMs: Math.trunc(mtimeMs) };
    },
    async beginsAsCopied({ path, copy }) {
      if (copy === undefined) return null;
      const [found, copied] = [await startOf(path), await startOf(copy)];
      if (!found.ok || !copied.ok) return null;
      const decrypt = scratch.decryptionOf(copy);
      return found.value.equals(
        decrypt === null ? copied.value : decrypt(copied.value, 0),
      );
    },
    hasEntries: async (folder) =>
      (await readdir(systemPath(folder)).catch(() => [])).length > 0,
    pathBelow: (folder, below) => toLocalPath(join(folder, below)),
  };
}

async function readStart(
  path: LocalPath,
): Promise<Result<Buffer, DiskFailure>> {
  const opened = await openByteSource(path);
  if (!opened.ok) return opened;
  const source = opened.value;
  try {
    const read = await source.read(0, comparedBytes);
    return read.ok ? success(Buffer.from(read.value)) : read;
  } finally {
    await source.close();
  }
}
