// Searches one share of the generated images for text and prints what was found of what was drawn: JSON, one line.
//
// Arguments: first image, count, seed, and "verbose" to list on standard error every miss and false alarm.
import { resolve } from "node:path";
import { createTesseractReader } from "../src/adapters/ocr/tesseractReader.ts";
import { findTextLines } from "../src/core/burnedInText/findTextLines.ts";
import { searchStack } from "../src/core/burnedInText/searchStack.ts";
import { textPlanesOf } from "../src/core/burnedInText/textPlanes.ts";
import type { SearchedStack } from "../src/core/ports/textDetector.ts";
import type { StackId } from "../src/shared/identifiers.ts";
import { success } from "../src/shared/result.ts";
import { benchFonts } from "./detector/fonts.ts";
import type { Box } from "./detector/canvas.ts";
import {
  textImage,
  type DrawnText,
  type TextImage,
} from "./detector/textImages.ts";

/** What became of one drawn line. */
interface LineResult {
  readonly modality: string;
  readonly font: string;
  readonly sizePx: number;
  readonly contrast: number;
  readonly isOfPatient: boolean;
  readonly isFound: boolean;
  readonly isMatched: boolean;
  /** Part of its ink that one click hides: under the box of the finding that covers most of it. */
  readonly hidden: number;
  /** Part of its ink under the boxes of all findings on the image. */
  readonly hiddenByAll: number;
}

/** What was found in one image, and what it took. */
interface ImageResult {
  readonly modality: string;
  readonly megapixels: number;
  readonly hasText: boolean;
  readonly hasPatientText: boolean;
  readonly isFound: boolean;
  readonly isMatched: boolean;
  readonly findings: number;
  readonly wrongMatches: number;
  readonly quickMs: number;
  readonly readMs: number;
}

const [first = "0", count = "40", seed = "1", detail = ""] =
  process.argv.slice(2);
const fonts = benchFonts(resolve("."));
const reader = createTesseractReader();
await reader.load();

const lines: LineResult[] = [];
const images: ImageResult[] = [];
for (
  let index = Number(first);
  index < Number(first) + Number(count);
  index += 1
)
  await measure(textImage(index, Number(seed), fonts));
process.stdout.write(`${JSON.stringify({ lines, images })}\n`);

async function measure(image: TextImage): Promise<void> {
  const startedMs = performance.now();
  const planes = textPlanesOf(image.frame, null);
  findTextLines(planes, 0.5);
  const quickMs = performance.now() - startedMs;
  const searchStartedMs = performance.now();
  const searched = await searchStack(
    {
      stackId: "bench" as StackId,
      images: [
        { isLikelyPrintedOn: image.modality !== "CT", standsAlone: true },
      ],
      patientWords: image.words,
    },
    {
      openFrame: () =>
        Promise.resolve(success({ frame: image.frame, palette: null })),
      reader,
      giveWay: () => Promise.resolve(),
    },
    new AbortController().signal,
  );
  const totalMs = performance.now() - searchStartedMs;
  if (searched === null) throw new Error("Nobody cancelled this");
  const results = image.texts.map((text) => ({
    modality: image.modality,
    font: text.font,
    sizePx: text.sizePx,
    contrast: text.contrast,
    isOfPatient: text.isOfPatient,
    isFound: isFound(text, searched, false),
    isMatched: isFound(text, searched, true),
    hidden: Math.max(
      0,
      ...searched.findings.map(({ box }) => hiddenInk(text, [box])),
    ),
    hiddenByAll: hiddenInk(
      text,
      searched.findings.map(({ box }) => box),
    ),
  }));
  lines.push(...results);
  const wrongMatches = searched.findings.filter(
    ({ rank, box }) =>
      rank === "patientWord" &&
      !image.texts.some((text) => text.isOfPatient && meets(text.box, box)),
  );
  images.push({
    modality: image.modality,
    megapixels: (image.frame.rows * image.frame.columns) / 1e6,
    hasText: image.texts.length > 0,
    hasPatientText: image.texts.some((text) => text.isOfPatient),
    isFound: results.some((result) => result.isFound),
    isMatched: results.some((result) => result.isOfPatient && result.isMatched),
    findings: searched.findings.length,
    wrongMatches: wrongMatches.length,
    quickMs,
    readMs: Math.max(0, totalMs - quickMs),
  });
  if (detail === "verbose") describe(image, searched);
}

/** True if a finding lies on the text; as the patient's if `asPatients`. */
function isFound(
  text: DrawnText,
  { findings }: SearchedStack,
  asPatients: boolean,
): boolean {
  return findings.some(
    ({ rank, box }) =>
      (!asPatients || rank === "patientWord") && meets(text.box, box),
  );
}

/** Part of the ink of a line that lies in any of these boxes; faint edges are none. */
function hiddenInk(
  { box, coverage }: DrawnText,
  masks: readonly Box[],
): number {
  let [ink, hidden] = [0, 0];
  coverage.values.forEach((value, at) => {
    if (value < 0.25) return;
    const x = box.left + (at % coverage.width);
    const y = box.top + Math.floor(at / coverage.width);
    ink += 1;
    if (masks.some((mask) => holds(mask, x, y))) hidden += 1;
  });
  return ink === 0 ? 1 : hidden / ink;
}

function holds({ left, top, width, height }: Box, x: number, y: number) {
  return x >= left && x < left + width && y >= top && y < top + height;
}

/** True if boxes share a fifth of the narrower one's width, and of the lower one's height. */
function meets(a: Box, b: Box): boolean {
  const width =
    Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height =
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return (
    width > 0.2 * Math.min(a.width, b.width) &&
    height > 0.3 * Math.min(a.height, b.height)
  );
}

function describe(image: TextImage, searched: SearchedStack): void {
  const say = (what: string, ...rest: readonly unknown[]) =>
    process.stderr.write(
      `${what} ${image.index} ${image.modality} ${rest.map(String).join(" ")}\n`,
    );
  for (const text of image.texts) {
    const { font, sizePx, contrast } = text;
    const place = [text.text, font, sizePx, contrast.toFixed(2)].join(" ");
    if (!isFound(text, searched, false)) say("MISSED", place);
    else if (text.isOfPatient && !isFound(text, searched, true))
      say(
        "UNMATCHED",
        place,
        ...searched.findings
          .filter(({ box }) => meets(text.box, box))
          .map(({ words }) => `[${words}]`),
      );
    const hidden = Math.max(
      0,
      ...searched.findings.map(({ box }) => hiddenInk(text, [box])),
    );
    if (isFound(text, searched, false) && hidden < 0.995)
      say(
        "UNCOVERED",
        hidden.toFixed(2),
        place,
        JSON.stringify(text.box),
        ...searched.findings
          .filter(({ box }) => meets(text.box, box))
          .map(
            ({ rank, words, box }) =>
              `${rank} [${words}] ${JSON.stringify(box)}`,
          ),
      );
  }
  for (const { rank, words, box, matches } of searched.findings) {
    const isOnText = image.texts.some((text) => meets(text.box, box));
    const isWrong =
      rank === "patientWord" &&
      !image.texts.some((text) => text.isOfPatient && meets(text.box, box));
    if (image.texts.length === 0 || isWrong)
      say(
        isWrong ? "WRONG MATCH" : "FALSE ALARM",
        rank,
        `[${words}]`,
        matches.join(),
        JSON.stringify(box),
        isOnText ? "" : image.decoys.join(),
      );
  }
}
