// Has the reader look over a whole image by itself: finds what the quick pass does not know as writing, such as very large letters.
import type { PixelBox } from "../../shared/mask.ts";
import type {
  LineImage,
  PageWord,
  ReadWord,
  TextReader,
} from "../ports/textReader.ts";
import { halved, type TextLine } from "./findTextLines.ts";
import { lettersOf } from "./legibility.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { median } from "./median.ts";
import { rankWords } from "./rankText.ts";
import type { LineText } from "./readLine.ts";
import { textExtent } from "./textExtent.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line of text that the reader itself has found. */
export interface PageLine {
  readonly line: TextLine;
  readonly text: LineText;
}

/** Larger images are read in a smaller copy: their small letters are for the quick pass. */
const mostPageSide = 1200;
/** A word that nobody reads by chance: on a whole image noise reads as much. */
const solid = { letters: 4, confidence: 85 };

/** Lines of text in the brightness of an image. */
export async function readPage(
  planes: readonly TextPlane[],
  deps: { readonly reader: TextReader; readonly matcher: PatientWordMatcher },
): Promise<readonly PageLine[]> {
  const [plane] = planes;
  if (plane === undefined) return [];
  let [page, scale] = [plane, 1];
  while (Math.max(page.columns, page.rows) > mostPageSide) {
    page = halved(page);
    scale *= 2;
  }
  const polarity = isDark(page) ? "bright" : "dark";
  const reader = await deps.reader.load();
  const words = reader.readPage(darkOnLight(page, polarity));
  return [...byLine(words).values()].flatMap((line) => {
    const text = textOfPageWords(line, deps.matcher);
    if (text === null) return [];
    const box = boxOf(line, scale, plane);
    const letterHeight = scale * median(line.map(({ height }) => height));
    const ink = inkIn(box, plane, polarity);
    const found: TextLine = {
      ...ink,
      box,
      polarity,
      letterHeight,
      score: 0,
      plane: 0,
      letters: lettersOf(line).length,
    };
    return [{ line: found, text: { ...text, box: textExtent(found, plane) } }];
  });
}

/** What words found by the reader, or where writing is unusual, say; null for what it may have read by chance. */
export function textOfPageWords(
  words: readonly ReadWord[],
  matcher: PatientWordMatcher,
): Omit<LineText, "box"> | null {
  const all = words.map(({ text }) => text).join(" ");
  const matches = matcher(all);
  if (matches.length > 0) return { rank: "patientWord", words: all, matches };
  const isSolid = words.some(
    (word) =>
      lettersOf([word]).length >= solid.letters &&
      word.confidence >= solid.confidence,
  );
  return isSolid ? { rank: rankWords(words), words: all, matches: [] } : null;
}

function byLine(words: readonly PageWord[]): Map<string, PageWord[]> {
  const lines = new Map<string, PageWord[]>();
  for (const word of words) {
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word]);
    else line.push(word);
  }
  return lines;
}

function isDark({ values }: TextPlane): boolean {
  let dark = 0;
  for (const value of values) if (value < 128) dark += 1;
  return dark * 2 > values.length;
}

function darkOnLight(
  { columns, rows, values }: TextPlane,
  polarity: TextLine["polarity"],
): LineImage {
  if (polarity === "dark") return { columns, rows, values };
  return { columns, rows, values: values.map((value) => 255 - value) };
}

function boxOf(
  words: readonly PageWord[],
  scale: number,
  { columns, rows }: TextPlane,
): PixelBox {
  const left = scale * Math.min(...words.map((word) => word.left));
  const top = scale * Math.min(...words.map((word) => word.top));
  const right =
    scale * Math.max(...words.map((word) => word.left + word.width));
  const bottom =
    scale * Math.max(...words.map((word) => word.top + word.height));
  return {
    left,
    top,
    width: Math.max(1, Math.min(columns, right) - left),
    height: Math.max(1, Math.min(rows, bottom) - top),
  };
}

/** What strokes and ground are in a place that holds both. */
function inkIn(
  { left, top, width, height }: PixelBox,
  { columns, values }: TextPlane,
  polarity: TextLine["polarity"],
): Pick<TextLine, "level" | "contrast"> {
  const found: number[] = [];
  for (let y = top; y < top + height; y += 1)
    found.push(
      ...values.subarray(y * columns + left, y * columns + left + width),
    );
  found.sort((a, b) => a - b);
  const at = (part: number) =>
    found[Math.floor(part * (found.length - 1))] ?? 0;
  const [level, ground] =
    polarity === "bright" ? [at(0.9), at(0.25)] : [at(0.1), at(0.75)];
  return { level, contrast: Math.max(1, Math.abs(level - ground)) };
}
