// Frames of grey with text printed into them, built by code.
import type { DecodedFrame } from "../core/pixels/decodedFrame.ts";
import { seededRandom } from "../core/sample/seededRandom.ts";
import { bitmapLetterRows } from "./bitmapLetters.ts";

/** Text to print: `left` and `top` of its first letter, which is seven dots high. */
export interface PrintedText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly level: number;
  /** Pixels of a dot's side. */
  readonly dot: number;
}

/** Noise around a level: `spread` levels up and down. */
export interface NoisyGround {
  readonly columns: number;
  readonly rows: number;
  readonly level: number;
  readonly spread: number;
  readonly seed: number;
}

/** An eight-bit grey frame with text. */
export function printedFrame(
  ground: NoisyGround,
  texts: readonly PrintedText[],
): DecodedFrame {
  const { columns, rows, level, spread } = ground;
  const random = seededRandom(ground.seed);
  const samples = Uint8Array.from(
    { length: columns * rows },
    () => level + (random() * 2 - 1) * spread,
  );
  for (const text of texts) print(samples, columns, text);
  return {
    rows,
    columns,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    bitsStored: 8,
    isSigned: false,
    samples,
  };
}

function print(samples: Uint8Array, columns: number, text: PrintedText): void {
  Array.from(text.text).forEach((letter, index) => {
    bitmapLetterRows(letter).forEach((row, y) => {
      for (let x = 0; x < row.length; x += 1)
        if (row[x] === "#")
          fillDot(samples, columns, {
            ...text,
            left: text.left + (index * 6 + x) * text.dot,
            top: text.top + y * text.dot,
          });
    });
  });
}

function fillDot(
  samples: Uint8Array,
  columns: number,
  { left, top, dot, level }: PrintedText,
): void {
  for (let y = top; y < top + dot; y += 1)
    samples.fill(level, y * columns + left, y * columns + left + dot);
}
