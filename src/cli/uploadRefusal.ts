// Why the command line sends nothing, in sentences, with the option that mends it.
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import {
  stacksToPrepare,
  type PreparedCase,
} from "../core/casefile/preparedCase.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { Failure } from "../shared/failure.ts";
import { blockerWords } from "../shared/messages/blockerWords.ts";
import { refusalWords } from "../shared/messages/refusalWords.ts";
import type { Blocker } from "../shared/snapshot.ts";
import { printable } from "./printable.ts";
import type { OpenText } from "./openText.ts";
import { failureLines } from "./uploadReport.ts";

/** Why nothing is sent, in sentences. */
export interface UploadRefusal {
  readonly lines: readonly string[];
  /** The files that were given contradict each other; with others the same images could be sent. */
  readonly isWrongUse: boolean;
  /** Text in pixels that has to be decided about. */
  readonly text?: readonly OpenText[];
  /** Behind the lines. */
  readonly failure?: Failure;
}

/** A refusal for a failure. */
export function failureRefusal(failure: Failure): UploadRefusal {
  return { ...refusal(failureLines(failure)), failure };
}

/** A refusal for what came of the images. */
export function refusal(lines: readonly string[]): UploadRefusal {
  return { lines, isWrongUse: false };
}

/** What stands in the way, with the option that mends it. */
export function blockerLine(blocker: Blocker): string {
  const { title, why, whatNext } = blockerWords(blocker);
  switch (blocker.kind) {
    case "imagesRefused":
      return `${title}. ${why} With --accept-refused they are left out.`;
    case "severalPatients":
      return `${title}. ${why} With --accept-several-patients the case is sent all the same.`;
    case "textNotLookedFor":
    case "imagesNotSeen":
    case "burnedInText":
      return `${title}. ${why} Mask the places with --mask, or send them all the same with --accept-text ID=REASON for each of them.`;
    case "patientWordsTyped":
      return `${title}. ${why} Take them out, or send them all the same with --accept-words and a reason.`;
    case "noImages":
    case "sentBefore":
    case "licenceForbids":
    case "creditMissing":
    case "creditHasNoPlace":
    case "citationMissing":
    case "nothingSelected":
    case "scanning":
    case "missingField":
    case "notPrepared":
    case "sameImageTwice":
    case "notConfirmed":
      return `${title}. ${why} ${whatNext}`;
    default:
      return assertNever(blocker, "blocker");
  }
}

/** Which images were refused, for the person whose files they are. */
export function refusedLines(
  chosen: readonly ChosenStack[],
  prepared: PreparedCase,
): readonly string[] {
  const images = stacksToPrepare(chosen).flatMap((stack) => stack.images);
  return images.flatMap((image) => {
    const outcome = prepared.images.get(image)?.outcome;
    if (outcome === undefined || outcome.ok) return [];
    const frame = image.frame === null ? "" : `, frame ${image.frame}`;
    const path = printable(image.instance.source.path);
    return [`  ${path}${frame}: ${refusalWords(outcome.failure).title}`];
  });
}
