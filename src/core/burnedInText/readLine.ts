// Reads one line that looks like writing, a second time at another size where the first is doubtful.
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { ReadWord, TextReader } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { lettersOf } from "./legibility.ts";
import { lineImage, type LineRendering } from "./lineImage.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { rankText } from "./rankText.ts";
import { textExtent } from "./textExtent.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line that is text, with what it says, and all the place that it takes. */
export type LineText = Pick<TextFinding, "rank" | "words" | "matches" | "box">;

/** What is tried: first the line as it is, at the size that is read best; then with what lies behind it taken away; then smaller, and smoothed, which helps with letters made of coarse dots. */
const attempts: readonly LineRendering[] = [
  { enlargement: 1, isSmoothed: false, isLevelled: false },
  { enlargement: 1, isSmoothed: false, isLevelled: true },
  { enlargement: 0.75, isSmoothed: true, isLevelled: true },
];
/** Tried last for words of the patient alone, where something was read, though not well. */
const smoothed: LineRendering = {
  enlargement: 1,
  isSmoothed: true,
  isLevelled: false,
};
/** Tried last for words of the patient alone: the quick pass may have seen but a part of the line. */
const wide: LineRendering = {
  enlargement: 1,
  isSmoothed: false,
  isLevelled: true,
  reach: 5,
};
/** Words read with less confidence make a reading doubtful. */
const confident = 88;
/** A word or two that are read alike anywhere: no noise does that. */
const fewestLetters = 3;
/** Score from which a line is tried again even if nothing was read. */
const promising = 3;

/** What a line says; null if it is no text after all. */
export async function readLine(
  line: TextLine,
  planes: readonly TextPlane[],
  deps: { readonly reader: TextReader; readonly matcher: PatientWordMatcher },
): Promise<LineText | null> {
  const plane = planes[line.plane];
  if (plane === undefined) return null;
  const read = async (rendering: LineRendering) =>
    (await deps.reader.load()).read(lineImage(line, plane, rendering));
  const ofPatient = (words: readonly ReadWord[]): LineText | null => {
    const text = textOf(words);
    const matches = deps.matcher(text);
    if (matches.length === 0) return null;
    const box = textExtent(line, plane);
    return { rank: "patientWord", words: text, matches, box };
  };
  const readings: (readonly ReadWord[])[] = [];
  for (const attempt of attempts) {
    const words = await read(attempt);
    const found = ofPatient(words);
    if (found !== null) return found;
    readings.push(words);
    if (isSure(words) || isHopeless(words, line)) break;
  }
  const { score, letters } = line;
  const ranked = rankText({ score, letters, readings });
  const last = [
    ...(isDoubtful(readings) ? [smoothed] : []),
    ...(ranked?.rank === "text" ? [wide] : []),
  ];
  for (const attempt of last) {
    const found = ofPatient(await read(attempt));
    if (found !== null) return found;
  }
  if (ranked === null) return null;
  return { ...ranked, matches: [], box: textExtent(line, plane) };
}

function textOf(words: readonly ReadWord[]): string {
  return words.map(({ text }) => text).join(" ");
}

/** True if all attempts were made, and some of them read a word's worth of letters. */
function isDoubtful(readings: readonly (readonly ReadWord[])[]): boolean {
  return (
    readings.length === attempts.length &&
    !readings.some(isSure) &&
    readings.some((words) => lettersOf(words).length > fewestLetters)
  );
}

/** True for a reading that another could hardly better. */
function isSure(words: readonly ReadWord[]): boolean {
  return (
    lettersOf(words).length >= fewestLetters &&
    words.every(({ confidence }) => confidence >= confident)
  );
}

/** True where next to nothing spoke for writing, and nothing was read. */
function isHopeless(words: readonly ReadWord[], line: TextLine): boolean {
  return line.score < promising && lettersOf(words) === "";
}
