// The generated set of the detector's benchmark: images of four kinds, half of them with text whose place is known.
import type { DecodedFrame } from "../../src/core/pixels/decodedFrame.ts";
import type { WordToFind } from "../../src/core/ports/textDetector.ts";
import { seededRandom } from "../../src/core/sample/seededRandom.ts";
import {
  between,
  computedTomography,
  oneOf,
  radiograph,
  screen,
  ultrasound,
  type Dice,
} from "./anatomy.ts";
import { grey, type Box, type Canvas, type Colour } from "./canvas.ts";
import { addDecoys } from "./decoys.ts";
import type { BenchFont } from "./fonts.ts";
import { compressLossily } from "./lossy.ts";
import type { Coverage } from "./outlines.ts";
import { madeUpPerson, technicalLine } from "./people.ts";

export type BenchModality = "US" | "CR" | "CT" | "SC";

/** One line of text that was drawn. */
export interface DrawnText {
  readonly text: string;
  readonly isOfPatient: boolean;
  readonly box: Box;
  readonly font: string;
  readonly sizePx: number;
  /** Text less its surroundings, as part of the range from black to white. */
  readonly contrast: number;
  /** How much of each pixel of the box is ink. */
  readonly coverage: Coverage;
}

export interface TextImage {
  readonly index: number;
  readonly modality: BenchModality;
  readonly frame: DecodedFrame;
  readonly words: readonly WordToFind[];
  readonly texts: readonly DrawnText[];
  readonly decoys: readonly string[];
}

const backgrounds: Readonly<Record<BenchModality, (dice: Dice) => Canvas>> = {
  US: ultrasound,
  CR: radiograph,
  CT: computedTomography,
  SC: screen,
};
const modalities = ["US", "CT", "SC", "CR"] as const;

/** Image `index` of the set with a seed; every other one holds text. The same on every computer. */
export function textImage(
  index: number,
  seed: number,
  fonts: readonly BenchFont[],
): TextImage {
  const dice = seededRandom(seed * 1_000_003 + index);
  const modality = modalities[Math.floor(index / 2) % 4] ?? "US";
  const canvas = backgrounds[modality](dice);
  const decoys =
    dice() < 0.75 ? addDecoys(canvas, modality, dice) : ([] as const);
  const person = madeUpPerson(dice);
  const texts: DrawnText[] = [];
  if (index % 2 === 0) {
    const patientLines = dice() < 0.65 ? 1 + Math.floor(dice() * 3) : 0;
    const technicalLines =
      patientLines === 0 ? 1 + Math.floor(dice() * 4) : Math.floor(dice() * 4);
    const lines = [
      ...Array.from({ length: patientLines }, () => person.patientLine(dice)),
      ...Array.from({ length: technicalLines }, () => technicalLine(dice)),
    ];
    const style = textStyle(dice, modality, fonts);
    lines.forEach((text, line) => {
      const drawn = drawLine(canvas, text, { dice, style, taken: texts });
      if (drawn !== null)
        texts.push({ ...drawn, isOfPatient: line < patientLines });
    });
  }
  const isLossy = (modality === "US" || modality === "SC") && dice() < 0.6;
  const quality = between(dice, 60, 92);
  if (isLossy)
    for (const plane of canvas.planes) compressLossily(plane, canvas, quality);
  const frame = frameOf(canvas, modality, dice);
  return { index, modality, frame, words: person.words, texts, decoys };
}

interface TextStyle {
  readonly font: BenchFont;
  readonly sizePx: number;
  readonly isSmooth: boolean;
  readonly contrast: number;
  readonly tint: Colour;
  readonly backing: "none" | "box" | "shadow";
}

function textStyle(
  dice: Dice,
  modality: BenchModality,
  fonts: readonly BenchFont[],
): TextStyle {
  const isColour = (modality === "US" || modality === "SC") && dice() < 0.4;
  return {
    font: oneOf(dice, fonts),
    // As many small ones as large ones by ratio.
    sizePx: Math.round(8 * 5 ** dice()),
    isSmooth: dice() < 0.75,
    contrast: oneOf(dice, [0.35, 0.5, 0.7, 1]),
    tint: isColour
      ? oneOf<Colour>(dice, [
          [1, 1, 0.2],
          [0.2, 1, 1],
          [0.2, 1, 0.2],
          [1, 0.6, 0.2],
        ])
      : [1, 1, 1],
    backing: oneOf(dice, ["none", "none", "none", "none", "box", "shadow"]),
  };
}

function drawLine(
  canvas: Canvas,
  text: string,
  options: {
    readonly dice: Dice;
    readonly style: TextStyle;
    readonly taken: readonly DrawnText[];
  },
): Omit<DrawnText, "isOfPatient"> | null {
  const { dice, style, taken } = options;
  const coverage = style.font.draw(text, style.sizePx, style.isSmooth);
  const box = placeFor(canvas, coverage, { dice, taken });
  if (box === null) return null;
  if (style.backing === "box") canvas.rectangle(box, grey(0));
  const around = canvas.meanGrey(box);
  const isBright = around + style.contrast <= 1 || around < 0.5;
  const level = isBright
    ? Math.min(1, around + style.contrast)
    : Math.max(0, around - style.contrast);
  const colour: Colour = isBright
    ? [level * style.tint[0], level * style.tint[1], level * style.tint[2]]
    : grey(level);
  if (style.backing === "shadow")
    lay(canvas, coverage, {
      left: box.left + 1,
      top: box.top + 1,
      colour: grey(isBright ? 0 : 1),
    });
  lay(canvas, coverage, { left: box.left, top: box.top, colour });
  return {
    text,
    box,
    font: style.font.name,
    sizePx: style.sizePx,
    contrast: Math.abs(level - around),
    coverage,
  };
}

/** Paints a text over a canvas. */
export function lay(
  canvas: Canvas,
  coverage: Coverage,
  ink: { readonly left: number; readonly top: number; readonly colour: Colour },
): void {
  for (let y = 0; y < coverage.height; y += 1)
    for (let x = 0; x < coverage.width; x += 1) {
      const value = coverage.values[y * coverage.width + x] ?? 0;
      if (value > 0)
        canvas.blend(ink.left + x, ink.top + y, {
          colour: ink.colour,
          coverage: value,
        });
    }
}

/** In a corner, at a border or anywhere, clear of other texts; null if it does not fit. */
function placeFor(
  canvas: Canvas,
  { width, height }: Coverage,
  {
    dice,
    taken,
  }: { readonly dice: Dice; readonly taken: readonly DrawnText[] },
): Box | null {
  const [roomX, roomY] = [canvas.columns - width - 4, canvas.rows - height - 4];
  if (roomX < 4 || roomY < 4) return null;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const isCorner = dice() < 0.55;
    const left = isCorner ? oneOf(dice, [4, roomX]) : between(dice, 4, roomX);
    const top = isCorner
      ? oneOf(dice, [0, 1]) * (roomY - 4 * height) +
        between(dice, 4, 4 * height)
      : between(dice, 4, roomY);
    const box = {
      left: Math.round(left),
      top: Math.round(Math.min(roomY, Math.max(4, top))),
      width,
      height,
    };
    if (!taken.some((other) => overlaps(other.box, box))) return box;
  }
  return null;
}

/** True if two boxes come within a few pixels of one another. */
function overlaps(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width + 12 &&
    b.left < a.left + a.width + 12 &&
    a.top < b.top + b.height + 2 &&
    b.top < a.top + a.height + 2
  );
}

/** The canvas as a frame of the kind that a modality makes. */
export function frameOf(
  canvas: Canvas,
  modality: BenchModality,
  dice: Dice,
): DecodedFrame {
  const { rows, columns } = canvas;
  const [red, green, blue] = canvas.planes;
  const size = { rows, columns };
  if (modality === "CT")
    return {
      ...size,
      samplesPerPixel: 1,
      photometricInterpretation: "MONOCHROME2",
      bitsStored: 16,
      isSigned: true,
      samples: Int16Array.from(green, (value) => -1024 + value * 3071),
    };
  if (modality === "CR") {
    const isInverted = dice() < 0.4;
    return {
      ...size,
      samplesPerPixel: 1,
      photometricInterpretation: isInverted ? "MONOCHROME1" : "MONOCHROME2",
      bitsStored: 12,
      isSigned: false,
      samples: Uint16Array.from(green, (value) =>
        Math.round(4095 * (isInverted ? 1 - value : value)),
      ),
    };
  }
  const isColoured = green.some(
    (value, index) =>
      Math.abs(value - (red[index] ?? 0)) > 0.02 ||
      Math.abs(value - (blue[index] ?? 0)) > 0.02,
  );
  if (modality === "US" && !isColoured)
    return {
      ...size,
      samplesPerPixel: 1,
      photometricInterpretation: "MONOCHROME2",
      bitsStored: 8,
      isSigned: false,
      samples: Uint8Array.from(green, (value) => Math.round(value * 255)),
    };
  const samples = new Uint8Array(rows * columns * 3);
  [red, green, blue].forEach((plane, channel) => {
    plane.forEach((value, index) => {
      samples[index * 3 + channel] = Math.round(value * 255);
    });
  });
  return {
    ...size,
    samplesPerPixel: 3,
    photometricInterpretation: "RGB",
    bitsStored: 8,
    isSigned: false,
    samples,
  };
}
