// Words for images that are not written for the text in their pixels.
import { assertNever } from "../assertNever.ts";
import type { TextRank } from "../burnedInText.ts";
import type { RefusalReason } from "../failure.ts";
import { refusalWords } from "./refusalWords.ts";
import type { Words } from "./words.ts";

/** What to do about images that `casedrop deidentify` kept back for their text. */
export const textRemedy =
  "Paint over the places with --mask, or write such images all the same with --accept-text ID=REASON for each place; --text report writes all but those with words of the patient, and ends with status 1.";

const maskIt =
  "Paint over the places with --mask, or write the image all the same with --accept-text ID=REASON.";

/** Words for an image with text of this kind at these places. */
export function burnedInTextWords(
  rank: Exclude<TextRank, "technical">,
  places: readonly string[],
): Words {
  const where = `at ${places.join("; ")}`;
  switch (rank) {
    case "patientWord":
      return {
        title: "Words of the patient in the pixels",
        why: `They stand ${where}, where no change of the header reaches them.`,
        whatNext: maskIt,
      };
    case "text":
      return {
        title: "Text in the pixels",
        why: `Something that looks like text stands ${where}.`,
        whatNext: maskIt,
      };
    default:
      return assertNever(rank, "rank of text");
  }
}

/** Words for an image that nobody could look at, where everything has to be looked through; accepted under this id. */
export function notLookedAtWords(
  id: string,
  because: RefusalReason | null,
): Words {
  const why =
    because === null
      ? "The search for text did not come to its end."
      : refusalWords(because).why;
  return {
    title: "Nobody could look at it",
    why: `${why} So there may be text in it (id ${id}).`,
    whatNext: maskIt,
  };
}
