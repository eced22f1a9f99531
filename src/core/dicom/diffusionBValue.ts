// The diffusion b-value, in its standard place or in that of the scanner's maker.
import type { Tag } from "./dataSet.ts";
import { asciiTextOf, numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";

/** Where a maker keeps the b-value: an element of a private block (PS3.5 7.8.1). */
interface PrivatePlace {
  readonly group: number;
  readonly creator: string;
  /** Low byte of the element number. */
  readonly element: number;
  readonly vr: string;
}

/** As documented in the makers' conformance statements. */
const privatePlaces: readonly PrivatePlace[] = [
  { group: 0x0019, creator: "SIEMENS MR HEADER", element: 0x0c, vr: "IS" },
  { group: 0x0043, creator: "GEMS_PARM_01", element: 0x39, vr: "IS" },
  {
    group: 0x2001,
    creator: "Philips Imaging DD 001",
    element: 0x03,
    vr: "FL",
  },
  { group: 0x0065, creator: "Image Private Header", element: 0x09, vr: "FD" },
];

/** Newer GE scanners add this to b-values that differ from the prescribed one. */
const geOffset = 1_000_000_000;

const firstBlock = 0x10;
const lastBlock = 0xff;

/** The b-value in s/mm², or null. Private values count only below the creator that defines them. */
export function diffusionBValueOf(header: HeaderReader): number | null {
  const standard = header.numberInFrame(
    tags.DiffusionBValue,
    tags.MRDiffusionSequence,
  );
  if (standard !== null) return standard;
  for (const place of privatePlaces) {
    const tag = privateTag(header, place);
    const element = tag === null ? null : header.element(tag);
    const value = numberOf(element, header.context, place.vr);
    if (value !== null) return value >= geOffset ? value - geOffset : value;
  }
  return null;
}

/** The tag that the place has in this file: makers share groups, and the creator says which block is whose. */
function privateTag(header: HeaderReader, place: PrivatePlace): Tag | null {
  for (let block = firstBlock; block <= lastBlock; block += 1) {
    const creator = header.element(place.group * 0x10000 + block);
    // Creators are reserved from the first block up; few files leave gaps, none large ones.
    if (creator === null && block > firstBlock + 16) return null;
    if (
      creator !== null &&
      asciiTextOf(creator, header.context.bytes) === place.creator
    )
      return place.group * 0x10000 + block * 0x100 + place.element;
  }
  return null;
}
