// Looks for print that runs upwards or downwards along an image: the quick pass on the image turned by a quarter, each line read both ways round.
import type { PixelBox } from "../../shared/mask.ts";
import type { LineImage, ReadWord, TextReader } from "../ports/textReader.ts";
import { findTextLines, type TextLine } from "./findTextLines.ts";
import { lineImage } from "./lineImage.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { textOfPageWords, type PageLine } from "./readPage.ts";
import { textExtent } from "./textExtent.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Upright letters, seen from the side, make faint lines of all kinds: only what plainly looks like writing is read. */
const leastScore = 2.5;
/** Each line costs two readings. */
const mostLines = 8;
const rendering = { enlargement: 1, isSmoothed: false, isLevelled: true };

/** Lines that hold words of the patient, or words that nobody reads by chance; none where `isKnown` says that text was found before. */
export async function readTurned(
  planes: readonly TextPlane[],
  deps: { readonly reader: TextReader; readonly matcher: PatientWordMatcher },
  isKnown: (box: PixelBox) => boolean,
): Promise<readonly PageLine[]> {
  const turned = planes.map(turnedClockwise);
  const lines = findTextLines(turned, leastScore)
    .map((line) => ({ line, box: turnedBack(line.box, planes[line.plane]) }))
    .filter(({ box }) => !isKnown(box))
    .slice(0, mostLines);
  const found: PageLine[] = [];
  for (const { line, box } of lines) {
    const text = await textOf(line, turned, deps);
    const plane = turned[line.plane];
    if (text === null || plane === undefined) continue;
    const extent = turnedBack(textExtent(line, plane), planes[line.plane]);
    found.push({ line: { ...line, box }, text: { ...text, box: extent } });
  }
  return found;
}

async function textOf(
  line: TextLine,
  turned: readonly TextPlane[],
  deps: { readonly reader: TextReader; readonly matcher: PatientWordMatcher },
) {
  const plane = turned[line.plane];
  if (plane === undefined) return null;
  const upwards = lineImage(line, plane, rendering);
  const reader = await deps.reader.load();
  const texts = [upwards, upsideDown(upwards)].flatMap((image) => {
    const words: readonly ReadWord[] = reader.read(image);
    return textOfPageWords(words, deps.matcher) ?? [];
  });
  return texts.find(({ rank }) => rank === "patientWord") ?? texts[0] ?? null;
}

/** Print that ran upwards runs to the right. */
function turnedClockwise({ columns, rows, values }: TextPlane): TextPlane {
  const turned = new Uint8Array(values.length);
  for (let y = 0; y < rows; y += 1) {
    let to = rows - 1 - y;
    const end = (y + 1) * columns;
    for (let at = y * columns; at < end; at += 1, to += rows)
      turned[to] = values[at] ?? 0;
  }
  return { columns: rows, rows: columns, values: turned };
}

/** Where a box of the turned plane lies in the plane itself. */
function turnedBack(
  { left, top, width, height }: PixelBox,
  plane: TextPlane | undefined,
): PixelBox {
  const rows = plane?.rows ?? 0;
  return {
    left: top,
    top: rows - left - width,
    width: height,
    height: width,
  };
}

function upsideDown(image: LineImage): LineImage {
  return { ...image, values: image.values.slice().reverse() };
}
