// The last resort of splitting: several images at each place, by their order; of gated images each pass is a phase of the heartbeat.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { byTime } from "./imageOrder.ts";
import type { Part } from "./parts.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { splittingPlaces, type SlicePlace } from "./slicePositions.ts";

/**
 * Splits into passes over the region: the first image of each place, the second, and so on. Does not split images of a
 * single place (they scroll through time), nor a stack in which only some places happen to occur twice.
 */
export function splitRepeatedPositions(
  images: readonly SeriesImage[],
): readonly Part[] {
  const found = splittingPlaces(images);
  const whole = [{ value: "", members: images }];
  if (found === null || found.places.length < 2) return whole;
  const { places } = found;
  const repeated = places.filter((place) => place.images.length > 1);
  const areRepeated =
    repeated.length > 0 && repeated.length >= places.length / 2;
  return areRepeated ? passes(places) : whole;
}

function passes(places: readonly SlicePlace[]): readonly Part[] {
  const parts: SeriesImage[][] = [];
  for (const place of places) {
    const ordered = [...place.images].sort(byTime);
    for (const [rank, image] of ordered.entries())
      (parts[rank] ??= []).push(image);
  }
  const names = phaseNames(parts);
  return parts.map((part, rank) => ({
    value: names?.[rank] ?? `pass ${rank + 1}`,
    members: part,
  }));
}

/** What the phases of gated images are called, if the passes are just these. */
function phaseNames(
  parts: readonly (readonly SeriesImage[])[],
): readonly string[] | null {
  return (
    namesBy(parts, ({ cardiacPhasePercent: percent }) =>
      percent === null ? "" : `${percent} %`,
    ) ??
    namesBy(parts, ({ triggerTimeMs: time }) =>
      time === null ? "" : `trigger ${time} ms`,
    )
  );
}

/** Null unless all images of each part have one name, which no other part has. */
function namesBy(
  parts: readonly (readonly SeriesImage[])[],
  nameOf: (header: InstanceHeader) => string,
): readonly string[] | null {
  const names = new Set<string>();
  for (const part of parts) {
    const [name = "", ...others] = new Set(
      part.map(({ header }) => nameOf(header)),
    );
    if (name === "" || others.length > 0 || names.has(name)) return null;
    names.add(name);
  }
  return [...names];
}
