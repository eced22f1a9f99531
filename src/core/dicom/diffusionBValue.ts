// The diffusion b-value, in its standard place or in that of the scanner's maker.
import { numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";
import { privateElement, type PrivatePlace } from "./privateElements.ts";

/** As documented in the makers' conformance statements: Siemens, GE, Philips, United Imaging. */
const privatePlaces: readonly (PrivatePlace & { readonly vr: string })[] = [
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

/** No scanner reaches it: a larger number is not a b-value. */
const mostBValue = 100_000;

/** The b-value of a 0-based frame in s/mm², or null. Private values count only below the creator that defines them. */
export function diffusionBValueOf(
  header: HeaderReader,
  frame: number,
): number | null {
  const standard = header.numberInFrame(
    tags.DiffusionBValue,
    tags.MRDiffusionSequence,
    frame,
  );
  return standard ?? makersBValue(header) ?? bValueInWords(header);
}

function makersBValue(header: HeaderReader): number | null {
  for (const place of privatePlaces) {
    const element = privateElement(header, place);
    const value = numberOf(element, header.context, place.vr);
    if (value === null) continue;
    const bValue = value >= geOffset ? value - geOffset : value;
    if (bValue >= 0 && bValue <= mostBValue) return bValue;
  }
  return null;
}

/** Siemens names the pulse sequence `*ep_b1000t`; Canon writes `b=1500(0.4,0.0,0.9)` into the comments of the image. */
function bValueInWords(header: HeaderReader): number | null {
  const maker = header.ascii(tags.Manufacturer).toUpperCase();
  const [pattern, tag] = maker.startsWith("SIEMENS")
    ? [/(?:^|[_*])b(\d{1,5})(?:[t#_]|$)/i, tags.SequenceName]
    : /^(CANON|TOSHIBA)/.test(maker)
      ? [/^b=(\d{1,5})(?:\(|$)/i, tags.ImageComments]
      : [null, null];
  if (pattern === null) return null;
  const digits = pattern.exec(header.ascii(tag))?.[1];
  return digits === undefined ? null : Number(digits);
}
