// How the pixels of a stack leave, in a few words: as they will once nothing was prepared yet, as they did afterwards.
import { assertNever } from "../../../shared/assertNever.ts";
import { formatCount } from "../../../shared/messages/quantities.ts";
import type { PreparationView, StackView } from "../../../shared/snapshot.ts";
import type { PixelTreatment } from "../../../shared/stackFacts.ts";

/** The treatment, and what one may wonder about it. */
interface LeavingPixels {
  readonly words: string;
  readonly detail: string | null;
}

/** Of the images that leave. */
export function leavingPixels(
  stack: StackView,
  preparation: PreparationView,
): LeavingPixels {
  const { picture, masks, storedPixels } = stack;
  const isMasked = masks.length > 0;
  if (picture !== null)
    return isMasked
      ? { words: "Masked, written as PNG", detail: null }
      : {
          words: "Copied unchanged",
          detail:
            picture === "gif"
              ? "all but the pixels stripped; of an animation the first image only"
              : "all but the pixels stripped",
        };
  const done =
    preparation.kind === "ready"
      ? preparation.stacks.find(({ stackId }) => stackId === stack.stackId)
      : undefined;
  const treatments = done === undefined ? [] : known(done.pixels);
  const isRecoded =
    isMasked || treatments.some(([treatment]) => treatment === "masked");
  const detail =
    isRecoded && storedPixels?.compression === "lossy"
      ? "not compressed again, which would blur what is beside the masks"
      : null;
  if (treatments.length > 0) return { words: counted(treatments), detail };
  if (isMasked) return { words: treatmentWords("masked"), detail };
  const isCopied = storedPixels?.isReadBySite !== false;
  return isCopied
    ? { words: treatmentWords("copied"), detail: compressionWords(stack) }
    : {
        words: treatmentWords("transcoded"),
        detail: "the site does not read this compression",
      };
}

type Counts = readonly (readonly [PixelTreatment, number])[];

const order: readonly PixelTreatment[] = [
  "masked",
  "rewritten",
  "transcoded",
  "cleaned",
  "copied",
];

function known(pixels: Partial<Record<PixelTreatment, number>>): Counts {
  return order.flatMap((treatment): Counts => {
    const count = pixels[treatment] ?? 0;
    return count === 0 ? [] : [[treatment, count]];
  });
}

/** Numbers only where images of one stack differ. */
function counted(treatments: Counts): string {
  const [only] = treatments;
  return treatments.length === 1 && only !== undefined
    ? treatmentWords(only[0])
    : treatments
        .map(
          ([treatment, count]) =>
            `${formatCount(count)} ${treatmentWords(treatment).toLowerCase()}`,
        )
        .join("; ");
}

function treatmentWords(treatment: PixelTreatment): string {
  switch (treatment) {
    case "copied":
      return "Copied unchanged";
    case "cleaned":
      return "Copied without hidden texts";
    case "transcoded":
    case "rewritten":
      return "Decoded, written uncompressed";
    case "masked":
      return "Masked, written uncompressed";
    case "stripped":
      return "Copied unchanged";
    case "maskedPicture":
      return "Masked, written as PNG";
    default:
      return assertNever(treatment, "pixel treatment");
  }
}

function compressionWords({ storedPixels }: StackView): string | null {
  switch (storedPixels?.compression) {
    case "lossless":
      return "compressed without loss";
    case "lossy":
      return "lossy compression stays as it is";
    case "none":
    case undefined:
      return null;
  }
}
