// Text where a search is likely to miss it: turned, in colour, on one image of many, small on a very large one.
import type { DecodedFrame } from "../../src/core/pixels/decodedFrame.ts";
import type { WordToFind } from "../../src/core/ports/textDetector.ts";
import { seededRandom } from "../../src/core/sample/seededRandom.ts";
import {
  bell,
  between,
  computedTomography,
  oneOf,
  radiograph,
  ultrasound,
  type Dice,
} from "./anatomy.ts";
import { Canvas, grey, type Box, type Colour } from "./canvas.ts";
import type { BenchFont } from "./fonts.ts";
import type { Coverage } from "./outlines.ts";
import { madeUpPerson } from "./people.ts";
import { frameOf, lay, type BenchModality } from "./textImages.ts";

/** Images of one stack with one line of the patient's on one of them. */
export interface HardPlace {
  readonly what: string;
  readonly modality: BenchModality;
  readonly frames: readonly DecodedFrame[];
  readonly printedOn: number;
  readonly box: Box;
  readonly words: readonly WordToFind[];
}

/** A kind of place: what lies there, and how the text is painted. */
interface Kind {
  readonly what: string;
  readonly modality: BenchModality;
  readonly images: number;
  readonly count: number;
  readonly background: (dice: Dice) => Canvas;
  readonly turns?: 1 | 3;
  readonly isCorner?: boolean;
  readonly sizePx?: number;
  /** As bright as grey 90 on a ground of that. */
  readonly colour?: Colour;
  /** Default: the last one. */
  readonly printedOn?: number;
}

const images = 6;
const kinds: readonly Kind[] = [
  {
    what: "turned upwards, ultrasound",
    modality: "US",
    images: 1,
    count: 12,
    background: ultrasound,
    turns: 3,
  },
  {
    what: "turned downwards, radiograph",
    modality: "CR",
    images: 1,
    count: 12,
    background: (dice) => radiograph(dice, [1024, 1024]),
    turns: 1,
  },
  {
    what: "corner of a radiograph, also MONOCHROME1",
    modality: "CR",
    images: 1,
    count: 12,
    background: (dice) => radiograph(dice, [1024, 1024]),
    isCorner: true,
  },
  {
    what: "coloured, ultrasound",
    modality: "US",
    images: 1,
    count: 12,
    background: ultrasound,
    colour: [0.9, 0.2, 0.2],
  },
  {
    what: "one frame of a cine",
    modality: "US",
    images,
    count: 12,
    background: ultrasound,
    printedOn: 3,
  },
  {
    what: "last slice of a CT",
    modality: "CT",
    images,
    count: 12,
    background: computedTomography,
  },
  {
    what: "12 px on a radiograph of 4000 rows",
    modality: "CR",
    images: 1,
    count: 4,
    background: (dice) => radiograph(dice, [3200, 4000]),
    sizePx: 12,
  },
];

/** The places of a seed, one after another: together they would not fit into memory. */
export function* hardPlaces(
  seed: number,
  fonts: readonly BenchFont[],
): Generator<HardPlace> {
  for (const [index, kind] of kinds.entries())
    for (let at = 0; at < kind.count; at += 1)
      yield hardPlace(
        kind,
        seededRandom(seed * 1_000_003 + 100_000 * (index + 1) + at),
        fonts,
      );
}

function hardPlace(
  kind: Kind,
  dice: Dice,
  fonts: readonly BenchFont[],
): HardPlace {
  const person = madeUpPerson(dice);
  const canvas = kind.background(dice);
  const printedOn = kind.printedOn ?? kind.images - 1;
  const font = oneOf(dice, fonts);
  const sizePx = kind.sizePx ?? Math.round(between(dice, 12, 28));
  const text = turned(
    font.draw(person.patientLine(dice), sizePx, true),
    kind.turns ?? 0,
  );
  const box = boxFor(text, canvas, { dice, isCorner: kind.isCorner === true });
  const contrast = oneOf(dice, [0.5, 0.7, 1]);
  const frames = Array.from({ length: kind.images }, (_, image) => {
    const copy = withNoise(canvas, dice);
    if (image === printedOn)
      lay(copy, text, {
        ...box,
        colour: kind.colour ?? standingOut(canvas.meanGrey(box), contrast),
      });
    return frameOf(copy, kind.modality, dice);
  });
  const { what, modality } = kind;
  return { what, modality, frames, printedOn, box, words: person.words };
}

function standingOut(around: number, contrast: number): Colour {
  return grey(
    around < 0.5
      ? Math.min(1, around + contrast)
      : Math.max(0, around - contrast),
  );
}

/** By quarter turns, clockwise. */
function turned(text: Coverage, turns: 0 | 1 | 3): Coverage {
  if (turns === 0) return text;
  const { width, height } = text;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [column, row] =
        turns === 1 ? [height - 1 - y, x] : [y, width - 1 - x];
      values[row * height + column] = text.values[y * width + x] ?? 0;
    }
  return { width: height, height: width, values };
}

function boxFor(
  { width, height }: Coverage,
  canvas: Canvas,
  { dice, isCorner }: { readonly dice: Dice; readonly isCorner: boolean },
): Box {
  const place = (room: number) =>
    Math.max(
      2,
      Math.round(
        isCorner ? oneOf(dice, [4, room - 4]) : between(dice, 4, room - 4),
      ),
    );
  const left = place(canvas.columns - width);
  return { left, top: place(canvas.rows - height), width, height };
}

/** No two images of a stack are the same. */
function withNoise(canvas: Canvas, dice: Dice): Canvas {
  const copy = new Canvas(canvas.columns, canvas.rows);
  const [first, ...others] = copy.planes;
  canvas.planes[0].forEach((value, index) => {
    first[index] = Math.min(1, Math.max(0, value + 0.01 * bell(dice)));
  });
  for (const plane of others) plane.set(first);
  return copy;
}

/** A cine of 800 x 600 RGB with three lines that stand still, for measuring what it costs. */
export function cineFrames(fonts: readonly BenchFont[]): {
  readonly frames: readonly DecodedFrame[];
  readonly words: readonly WordToFind[];
} {
  const dice = seededRandom(800_600);
  const person = madeUpPerson(dice);
  const fan = ultrasound(dice, [800, 600]);
  const font = oneOf(dice, fonts);
  const lines = Array.from({ length: 3 }, () =>
    font.draw(person.patientLine(dice), 18, true),
  );
  const frames = Array.from({ length: 40 }, () => {
    const copy = withNoise(fan, dice);
    lines.forEach((text, line) => {
      // Coloured, or it would be a grey frame of one sample.
      lay(copy, text, { left: 8, top: 8 + 30 * line, colour: [1, 1, 0.2] });
    });
    return frameOf(copy, "US", dice);
  });
  return { frames, words: person.words };
}
