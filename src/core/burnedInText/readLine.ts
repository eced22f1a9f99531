// Reads one line that looks like writing, a second time at another size where the first is doubtful.
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { ReadWord, TextReader } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { lettersOf } from "./legibility.ts";
import { lineImage, type LineRendering } from "./lineImage.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { rankText } from "./rankText.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line that is text, with what it says. */
export type LineText = Pick<TextFinding, "rank" | "words" | "matches" | "box">;

/** What is tried: first the line as it is, at the size that is read best; then with what lies behind it taken away; then smaller, and smoothed, which helps with letters made of coarse dots. */
const attempts: readonly LineRendering[] = [
  { enlargement: 1, isSmoothed: false, isLevelled: false },
  { enlargement: 1, isSmoothed: false, isLevelled: true },
  { enlargement: 0.75, isSmoothed: true, isLevelled: true },
];
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
  const readings: (readonly ReadWord[])[] = [];
  for (const attempt of attempts) {
    const reader = await deps.reader.load();
    const words = reader.read(lineImage(line, plane, attempt));
    const text = words.map((word) => word.text).join(" ");
    const matches = deps.matcher(text);
    if (matches.length > 0)
      return { rank: "patientWord", words: text, matches, box: line.box };
    readings.push(words);
    if (isSure(words) || isHopeless(words, line)) break;
  }
  const ranked = rankText({
    score: line.score,
    letters: line.letters,
    readings,
  });
  return ranked === null ? null : { ...ranked, matches: [], box: line.box };
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
