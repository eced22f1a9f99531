// What `casedrop upload` says on standard error while it sends.
import type { UploadView } from "../shared/snapshot.ts";
import type { CliEnvironment } from "./environment.ts";
import { failureLines, stackStateWords } from "./uploadReport.ts";

/** Milliseconds between two updates of the progress line. */
const progressIntervalMs = 200;

/** The line that is written over and over on a terminal. */
export function progressLine(
  environment: CliEnvironment,
): (view: UploadView) => void {
  let writtenAtMs = -Infinity;
  return (view) => {
    const nowMs = performance.now();
    if (
      environment.stderr.isTTY !== true ||
      view.kind !== "running" ||
      nowMs - writtenAtMs < progressIntervalMs
    )
      return;
    writtenAtMs = nowMs;
    const { sentImages, totalImages, sentBytes, totalBytes } = view.progress;
    const percent =
      totalBytes === 0 ? 100 : Math.floor((100 * sentBytes) / totalBytes);
    const words =
      view.waiting === null
        ? `Sending: ${sentImages} of ${totalImages} images, ${percent} %`
        : `Waiting: ${failureLines(view.waiting.failure).join(" ")}`;
    environment.stderr.write(`\r\u001b[K${words}`);
  };
}

/** One line whenever the site is further with a stack. */
export function processingLines(
  environment: CliEnvironment,
): (view: UploadView) => void {
  const told = new Map<string, string>();
  return (view) => {
    if (!("progress" in view)) return;
    for (const [index, stack] of view.progress.stacks.entries()) {
      const words = stackStateWords(stack.state);
      if (told.get(stack.stackId) === words) continue;
      told.set(stack.stackId, words);
      clearLine(environment);
      environment.stderr.write(`Stack ${index + 1}: ${words}\n`);
    }
  };
}

/** Takes the progress line away. */
export function clearLine({ stderr }: CliEnvironment): void {
  if (stderr.isTTY === true) stderr.write("\r\u001b[K");
}
