// What the window shows of a preparation that has come to an end, or as far as it may.
import type { PixelTreatment } from "../../shared/stackFacts.ts";
import type { PreparationView } from "../../shared/snapshot.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { missingSources } from "../casefile/missingSources.ts";
import {
  outcomeOf,
  refusedImages,
  treatmentsOf,
  type PreparedCase,
} from "../casefile/preparedCase.ts";
import { summedActions } from "../casefile/tagActions.ts";
import type { ImageTreatment } from "../ports/preparer.ts";
import { nameBelowRoots } from "./caseView.ts";

/** Missing files are named up to this many; the list of files left out has them all. */
const mostNames = 20;

/** Selected images that have a copy. */
export function countPrepared(
  prepared: PreparedCase | null,
  stacks: readonly ChosenStack[],
): number {
  return stacks
    .filter(({ isSelected }) => isSelected)
    .reduce((sum, chosen) => sum + preparedFiles(prepared, chosen).length, 0);
}

function preparedFiles(prepared: PreparedCase | null, chosen: ChosenStack) {
  return chosen.keptIndexes.flatMap((index) => {
    const outcome = outcomeOf(prepared, chosen, index);
    return outcome?.ok === true ? [outcome.value] : [];
  });
}

function preparedStack(prepared: PreparedCase, chosen: ChosenStack) {
  const files = preparedFiles(prepared, chosen);
  const treatments = treatmentsOf(prepared, chosen);
  return {
    stackId: chosen.stack.id,
    preparedImages: files.length,
    bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    pixels: pixelCounts(treatments),
    actions: summedActions(treatments),
  };
}

/** Images by what was done to their pixels. */
function pixelCounts(treatments: readonly ImageTreatment[]) {
  const counts: Partial<Record<PixelTreatment, number>> = {};
  for (const { pixels } of treatments)
    counts[pixels] = (counts[pixels] ?? 0) + 1;
  return counts;
}

/** Everything selected has an outcome. `roots`: what was dropped, to name files by. */
export function readyView(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
  roots: readonly string[],
): PreparationView {
  const missing = missingSources(prepared, stacks);
  const ready = stacks
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => preparedStack(prepared, chosen));
  return {
    kind: "ready",
    preparedImages: ready.reduce((sum, stack) => sum + stack.preparedImages, 0),
    preparedBytes: ready.reduce((sum, stack) => sum + stack.bytes, 0),
    stacks: ready.map(({ stackId, preparedImages, pixels, actions }) => ({
      stackId,
      preparedImages,
      pixels,
      actions,
    })),
    refused: refusedImages(prepared, stacks),
    missing: {
      count: missing.length,
      names: missing
        .slice(0, mostNames)
        .map((path) => nameBelowRoots(path, roots)),
    },
  };
}
