// Pixels of the first image of a GIF, on its screen.
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { gifFile } from "./gifBlocks.ts";
import { u16le, u8 } from "./integers.ts";
import { rgbFrame, rgbRoom } from "./rgbFrame.ts";

/** Rows of an interlaced image in the order they are stored (GIF89a, appendix E). */
function interlacedRows(rows: number): readonly number[] {
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) => {
    const count = Math.max(0, Math.ceil((rows - first) / step));
    return Array.from({ length: count }, (_, index) => first + index * step);
  });
}

/** RGB of eight bits, white where there is no image; null if the file is damaged. */
export function decodeGif(bytes: Uint8Array): DecodedFrame | null {
  const parsed = gifFile(bytes, { firstImageOnly: true });
  if (!parsed.ok) return null;
  const { screen, blocks } = parsed.value;
  const image = blocks.find((block) => block.kind === "image");
  if (image === undefined) return null;
  const { descriptor, indexes } = image;
  const [left, top] = [u16le(descriptor, 0), u16le(descriptor, 2)];
  const [columns, rows] = [u16le(descriptor, 4), u16le(descriptor, 6)];
  const colours = image.colours.length > 0 ? image.colours : screen.colours;
  const isInterlaced = (u8(descriptor, 8) & 0x40) !== 0;
  const order = isInterlaced ? interlacedRows(rows) : null;
  const rgb = rgbRoom(screen.columns, screen.rows)?.fill(255);
  if (rgb === undefined) return null;
  for (let index = 0; index < indexes.length; index += 1) {
    const stored = Math.floor(index / columns);
    const y = top + (order?.[stored] ?? stored);
    const x = left + (index % columns);
    if (x >= screen.columns || y >= screen.rows) continue;
    const colour = u8(indexes, index) * 3;
    rgb.set(colours.subarray(colour, colour + 3), (y * screen.columns + x) * 3);
  }
  return rgbFrame(screen.columns, screen.rows, rgb);
}
