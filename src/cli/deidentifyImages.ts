// Writes what `casedrop deidentify` was asked for: prepared in a hidden folder of the output, and moved to its place when all is done.
import { systemRandom } from "../adapters/systemRandom.ts";
import { minimumSaltBytes } from "../core/deid/uidMapping.ts";
import type { Stack, StackImage } from "../core/model/stack.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { Preparer, StackToPrepare } from "../core/ports/preparer.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, type Result } from "../shared/result.ts";
import {
  discardOutput,
  placeOutputs,
  spoolFolderIn,
  type PlacedStack,
} from "./deidentifyOutput.ts";
import type { CliEnvironment } from "./environment.ts";
import { prepareImages } from "./imagePreparation.ts";
import { freeTextToKeep, type KeptFreeText } from "./keptFreeText.ts";
import { maskedStack, type AssignedMasks } from "./maskAssignment.ts";

type Stopped = DiskFailure | { readonly kind: "cancelled" };

/** Where to, what keys the new UIDs (a secret of this run if none is given), and what makes the copies. */
export interface OutputTarget {
  readonly out: string;
  readonly salt?: string;
  readonly preparer: Preparer;
}

/** What is written, by study, and what is painted over. */
export interface ChosenOutput {
  readonly studies: readonly (readonly Stack[])[];
  readonly masks: AssignedMasks;
  /** Of every file that was read, chosen or not. */
  readonly patientWords: PatientWords;
  readonly freeText: KeptFreeText;
  /** False for images that are not written. */
  readonly isWritten: (image: StackImage) => boolean;
}

/** Prepares everything in a hidden folder of the output, and moves it to its place only when all is done. */
export async function writeDeidentified(
  target: OutputTarget,
  { studies, masks, patientWords, freeText, isWritten }: ChosenOutput,
  environment: CliEnvironment,
): Promise<Result<readonly PlacedStack[], Stopped>> {
  const spoolFolder = spoolFolderIn(target.out);
  const asked = studies.flat().map((stack) => ({
    ...onlyWritten(maskedStack(stack, masks), isWritten),
    ...freeTextToKeep(stack, freeText),
  }));
  const prepared = await prepareImages(
    target.preparer,
    {
      // One run is one case: its salt is used once and then forgotten.
      caseId: "deidentify" as CaseId,
      spoolFolder,
      saltHex:
        target.salt ??
        Buffer.from(systemRandom.bytes(2 * minimumSaltBytes)).toString("hex"),
      patientWords,
      stacks: asked,
    },
    environment,
  );
  const placed = prepared.ok
    ? await placeOutputs({
        out: target.out,
        spoolFolder,
        studies: studies.map((stacks) =>
          stacks.map((stack) => ({
            ...stack,
            images: stack.images.filter(isWritten),
          })),
        ),
        asked,
        prepared: prepared.value,
      })
    : prepared;
  if (placed.ok) return placed;
  await discardOutput(target.out);
  return failed(placed.failure);
}

/** Masks count in the images of the whole stack, so they were assigned before. */
function onlyWritten(
  stack: StackToPrepare,
  isWritten: (image: StackImage) => boolean,
): StackToPrepare {
  const { images, masks } = stack;
  return {
    ...stack,
    images: images.filter(isWritten),
    ...(masks !== undefined && {
      masks: masks.filter((_, index) => {
        const image = images[index];
        return image !== undefined && isWritten(image);
      }),
    }),
  };
}
