// A reading in words: what it is, which film it is of, and the text that a copy of it has. Everything that marks its origin stands here.
import type { FilmPlace, LookReader, LookView } from "../secondLook.ts";
import {
  lookBanner,
  lookCitation,
  lookTitles,
  readerWords,
} from "./secondLookWords.ts";

/** A probability as given, with two decimals. Null is never a number. */
export function probabilityText(probability: number | null): string {
  return probability === null ? "not reported" : probability.toFixed(2);
}

/** With every reading of a film from public data (contract section 6). */
export function filmCreditWords(credit: string): string {
  return `Film from public data: ${credit}`;
}

/** Whose answer a reading is (contract section 7). `when`: date and time, as they are shown. */
export function lookOriginWords(reader: LookReader, when: string): string {
  return `Answer of ${readerWords[reader].name}, version unknown, ${when}`;
}

/** Where a film stands in its case, without a word of its header. Null: no film of the case any more. */
export function filmPlaceWords(place: FilmPlace | null): string {
  return place === null
    ? "no longer in this case"
    : `stack ${place.stackNumber}, image ${place.imageNumber} of ${place.imageCount}`;
}

/** The reading for the clipboard: what it is, where it comes from and what it is not for stand at its beginning and its end. */
export function lookText(look: LookView): string {
  const { findings, urgency, algorithm, reader, askedAtMs } = look;
  const when = new Date(askedAtMs).toISOString().slice(0, 16).replace("T", " ");
  return [
    `[${lookBanner}]`,
    lookTitles[algorithm],
    lookOriginWords(reader, `${when} UTC`),
    ...(algorithm === "image"
      ? [`Film: ${filmPlaceWords(look.filmPlace)}`]
      : []),
    ...(urgency === null
      ? []
      : [`Urgency in the reference code's scale: ${urgency}`]),
    "",
    ...findings.map(
      (line) => `${line.name}: ${probabilityText(line.probability)}`,
    ),
    "",
    ...(look.credit === null ? [] : [filmCreditWords(look.credit)]),
    lookCitation,
    `[End of the answer of ${readerWords[reader].name}. ${lookBanner}]`,
  ].join("\n");
}
