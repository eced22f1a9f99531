// Splits a series by the phases of contrast in it: by their words, by who got contrast medium, by the time since the bolus.
import { contrastPhaseIn } from "../dicom/contrastPhaseWords.ts";
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { splitAtPauses } from "./acquisitionPauses.ts";
import { secondsAfterBolus } from "./acquisitionTimes.ts";
import { completed } from "./completedPasses.ts";
import { partsByValue, type Part } from "./parts.ts";
import { numberedPlaces, type Places } from "./numberedPlaces.ts";
import {
  arePasses,
  repeatsNone,
  shareRegion,
  type PassEvidence,
} from "./passes.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { liesNowhere } from "./slicePositions.ts";

/**
 * By the phase that each image names, in its own comments or in the words its file has for the series. Where all name
 * one, two phases of one region are apart even if their slices lie between each other's, or if nobody knows where they lie.
 */
export function splitByPhaseWords(
  images: readonly SeriesImage[],
): readonly Part[] {
  const phaseOf = phaseReader();
  const found = partsByValue(images, ({ header }) => phaseOf(header) ?? "");
  if (found.length === 1) return whole(images);
  const isNamed = found.every(({ value }) => value !== "");
  const places = numberedPlaces(images);
  if (places === null)
    return isNamed && found.every(isSeries) && images.every(liesNowhere)
      ? found
      : whole(images);
  if (!isNamed) return passesOf(found, images, { places, evidence: "passes" });
  const named = completed(found, images, { places, fewestSlices: 2 });
  return shareRegion(named, places) ? named : whole(images);
}

/** A word on a single image may be anything. */
function isSeries({ members }: Part): boolean {
  return members.length > 1;
}

/**
 * Images with contrast medium from the others. Those are called unenhanced where they say that there was none, or where they
 * came before the first that had it; otherwise nobody knows.
 */
export function splitByAgent(images: readonly SeriesImage[]): readonly Part[] {
  return splitBySaid(
    images,
    ({ contrast: { isGiven } }) => (isGiven === true ? "enhanced" : ""),
    "maybePackages",
  );
}

/** By the start of the bolus. Named like `bolus 101530`; without one, by whether contrast medium was given. */
export function splitByBolus(images: readonly SeriesImage[]): readonly Part[] {
  return splitBySaid(
    images,
    ({ contrast: { bolusStartTime, isGiven } }) => {
      if (bolusStartTime !== "") return `bolus ${bolusStartTime}`;
      return isGiven === true ? "enhanced" : "";
    },
    // Two boluses are two passes; a time that some images lack may be the whim of the scanner.
    images.every(({ header }) => header.contrast.bolusStartTime !== "")
      ? "passes"
      : "maybePackages",
  );
}

/** Passes with pauses between them, where all images know their bolus. Named by the time since then, like `35 s`, or `-20 s` before it. */
export function splitByDelay(images: readonly SeriesImage[]): readonly Part[] {
  return images.some(({ header }) => secondsAfterBolus(header) === null)
    ? whole(images)
    : splitAtPauses(images, delayName);
}

function delayName(header: InstanceHeader): string {
  // No phase: the clocks of injector and scanner may differ.
  return `${Math.round(secondsAfterBolus(header) ?? 0)} s`;
}

function whole(images: readonly SeriesImage[]): readonly Part[] {
  return [{ value: "", members: images }];
}

function splitBySaid(
  images: readonly SeriesImage[],
  valueOf: (header: InstanceHeader) => string,
  evidence: PassEvidence,
): readonly Part[] {
  const found = partsByValue(images, ({ header }) => valueOf(header));
  const places = found.length === 1 ? null : numberedPlaces(images);
  if (places === null) return whole(images);
  const agreed = agreedWithin(passesByClock(images, places), found, images);
  return agreed === null
    ? whole(images)
    : passesOf(agreed, images, { places, evidence }).map(withoutContrast);
}

/** Share of the images of a pass whose word on contrast medium stands for all of them. */
const agreement = 0.8;

/**
 * What each pass says as a whole, on which the scanner spoke up on some images only. Null where the images of a pass do not
 * agree: then the passes are surer than the words.
 */
function agreedWithin(
  passes: readonly Part[],
  found: readonly Part[],
  images: readonly SeriesImage[],
): readonly Part[] | null {
  if (passes.length < 2) return found;
  const valueOf = new Map(
    found.flatMap(({ value, members }) =>
      members.map((image) => [image, value] as const),
    ),
  );
  for (const { members } of passes) {
    const said = partsByValue(members, (image) => valueOf.get(image) ?? "");
    const main = said.find(
      (part) => part.members.length >= agreement * members.length,
    );
    if (main === undefined) return null;
    for (const image of members) valueOf.set(image, main.value);
  }
  return partsByValue(images, (image) => valueOf.get(image) ?? "");
}

/** Passes of which each has every place at most once, by the numbers of their acquisitions or the pauses between them. */
function passesByClock(
  images: readonly SeriesImage[],
  places: Places,
): readonly Part[] {
  const numbered = partsByValue(images, ({ header }) =>
    String(header.acquisitionNumber),
  );
  const areClean =
    arePasses(numbered, places, "maybePackages") &&
    numbered.every((part) => repeatsNone(part, places));
  return areClean ? numbered : splitAtPauses(images, () => "");
}

/** Names the part that says nothing of contrast medium, if it had none. */
function withoutContrast(part: Part, _: number, parts: readonly Part[]): Part {
  const others = parts.filter((other) => other !== part);
  const isUnenhanced =
    part.value === "" &&
    others.length > 0 &&
    (saysNone(part) || others.every((other) => isBefore(part, other)));
  return isUnenhanced ? { ...part, value: "unenhanced" } : part;
}

function saysNone({ members }: Part): boolean {
  const stated = members.filter(
    ({ header }) => header.contrast.isGiven === false,
  );
  return stated.length >= members.length / 2;
}

/** By the clock; where an image has no time, by the numbers of the acquisitions; and where one has none either, of the images. */
function isBefore(part: Part, other: Part): boolean {
  const orders: readonly ((image: SeriesImage) => number | null)[] = [
    (image) => image.acquiredAtSeconds,
    ({ header }) => header.acquisitionNumber,
    ({ header }) => header.instanceNumber,
  ];
  const known = orders.find((orderOf) =>
    [part, other].every(({ members }) =>
      members.every((image) => orderOf(image) !== null),
    ),
  );
  if (known === undefined) return false;
  const orderOf = (image: SeriesImage) => known(image) ?? 0;
  return (
    part.members.reduce(
      (most, image) => Math.max(most, orderOf(image)),
      -Infinity,
    ) <
    other.members.reduce(
      (least, image) => Math.min(least, orderOf(image)),
      Infinity,
    )
  );
}

function passesOf(
  found: readonly Part[],
  images: readonly SeriesImage[],
  {
    places,
    evidence,
  }: { readonly places: Places; readonly evidence: PassEvidence },
): readonly Part[] {
  const parts = completed(found, images, { places, fewestSlices: 3 });
  return arePasses(parts, places, evidence) ? parts : whole(images);
}

/** Reads each text once: images of a series share theirs. */
function phaseReader(): (header: InstanceHeader) => ContrastPhase | null {
  const known = new Map<string, ContrastPhase | null>();
  const phaseIn = (text: string) => {
    let phase = known.get(text);
    if (phase === undefined) {
      phase = contrastPhaseIn(text);
      known.set(text, phase);
    }
    return phase;
  };
  return (header) =>
    header.contrast.phase ??
    phaseIn(header.seriesDescription) ??
    phaseIn(header.protocolName);
}
