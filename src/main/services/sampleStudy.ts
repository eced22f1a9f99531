// Writes the synthetic sample study to disk, where it is read like any export.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sampleStudyFiles } from "../../core/sample/sampleStudy.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Writes the study anew below `folder`, so that it is whole whatever happened to it since; the folder's path. */
export async function writeSampleStudy(
  folder: string,
): Promise<Result<string, Failure>> {
  try {
    await rm(folder, { recursive: true, force: true });
    for (const { name, bytes } of sampleStudyFiles()) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    return success(folder);
  } catch (error) {
    const code =
      error instanceof Error && "code" in error
        ? String(error.code)
        : "UNKNOWN";
    return failed(
      code === "ENOSPC" ? { kind: "diskFull" } : { kind: "unwritable", code },
    );
  }
}
