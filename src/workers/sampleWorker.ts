// Worker thread that makes the synthetic sample study: painting it takes longer than a window may wait.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sampleStudyFiles } from "../core/sample/sampleStudy.ts";
import { failed, success } from "../shared/result.ts";
import type { SampleAnswer, SampleJob } from "./sampleJobs.ts";
import { serveJobs } from "./serveJobs.ts";

serveJobs<SampleJob, SampleAnswer>(async ({ folder }) => {
  try {
    await rm(folder, { recursive: true, force: true });
    for (const { name, bytes } of sampleStudyFiles()) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    return success(null);
  } catch (error) {
    const code =
      error instanceof Error && "code" in error
        ? String(error.code)
        : "UNKNOWN";
    return failed(
      code === "ENOSPC" ? { kind: "diskFull" } : { kind: "unwritable", code },
    );
  }
});
