// Looks for text in the pixels of chosen stacks, as the window does.
import { availableParallelism } from "node:os";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { SearchOf, StackSearch } from "../core/casefile/textFindings.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { Stack } from "../core/model/stack.ts";
import { createTextDetector } from "../workers/textDetector.ts";
import type { CliEnvironment } from "./environment.ts";

/** Each thread has a character recogniser of its own, of some 100 MB. */
const mostThreads = 4;

/** Searches every selected stack, as many at once as there are threads; progress goes to a terminal only. A cancelled search leaves stacks unlooked at. */
export async function searchText(
  chosen: readonly ChosenStack[],
  patientWords: PatientWords,
  environment: CliEnvironment,
): Promise<SearchOf> {
  const { stderr, signal } = environment;
  const searched = new Map<Stack, StackSearch>();
  const wanted = chosen
    .filter(({ isSelected }) => isSelected)
    .map(({ stack }) => stack);
  const total = wanted.reduce((sum, { images }) => sum + images.length, 0);
  const looked = new Map<Stack, number>();
  const report = (stack: Stack, lookedImages: number) => {
    looked.set(stack, lookedImages);
    const sum = [...looked.values()].reduce((a, b) => a + b, 0);
    if (stderr.isTTY === true)
      stderr.write(`\r\u001b[KLooking for text: ${sum} of ${total} images`);
  };
  const detector = createTextDetector({
    ...environment,
    threads: Math.min(mostThreads, availableParallelism(), wanted.length),
  });
  const search = async (stack: Stack): Promise<void> => {
    const outcome = await detector.detect(
      { stackId: stack.id, images: stack.images, patientWords },
      {
        onProgress: ({ lookedImages }) => {
          report(stack, lookedImages);
        },
      },
      signal,
    );
    searched.set(
      stack,
      outcome.ok
        ? { kind: "looked", outcome: outcome.value }
        : { kind: "failed" },
    );
  };
  try {
    if (!signal.aborted) await Promise.all(wanted.map(search));
  } finally {
    if (stderr.isTTY === true) stderr.write("\r\u001b[K");
    await detector.close();
  }
  return (stack) => searched.get(stack) ?? { kind: "waiting" };
}
