// Writes what `casedrop deidentify` was asked for: prepared in a hidden folder of the output, and moved to its place when all is done.
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { minimumSaltBytes } from "../core/deid/uidMapping.ts";
import type { Stack, StackImage } from "../core/model/stack.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { PreparedStack, StackToPrepare } from "../core/ports/preparer.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { createPreparer } from "../workers/preparer.ts";
import {
  discardOutput,
  placeOutputs,
  spoolFolderIn,
  type PlacedStack,
} from "./deidentifyOutput.ts";
import type { CliEnvironment } from "./environment.ts";
import { maskedStack, type AssignedMasks } from "./maskAssignment.ts";

type Stopped = DiskFailure | { readonly kind: "cancelled" };

/** Where to, and what keys the new UIDs: a secret of this run if none is given. */
export interface OutputTarget {
  readonly out: string;
  readonly salt?: string;
}

/** What is written, by study, and what is painted over. */
export interface ChosenOutput {
  readonly studies: readonly (readonly Stack[])[];
  readonly masks: AssignedMasks;
  /** Of every file that was read, chosen or not. */
  readonly patientWords: PatientWords;
  /** Free text that stays, as tags of eight upper-case hexadecimal digits. */
  readonly keptFreeText: readonly string[];
  /** False for images that are not written. */
  readonly isWritten: (image: StackImage) => boolean;
}

/** Prepares everything in a hidden folder of the output, and moves it to its place only when all is done. */
export async function writeDeidentified(
  target: OutputTarget,
  { studies, masks, patientWords, keptFreeText, isWritten }: ChosenOutput,
  environment: CliEnvironment,
): Promise<Result<readonly PlacedStack[], Stopped>> {
  const spoolFolder = spoolFolderIn(target.out);
  const asked = studies.flat().map((stack) => ({
    ...onlyWritten(maskedStack(stack, masks), isWritten),
    ...(keptFreeText.length > 0 && { keptFreeText }),
  }));
  const prepared = await prepare(spoolFolder, asked, {
    target,
    patientWords,
    environment,
  });
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

async function prepare(
  spoolFolder: string,
  stacks: readonly StackToPrepare[],
  from: {
    readonly target: OutputTarget;
    readonly patientWords: PatientWords;
    readonly environment: CliEnvironment;
  },
): Promise<Result<readonly PreparedStack[], Stopped>> {
  const { target, patientWords, environment } = from;
  const { stderr } = environment;
  const total = stacks.reduce((sum, stack) => sum + stack.images.length, 0);
  if (total === 0) return success([]);
  const preparer = createPreparer({ ...environment, probe: systemMediaProbe });
  try {
    return await preparer.prepare(
      {
        // One run is one case: its salt is used once and then forgotten.
        caseId: "deidentify" as CaseId,
        spoolFolder,
        saltHex:
          target.salt ??
          Buffer.from(systemRandom.bytes(2 * minimumSaltBytes)).toString("hex"),
        patientWords,
        stacks,
        onProgress: ({ preparedImages }) => {
          if (stderr.isTTY === true)
            stderr.write(
              `\r\u001b[KDe-identifying: ${preparedImages} of ${total} images`,
            );
        },
      },
      environment.signal,
    );
  } finally {
    if (stderr.isTTY === true) stderr.write("\r\u001b[K");
    await preparer.close();
  }
}
