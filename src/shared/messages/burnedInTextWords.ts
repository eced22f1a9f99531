// Words for images that are not written for the text in their pixels.
import { assertNever } from "../assertNever.ts";
import type { TextRank } from "../burnedInText.ts";
import type { Words } from "./words.ts";

/** What to do about images that `casedrop deidentify` kept back for their text. */
export const textRemedy =
  "Paint over the places with --mask, or write such images all the same with --accept-text and a reason; --text report writes all but those with words of the patient, and ends with status 1.";

const maskIt =
  "Paint over the places with --mask, or write the image all the same with --accept-text and a reason.";

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

/** Words for an image that could not be decoded, where everything has to be looked through. */
export const notLookedAtWords: Words = {
  title: "Nobody could look at it",
  why: "Its pixels could not be decoded, so there may be text in them.",
  whatNext: maskIt,
};
