// A GIF file as its blocks (GIF89a, CompuServe 1990).
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { joined, latin1, u16le, u8 } from "./integers.ts";
import { decodeLzw } from "./gifLzw.ts";

/** Logical screen and what belongs to it. */
export interface GifScreen {
  readonly columns: number;
  readonly rows: number;
  /** Logical screen descriptor, seven bytes. */
  readonly descriptor: Uint8Array;
  /** Three bytes per colour; empty if there is none. */
  readonly colours: Uint8Array;
}

/** One image of a GIF. */
export interface GifImage {
  readonly kind: "image";
  /** Image descriptor after its separator, nine bytes. */
  readonly descriptor: Uint8Array;
  /** Own colours; empty if it uses those of the screen. */
  readonly colours: Uint8Array;
  readonly minimumCodeSize: number;
  /** Compressed data, cut where the pixels end. */
  readonly data: Uint8Array;
  readonly indexes: Uint8Array;
}

export interface GifExtension {
  readonly kind: "extension";
  readonly label: number;
  readonly blocks: readonly Uint8Array[];
}

export interface GifFile {
  readonly screen: GifScreen;
  readonly blocks: readonly (GifImage | GifExtension)[];
}

/** All images of a file together may have this many pixels: they are decoded one after the other. */
const mostPixels = 500_000_000;

const extensionIntroducer = 0x21;
const imageSeparator = 0x2c;
const trailer = 0x3b;

export function isGifBeginning(bytes: Uint8Array): boolean {
  return ["GIF87a", "GIF89a"].includes(latin1(bytes, 0, 6));
}

/** Colours of a table announced in the packed field of a descriptor. */
function colourTable(
  bytes: Uint8Array,
  packed: number,
  at: number,
): Uint8Array {
  const hasTable = (packed & 0x80) !== 0;
  return bytes.subarray(at, at + (hasTable ? 3 * 2 ** ((packed & 7) + 1) : 0));
}

/** Sub-blocks from `at` and where they end; null if they run past the end. */
function subBlocks(
  bytes: Uint8Array,
  at: number,
): { readonly blocks: readonly Uint8Array[]; readonly end: number } | null {
  const blocks: Uint8Array[] = [];
  let next = at;
  for (;;) {
    const length = bytes[next];
    if (length === undefined || next + 1 + length > bytes.length) return null;
    if (length === 0) return { blocks, end: next + 1 };
    blocks.push(bytes.subarray(next + 1, next + 1 + length));
    next += 1 + length;
  }
}

interface BlockAt<Block> {
  readonly block: Block;
  readonly end: number;
}

function imageAt(bytes: Uint8Array, at: number): BlockAt<GifImage> | null {
  const descriptor = bytes.subarray(at, at + 9);
  const colours = colourTable(bytes, u8(descriptor, 8), at + 9);
  const dataAt = at + 9 + colours.length;
  const minimumCodeSize = u8(bytes, dataAt);
  const packed = subBlocks(bytes, dataAt + 1);
  if (packed === null || minimumCodeSize < 1 || minimumCodeSize > 8)
    return null;
  const data = joined(packed.blocks);
  const pixelCount = u16le(descriptor, 4) * u16le(descriptor, 6);
  const pixels = decodeLzw(data, minimumCodeSize, pixelCount);
  if (pixels === null) return null;
  return {
    block: {
      kind: "image",
      descriptor,
      colours,
      minimumCodeSize,
      data: data.subarray(0, pixels.usedBytes),
      indexes: pixels.indexes,
    },
    end: packed.end,
  };
}

function extensionAt(
  bytes: Uint8Array,
  at: number,
): BlockAt<GifExtension> | null {
  const found = subBlocks(bytes, at + 1);
  return found === null
    ? null
    : {
        block: {
          kind: "extension",
          label: u8(bytes, at),
          blocks: found.blocks,
        },
        end: found.end,
      };
}

function pixelsAt(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at + 4) * u16le(bytes, at + 6);
}

/** Reads a file up to its trailer, or only to its first image. What follows the trailer is not looked at. */
export function gifFile(
  bytes: Uint8Array,
  options: { readonly firstImageOnly: boolean },
): Result<GifFile, PictureProblem> {
  if (!isGifBeginning(bytes) || bytes.length < 13) return failed("damaged");
  const descriptor = bytes.subarray(6, 13);
  const colours = colourTable(bytes, u8(descriptor, 4), 13);
  const blocks: (GifImage | GifExtension)[] = [];
  const screen = {
    columns: u16le(descriptor, 0),
    rows: u16le(descriptor, 2),
    descriptor,
    colours,
  };
  let at = 13 + colours.length;
  let pixels = 0;
  for (;;) {
    const introducer = bytes[at];
    if (introducer === trailer) return success({ screen, blocks });
    const isImage = introducer === imageSeparator;
    if (!isImage && introducer !== extensionIntroducer)
      return failed("damaged");
    if (isImage) pixels += pixelsAt(bytes, at + 1);
    if (pixels > mostPixels) return failed("tooLarge");
    const found = isImage ? imageAt(bytes, at + 1) : extensionAt(bytes, at + 1);
    if (found === null) return failed("damaged");
    blocks.push(found.block);
    if (isImage && options.firstImageOnly) return success({ screen, blocks });
    at = found.end;
  }
}
