// The image renderer as the window uses it: a small pool of its own, so that previews do not wait behind a scan.
import type { ImageRenderer } from "../core/ports/imageRenderer.ts";
import { answerOrFailure } from "./answerOrFailure.ts";
import type { RenderAnswer, RenderJob } from "./renderJobs.ts";
import { dataForThreads } from "./scratchKey.ts";
import { createThreadPool } from "./threadPool.ts";

/** An image renderer with threads of its own. */
export interface ThreadedImageRenderer extends ImageRenderer {
  close(): Promise<void>;
}

/** Makes a renderer; threads start with the first image. `workersUrl` is the folder of the bundled worker files, with a slash at its end. */
export function createImageRenderer(options: {
  readonly workersUrl: URL;
  /** For what has to be unpacked to be read. */
  readonly scratchFolder: string;
  readonly threads: number;
}): ThreadedImageRenderer {
  const pool = createThreadPool<RenderJob, RenderAnswer>({
    script: new URL("renderWorker.js", options.workersUrl),
    threads: options.threads,
    workerData: dataForThreads(options.scratchFolder),
  });
  return {
    render(image, renderOptions, signal) {
      const { source, picture } = image.instance;
      return answerOrFailure(
        pool.run(
          {
            source,
            frameIndex: (image.frame ?? 1) - 1,
            options: renderOptions,
            ...(picture !== undefined && { picture: picture.format }),
          },
          { signal },
        ),
      );
    },
    close: () => pool.close(),
  };
}
