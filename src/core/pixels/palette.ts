// Palette colour lookup tables (PS3.3 C.7.6.3.1.5, C.7.9.2), segmented ones included.
import type { Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { HeaderReader } from "../dicom/headerReader.ts";

/** Red, green and blue from 0 to 255 for stored values from `firstValue` on; values outside take the nearest entry. */
export interface Palette {
  readonly firstValue: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}

interface ChannelTags {
  readonly descriptor: Tag;
  readonly data: Tag;
  readonly segmented: Tag;
}

const redTags: ChannelTags = {
  descriptor: tags.RedPaletteColorLookupTableDescriptor,
  data: tags.RedPaletteColorLookupTableData,
  segmented: tags.SegmentedRedPaletteColorLookupTableData,
};
const greenTags: ChannelTags = {
  descriptor: tags.GreenPaletteColorLookupTableDescriptor,
  data: tags.GreenPaletteColorLookupTableData,
  segmented: tags.SegmentedGreenPaletteColorLookupTableData,
};
const blueTags: ChannelTags = {
  descriptor: tags.BluePaletteColorLookupTableDescriptor,
  data: tags.BluePaletteColorLookupTableData,
  segmented: tags.SegmentedBluePaletteColorLookupTableData,
};

/** A table has at most this many entries; a descriptor of 0 means as many. */
const maxEntries = 65_536;

/** The palette of an image; null if it has none or a channel is unusable. */
export function paletteOf(
  header: HeaderReader,
  isSigned: boolean,
): Palette | null {
  const red = channelOf(header, redTags);
  const green = channelOf(header, greenTags);
  const blue = channelOf(header, blueTags);
  if (red === null || green === null || blue === null) return null;
  const first = header.numbers(redTags.descriptor)[1] ?? 0;
  // The descriptor is signed if the pixels are, whatever VR an implicit VR reader assumes.
  const firstValue = isSigned && first > 0x7fff ? first - 0x10000 : first;
  return { firstValue, red, green, blue };
}

function channelOf(
  header: HeaderReader,
  channel: ChannelTags,
): Uint8Array | null {
  const [declared, , bits = 16] = header.numbers(channel.descriptor);
  if (declared === undefined) return null;
  const entries = declared <= 0 ? declared + maxEntries : declared;
  const words = header.numbers(channel.data);
  const values =
    words.length > 0
      ? tableEntries(words, entries, bits)
      : expandSegments(header.numbers(channel.segmented), entries);
  if (values.length === 0) return null;
  // Some writers declare 16 bits and fill in 8.
  const isEightBit = bits <= 8 || values.every((value) => value < 256);
  return Uint8Array.from(values, (value) => (isEightBit ? value : value >>> 8));
}

/** Eight-bit tables may have two entries to a word, the lower byte first. */
function tableEntries(
  words: readonly number[],
  entries: number,
  bits: number,
): readonly number[] {
  const isPacked = bits <= 8 && words.length < entries;
  return isPacked
    ? words.flatMap((word) => [word & 0xff, word >>> 8]).slice(0, entries)
    : words.slice(0, entries);
}

/** Segments to entries: 0 discrete, 1 linear, 2 a reference to earlier segments (PS3.3 C.7.9.2). Stops at nonsense. */
function expandSegments(
  words: readonly number[],
  entries: number,
): readonly number[] {
  const values: number[] = [];
  let at = 0;
  let repeat: { readonly returnTo: number; left: number } | null = null;
  while (at + 1 < words.length && values.length < entries) {
    const opcode = words[at];
    const count = words[at + 1] ?? 0;
    if (opcode === 0) {
      values.push(...words.slice(at + 2, at + 2 + count));
      at += 2 + count;
    } else if (opcode === 1) {
      const from = values.at(-1);
      const to = words[at + 2];
      if (from === undefined || to === undefined) return [];
      for (let step = 1; step <= count; step += 1)
        values.push(Math.round(from + ((to - from) * step) / count));
      at += 3;
    } else if (opcode === 2 && repeat === null) {
      const byteOffset = (words[at + 2] ?? 0) + (words[at + 3] ?? 0) * 0x10000;
      repeat = { returnTo: at + 4, left: count + 1 };
      at = byteOffset / 2;
    } else return [];
    if (repeat !== null) {
      repeat.left -= 1;
      if (repeat.left === 0) {
        at = repeat.returnTo;
        repeat = null;
      }
    }
  }
  return values.slice(0, entries);
}
