// The account of files: found = uploaded + left out, each with a reason. Nothing that was found may be missing here.
import type {
  LeftOutCount,
  LeftOutReason,
  RefusedPlace,
  SendAccount,
} from "../../shared/snapshot.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import type { ChosenStack } from "./caseImages.ts";
import { outcomeOf, refusedImages, type PreparedCase } from "./preparedCase.ts";
import { stackLabel } from "./stackLabel.ts";

/** One file and what becomes of it: null means at least one image of it is sent. */
export interface FileFate {
  readonly path: string;
  readonly leftOut: LeftOutReason | null;
}

/** What becomes of one image of a stack. */
function imageFate(
  chosen: ChosenStack,
  index: number,
  isKept: boolean,
  prepared: PreparedCase | null,
): LeftOutReason | null {
  const { heldBack } = chosen.stack;
  if (!chosen.isSelected)
    return heldBack === null
      ? { kind: "stackNotSelected" }
      : { kind: "heldBack", reason: heldBack };
  if (!isKept) return { kind: "trimmed" };
  const outcome = outcomeOf(prepared, chosen, index);
  return outcome === undefined || outcome.ok
    ? null
    : { kind: "refused", reason: outcome.failure };
}

/** The fate of every file: the scanned ones by their images, then the skipped ones. A file with frames is sent if any frame is. */
export function fileFates(
  stacks: readonly ChosenStack[],
  skipped: readonly SkippedFile[],
  prepared: PreparedCase | null,
): readonly FileFate[] {
  const fates = new Map<ScannedInstance, LeftOutReason | null>();
  for (const chosen of stacks) {
    const kept = new Set(chosen.keptIndexes);
    chosen.images.forEach((image, index) => {
      const fate = imageFate(chosen, index, kept.has(index), prepared);
      const before = fates.get(image.instance);
      if (before === undefined || fate === null)
        fates.set(image.instance, fate);
    });
  }
  return [
    ...[...fates].map(([instance, leftOut]) => ({
      path: instance.source.path,
      leftOut,
    })),
    ...skipped.map((file) => ({
      path: file.source.path,
      leftOut: { kind: "skipped", reason: file.reason } as const,
    })),
  ];
}

/** Reasons counted, most frequent first. Equal reasons are those with equal data. */
export function countLeftOut(
  reasons: readonly LeftOutReason[],
): readonly LeftOutCount[] {
  const counts = new Map<string, { reason: LeftOutReason; count: number }>();
  for (const reason of reasons) {
    const key = JSON.stringify(reason);
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { reason, count: 1 });
    else entry.count += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** The refused images of the selected stacks, by places. `sentStacks`: of which something is sent, in their order. */
export function refusedPlaces(
  selected: readonly ChosenStack[],
  prepared: PreparedCase,
  sentStacks: readonly StackId[],
): readonly RefusedPlace[] {
  const labels = new Map(
    selected.map((chosen) => [chosen.stack.id, stackLabel(chosen)]),
  );
  return refusedImages(prepared, selected).map(
    ({ stackId, imageNumber, reason }) => {
      const index = sentStacks.indexOf(stackId);
      return {
        stackNumber: index < 0 ? null : index + 1,
        stackLabel: labels.get(stackId) ?? "",
        imageNumber,
        reason: { kind: "refused", reason },
      };
    },
  );
}

/** The account of a case: what is sent and what is left out and why. `found` is the number of files the scan found. */
export function sendAccount(
  fates: readonly FileFate[],
  uploadedImages: number,
  refused: readonly RefusedPlace[] = [],
): SendAccount {
  const leftOut = fates
    .map((fate) => fate.leftOut)
    .filter((reason) => reason !== null);
  return {
    found: fates.length,
    uploaded: fates.length - leftOut.length,
    leftOut: leftOut.length,
    leftOutByReason: countLeftOut(leftOut),
    uploadedImages,
    ...(refused.length > 0 && { refusedImages: refused }),
  };
}
