// The last resort of splitting: several images at each place and no attribute that says why.
import type { ScannedInstance } from "../model/stack.ts";
import { byTime } from "./imageOrder.ts";
import type { Part } from "./parts.ts";
import { slicePlaces, type SlicePlace } from "./slicePositions.ts";

/**
 * Splits into passes over the region (the first image of each place, the second, ...), or, for a cine of few slices
 * with many phases of the heart, into one part per place. Does not split images of a single place (they scroll through
 * time), nor a stack in which only some places happen to occur twice.
 */
export function splitRepeatedPositions(
  instances: readonly ScannedInstance[],
): readonly Part[] {
  const found = slicePlaces(instances);
  const whole = [{ value: "", instances }];
  if (found === null || found.places.length < 2) return whole;
  const { places } = found;
  const repeated = places.filter((place) => place.instances.length > 1);
  if (repeated.length === 0 || repeated.length < places.length / 2)
    return whole;
  return isCine(places)
    ? places.map((place) => ({
        value: `at ${place.coordinateMm.toFixed(1)}`,
        instances: place.instances,
      }))
    : passes(places);
}

function passes(places: readonly SlicePlace[]): readonly Part[] {
  const parts: ScannedInstance[][] = [];
  for (const place of places) {
    const ordered = [...place.instances].sort(byTime);
    for (const [rank, instance] of ordered.entries())
      (parts[rank] ??= []).push(instance);
  }
  return parts.map((part, rank) => ({
    value: `pass ${rank + 1}`,
    instances: part,
  }));
}

/** More phases than places, told apart by trigger time. */
function isCine(places: readonly SlicePlace[]): boolean {
  return places.every((place) => {
    const times = new Set(
      place.instances.map((instance) => instance.header.triggerTimeMs),
    );
    return (
      !times.has(null) &&
      times.size === place.instances.length &&
      times.size > places.length
    );
  });
}
