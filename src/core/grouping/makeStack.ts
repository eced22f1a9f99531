// One part of a series to a stack: order, frames, plane, suggestions, warnings.
import type { StackId } from "../../shared/identifiers.ts";
import type { Plane } from "../../shared/stackFacts.ts";
import type { ScannedInstance, Stack, StackImage } from "../model/stack.ts";
import { planeOf, sliceGeometry } from "./geometry.ts";
import { imageComponent, isAuxiliary } from "./imageComponents.ts";
import { inDisplayOrder } from "./imageOrder.ts";
import { heldBackReason, isProjection } from "./objectTypes.ts";
import { suggestSpecifics } from "./specifics.ts";
import type { StackPart } from "./splitSeries.ts";
import { stackWarnings } from "./stackWarnings.ts";

/** Makes the stack of a part. `conflictingUIDs`: see StackContext. */
export function makeStack(
  part: StackPart,
  id: StackId,
  conflictingUIDs: ReadonlySet<string>,
): Stack {
  const ordered = inDisplayOrder(part.instances);
  const middle = ordered[Math.floor(ordered.length / 2)];
  if (middle === undefined) throw new Error("A stack without instances");
  const heldBack = heldBackReason(middle.header);
  const isLocaliser = part.traits.includes(localiserTrait);
  return {
    id,
    splitBy: part.splitBy,
    plane: planeOfStack(ordered),
    specifics:
      heldBack === null && !isLocaliser ? suggestSpecifics(middle.header) : "",
    images: ordered.flatMap(imagesOf),
    selectedByDefault:
      heldBack === null &&
      !isLocaliser &&
      !isAuxiliary(imageComponent(middle.header)),
    heldBack,
    warnings: stackWarnings(ordered, { isLocaliser, conflictingUIDs }),
  };
}

const localiserTrait = "localiser=localiser";

function imagesOf(instance: ScannedInstance): StackImage[] {
  const frames = instance.header.pixels?.numberOfFrames ?? 1;
  if (frames <= 1) return [{ instance, frame: null }];
  return Array.from({ length: frames }, (_, index) => ({
    instance,
    frame: index + 1,
  }));
}

/** The plane all slices share; Oblique if they do not; null for images that are no slices or do not say. */
function planeOfStack(instances: readonly ScannedInstance[]): Plane | null {
  const planes = new Set<Plane | null>();
  for (const { header } of instances) {
    const geometry = isProjection(header) ? null : sliceGeometry(header);
    planes.add(geometry === null ? null : planeOf(geometry.normal));
  }
  const [plane = null] = planes;
  if (planes.size === 1) return plane;
  return planes.has(null) ? null : "Oblique";
}
