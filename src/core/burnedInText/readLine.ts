// Reads one line that looks like writing, a second time at another size where the first is doubtful.
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { LineReader, ReadWord } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { lineImage } from "./lineImage.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { rankText } from "./rankText.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line that is text, with what it says. */
export type LineText = Pick<TextFinding, "rank" | "words" | "matches" | "box">;

/** Sizes of letters that are tried, relative to the one that is read best. */
const enlargements = [1, 0.7];
/** Words read with less confidence make a reading doubtful. */
const confident = 88;

/** What a line says; null if it is no text after all. */
export function readLine(
  line: TextLine,
  planes: readonly TextPlane[],
  deps: { readonly reader: LineReader; readonly matcher: PatientWordMatcher },
): LineText | null {
  const plane = planes[line.plane];
  if (plane === undefined) return null;
  const readings: (readonly ReadWord[])[] = [];
  for (const enlargement of enlargements) {
    const words = deps.reader.read(lineImage(line, plane, enlargement));
    const text = words.map((word) => word.text).join(" ");
    const matches = deps.matcher(text);
    if (matches.length > 0)
      return { rank: "patientWord", words: text, matches, box: line.box };
    readings.push(words);
    if (isSure(words)) break;
  }
  const ranked = readings.flatMap((words) => {
    const rank = rankText({ score: line.score, words });
    return rank === null ? [] : [{ rank, words }];
  });
  const best = ranked.find(({ rank }) => rank === "text") ?? ranked[0];
  if (best === undefined) return null;
  const words = best.words.map((word) => word.text).join(" ");
  return { rank: best.rank, words, matches: [], box: line.box };
}

function isSure(words: readonly ReadWord[]): boolean {
  return (
    words.length > 0 && words.every(({ confidence }) => confidence >= confident)
  );
}
