// Types of the part of opentype.js that the benchmark uses.
declare module "opentype.js" {
  export interface PathCommand {
    readonly type: "M" | "L" | "Q" | "C" | "Z";
    readonly x: number;
    readonly y: number;
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
  }
  interface Glyph {
    readonly advanceWidth: number;
    getPath(
      x: number,
      y: number,
      fontSize: number,
    ): { readonly commands: readonly PathCommand[] };
  }
  export interface Font {
    readonly unitsPerEm: number;
    charToGlyph(letter: string): Glyph;
  }
  export function parse(buffer: ArrayBuffer): Font;
}
