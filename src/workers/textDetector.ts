// The text detector as the window and the command line use it: patient threads, and a memory of what it has searched.
import { createHash } from "node:crypto";
import { imageRisk } from "../core/burnedInText/textRisk.ts";
import { isAway } from "../core/casefile/missingSources.ts";
import type {
  SearchedStack,
  StackToSearch,
  TextDetector,
} from "../core/ports/textDetector.ts";
import { failed, success } from "../shared/result.ts";
import type { DetectAnswer, DetectJob, DetectProgress } from "./detectJobs.ts";
import { dataForThreads } from "./scratchKey.ts";
import { createThreadPool, ThreadPoolError } from "./threadPool.ts";

/** A text detector with threads of its own. */
export interface ThreadedTextDetector extends TextDetector {
  close(): Promise<void>;
}

/** Stacks whose outcome is kept. */
const mostRemembered = 500;

/** Makes a detector; threads start with the first stack. `workersUrl` is the folder of the bundled worker files, with a slash at its end. */
export function createTextDetector(options: {
  readonly workersUrl: URL;
  /** For what has to be unpacked to be read. */
  readonly scratchFolder: string;
  /** Default: one, so that whoever works with the window is not held up. */
  readonly threads?: number;
}): ThreadedTextDetector {
  const pool = createThreadPool<DetectJob, DetectAnswer, DetectProgress>({
    script: new URL("detectWorker.js", options.workersUrl),
    threads: Math.max(1, options.threads ?? 1),
    workerData: dataForThreads(options.scratchFolder),
  });
  const searched = new Map<string, SearchedStack>();
  return {
    async detect(stack, { onProgress }, signal) {
      const job = jobFor(stack);
      const key = createHash("sha256")
        .update(JSON.stringify(job))
        .digest("hex");
      const known = searched.get(key);
      if (known !== undefined) return success(known);
      try {
        const answer = await pool.run(job, { signal, onProgress });
        if (answer === null) return failed({ kind: "cancelled" });
        // Originals that were away may be back when asked again.
        if (!answer.unseen.some(({ reason }) => isAway(reason)))
          remember(searched, key, answer);
        return success(answer);
      } catch (error) {
        if (!(error instanceof ThreadPoolError)) throw error;
        return failed(
          error.kind === "cancelled" || error.kind === "closed"
            ? { kind: "cancelled" }
            : { kind: "bug", errorName: error.errorName },
        );
      }
    },
    close: () => pool.close(),
  };
}

/** What the thread needs of a stack; files are named with size and time, so that a changed one is searched anew. */
function jobFor({ stackId, images, patientWords }: StackToSearch): DetectJob {
  return {
    stackId,
    patientWords,
    images: images.map(({ instance, frame }) => ({
      source: instance.source,
      frameIndex: (frame ?? 1) - 1,
      ...imageRisk(instance),
      ...(instance.picture !== undefined && {
        picture: instance.picture.format,
      }),
    })),
  };
}

function remember(
  searched: Map<string, SearchedStack>,
  key: string,
  answer: SearchedStack,
): void {
  searched.set(key, answer);
  const [oldest] = searched.keys();
  if (searched.size > mostRemembered && oldest !== undefined)
    searched.delete(oldest);
}
