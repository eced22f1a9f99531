// Worker thread that makes the synthetic sample study: painting it takes longer than a window may wait.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sampleStudyFiles } from "../core/sample/sampleStudy.ts";
import { writeFailure } from "../shared/diskErrors.ts";
import { failed, success } from "../shared/result.ts";
import type { SampleAnswer, SampleJob } from "./sampleJobs.ts";
import { serveJobs } from "./serveJobs.ts";

serveJobs<SampleJob, SampleAnswer>(async ({ folder }) => {
  try {
    for (const { name, bytes } of sampleStudyFiles()) {
      const path = join(folder, name);
      // A file that is right stays untouched: for a case that was made of it another time stamp is another file.
      if (await holds(path, bytes)) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    return success(null);
  } catch (error) {
    return failed(writeFailure(error));
  }
});

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const found = await readFile(path).catch(() => null);
  return found !== null && found.equals(bytes);
}
