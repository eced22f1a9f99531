// Looks for text in the pixels of chosen stacks, as the window does, and says what was found without saying the words.
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import {
  stackTextView,
  unseenImagesId,
  type SearchOf,
  type StackSearch,
} from "../core/casefile/textFindings.ts";
import { countOf } from "../shared/messages/quantities.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { Stack } from "../core/model/stack.ts";
import { createTextDetector } from "../workers/textDetector.ts";
import type { CliEnvironment } from "./environment.ts";

/** Searches every selected stack, one after the other; progress goes to a terminal only. A cancelled search leaves stacks unlooked at. */
export async function searchText(
  chosen: readonly ChosenStack[],
  patientWords: PatientWords,
  environment: CliEnvironment,
): Promise<SearchOf> {
  const { stderr, signal } = environment;
  const searched = new Map<Stack, StackSearch>();
  const detector = createTextDetector(environment);
  try {
    for (const { stack, isSelected } of chosen) {
      if (!isSelected || signal.aborted) continue;
      const outcome = await detector.detect(
        { stackId: stack.id, images: stack.images, patientWords },
        {
          onProgress: ({ lookedImages, totalImages }) => {
            if (stderr.isTTY === true)
              stderr.write(
                `\r\u001b[KLooking for text: ${lookedImages} of ${totalImages} images`,
              );
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
    }
  } finally {
    if (stderr.isTTY === true) stderr.write("\r\u001b[K");
    await detector.close();
  }
  return (stack) => searched.get(stack) ?? { kind: "waiting" };
}

type AcceptedFindings = CaseDraft["acceptedFindings"];

/** Every finding accepted for this reason, and images that could not be looked at; none without a reason. */
export function acceptedText(
  chosen: readonly ChosenStack[],
  searchOf: SearchOf,
  reason: string | null,
): AcceptedFindings {
  if (reason === null) return {};
  const ids = chosen
    .filter(({ isSelected }) => isSelected)
    .flatMap(({ stack }) => {
      const search = searchOf(stack);
      const findings = search.kind === "looked" ? search.outcome.findings : [];
      return [
        unseenImagesId(stack.id),
        ...findings.map(({ findingId }) => findingId),
      ];
    });
  return Object.fromEntries(ids.map((id) => [id, reason]));
}

/** A line for each place with text that is in the way: where it is and of what kind, never what it says. */
export function textLines(
  chosen: readonly ChosenStack[],
  searchOf: SearchOf,
  accepted: AcceptedFindings,
): readonly string[] {
  return chosen
    .filter(({ isSelected }) => isSelected)
    .flatMap((each) =>
      stackTextView(each, searchOf(each.stack), accepted)
        .findings.filter(
          ({ status, rank }) => status.kind === "open" && rank !== "technical",
        )
        .map(({ rank, box, images }) => {
          const what = rank === "patientWord" ? "words of the patient" : "text";
          const count = images.last - images.first + 1;
          return (
            `  stack ${each.stack.id}, ${countOf(count, "image")} from ${images.first + 1}: ${what} ` +
            `at ${box.left},${box.top}, ${box.width} x ${box.height} pixels`
          );
        }),
    );
}
