// The diffusion b-value, in its standard place or in that of the scanner's maker.
import { numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";
import {
  elementWithoutCreator,
  privateElement,
  type PrivatePlace,
} from "./privateElements.ts";
import { csaImageValues } from "./siemensCSA.ts";

/**
 * As documented in the makers' conformance statements: Siemens, GE, Philips, United Imaging. None is known of Toshiba and
 * Canon: dictionaries list no b-value among their elements (0029 and 700D, TOSHIBA_MEC_MR3, CANON_MEC_MR3). They use the
 * standard place, or the comments of the image. `maker` is how Manufacturer begins.
 */
const privatePlaces: readonly (PrivatePlace & {
  readonly vr: string;
  readonly maker: RegExp;
})[] = [
  {
    group: 0x0019,
    creator: "SIEMENS MR HEADER",
    element: 0x0c,
    vr: "IS",
    maker: /^SIEMENS/i,
  },
  {
    group: 0x0043,
    creator: "GEMS_PARM_01",
    element: 0x39,
    vr: "IS",
    maker: /^GE\b/i,
  },
  {
    group: 0x2001,
    creator: "Philips Imaging DD 001",
    element: 0x03,
    vr: "FL",
    maker: /^PHILIPS/i,
  },
  {
    group: 0x0065,
    creator: "Image Private Header",
    element: 0x09,
    vr: "FD",
    maker: /^(UIH|UNITED IMAGING)/i,
  },
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
  return (
    standard ??
    makersBValue(header) ??
    csaBValue(header) ??
    bValueInWords(header)
  );
}

function makersBValue(header: HeaderReader): number | null {
  for (const place of privatePlaces) {
    const element =
      privateElement(header, place) ??
      (place.maker.test(header.ascii(tags.Manufacturer))
        ? elementWithoutCreator(header, place)
        : null);
    const bValue = plausible(numberOf(element, header.context, place.vr));
    if (bValue !== null) return bValue;
  }
  return null;
}

function plausible(value: number | null): number | null {
  if (value === null) return null;
  const bValue = value >= geOffset ? value - geOffset : value;
  return bValue >= 0 && bValue <= mostBValue ? bValue : null;
}

/** Siemens software before VB13 has it nowhere else. */
function csaBValue(header: HeaderReader): number | null {
  const [text] = csaImageValues(header, "B_value");
  return text === undefined || !/^\d+(\.\d+)?$/.test(text)
    ? null
    : plausible(Number(text));
}

/** Siemens names the pulse sequence `*ep_b1000t`; Toshiba and Canon write `b=1500(0.4,0.0,0.9)` into the comments of the image. */
function bValueInWords(header: HeaderReader): number | null {
  const maker = header.ascii(tags.Manufacturer).toUpperCase();
  const [pattern, tag] = maker.startsWith("SIEMENS")
    ? [/(?:^|[_*])b(\d{1,5})(?:[t#_]|$)/i, tags.SequenceName]
    : /^(CANON|TOSHIBA)/.test(maker)
      ? [/^b ?= ?(\d{1,5}(?:\.\d+)?) ?(?:\(|$)/i, tags.ImageComments]
      : [null, null];
  if (pattern === null) return null;
  const digits = pattern.exec(header.ascii(tag))?.[1];
  return digits === undefined ? null : Number(digits);
}
