// The velocity encoding of phase-contrast images, in its standard place or in Siemens' own, in words: `150 cm/s through-plane`.
import { asciiTextOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";
import { privateElement } from "./privateElements.ts";
import { csaImageValues } from "./siemensCSA.ts";

/** Siemens' label of the image, as in `v150in_through`. */
const siemensFlow = {
  group: 0x0051,
  creator: "SIEMENS MR HEADER",
  element: 0x14,
};

/** What Siemens writes behind the number. */
const siemensDirections: Readonly<Record<string, string>> = {
  through: "through-plane",
  ap: "front-back",
  pa: "front-back",
  rl: "right-left",
  lr: "right-left",
  fh: "foot-head",
  hf: "foot-head",
};

/** Axes of the patient (PS3.3 C.7.6.2.1.1): x to the left, y to the back, z to the head. */
const axes = ["right-left", "front-back", "foot-head"] as const;

/** Fastest velocity that a 0-based frame shows, in cm/s, with the direction if it is known; empty for frames that encode none. */
export function velocityEncodingOf(
  header: HeaderReader,
  frame: number,
): string {
  return (
    standardEncoding(header, frame) ||
    siemensLabel(header) ||
    words(Number(csaImageValues(header, "FlowVenc")[0] ?? 0), "")
  );
}

/** PS3.3 C.8.13.5.16: both values in cm/s, the least one negative where both ways are shown. */
function standardEncoding(header: HeaderReader, frame: number): string {
  const macro = tags.MRVelocityEncodingSequence;
  const [most, least] = [
    tags.VelocityEncodingMaximumValue,
    tags.VelocityEncodingMinimumValue,
  ].map((tag) => Math.abs(header.numberInFrame(tag, macro, frame) ?? 0));
  const cosines = header
    .numbersInFrame(tags.VelocityEncodingDirection, macro, frame)
    .map((cosine) => Math.abs(cosine));
  const strongest = Math.max(...cosines);
  const axis = strongest > 0 ? axes[cosines.indexOf(strongest)] : undefined;
  return words(Math.max(most ?? 0, least ?? 0), axis ?? "");
}

function siemensLabel(header: HeaderReader): string {
  const element = privateElement(header, siemensFlow);
  const label = asciiTextOf(element, header.context.bytes).toLowerCase();
  const [, speed, direction = ""] =
    /^v(\d+(?:\.\d+)?)[a-z]*(?:_([a-z]+))?$/.exec(label) ?? [];
  return words(Number(speed ?? 0), siemensDirections[direction] ?? "");
}

function words(cmPerSecond: number, direction: string): string {
  return cmPerSecond > 0 ? `${cmPerSecond} cm/s ${direction}`.trim() : "";
}
