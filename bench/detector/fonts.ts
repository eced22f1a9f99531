// The fonts of the detector's benchmark: faces of DejaVu, and the bitmap letters of older scanners.
import { parse, type Font } from "opentype.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bitmapLetterRows } from "../../src/testing/bitmapLetters.ts";
import { rasterise, type Coverage } from "./outlines.ts";

/** Draws a text so that a line of it is `sizePx` high, from ascender to descender. */
export interface BenchFont {
  readonly name: string;
  draw(text: string, sizePx: number, isSmooth: boolean): Coverage;
}

const faces = [
  "DejaVuSans",
  "DejaVuSans-Bold",
  "DejaVuSansCondensed",
  "DejaVuSansMono",
  "DejaVuSansMono-Bold",
  "DejaVuSerif",
  "DejaVuSerif-Bold",
  "DejaVuSans-Oblique",
];

/** All fonts; `root` is the project's folder. */
export function benchFonts(root: string): readonly BenchFont[] {
  return [
    ...faces.map((name) => {
      const path = join(
        root,
        "node_modules/dejavu-fonts-ttf/ttf",
        `${name}.ttf`,
      );
      const { buffer, byteOffset, byteLength } = readFileSync(path);
      const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
      return outlineFont(name, parse(bytes));
    }),
    bitmapFont(),
  ];
}

function outlineFont(name: string, font: Font): BenchFont {
  return {
    name,
    draw(text, sizePx, isSmooth) {
      // Letter by letter: the library's shaping does not know all of these fonts' tables.
      let x = 1;
      const commands = Array.from(text).flatMap((letter) => {
        const glyph = font.charToGlyph(letter);
        const path = glyph.getPath(x, sizePx * 0.95, sizePx);
        x += (glyph.advanceWidth * sizePx) / font.unitsPerEm;
        return path.commands;
      });
      const width = Math.ceil(x) + 1;
      const height = Math.ceil(sizePx * 1.25);
      const coverage = rasterise(commands, width, height);
      return isSmooth ? coverage : hardened(coverage);
    },
  };
}

/** Pixels either painted or not, as without smoothing. */
function hardened(coverage: Coverage): Coverage {
  return {
    ...coverage,
    values: coverage.values.map((value) => (value >= 0.45 ? 1 : 0)),
  };
}

/** Letters of five by seven dots in cells of six by nine, each dot a square of pixels. */
function bitmapFont(): BenchFont {
  return {
    name: "bitmap",
    draw(text, sizePx) {
      const dot = Math.max(1, Math.round(sizePx / 9));
      const width = text.length * 6 * dot;
      const height = 9 * dot;
      const values = new Float32Array(width * height);
      Array.from(text).forEach((letter, index) => {
        bitmapLetterRows(letter).forEach((row, y) => {
          Array.from(row).forEach((mark, x) => {
            if (mark !== "#") return;
            for (let dy = 0; dy < dot; dy += 1)
              for (let dx = 0; dx < dot; dx += 1)
                values[
                  ((y + 1) * dot + dy) * width + (index * 6 + x) * dot + dx
                ] = 1;
          });
        });
      });
      return { width, height, values };
    },
  };
}
