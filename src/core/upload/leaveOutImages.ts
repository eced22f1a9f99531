// Remedy for a site that refuses some images of a stack by name: the stack without them; pure.
import type { Failure } from "../../shared/failure.ts";
import type { UploadEvent } from "./transition.ts";
import type { UploadState } from "./uploadState.ts";

/** The entry to write, or null if the failure names no images that can be left out. */
export function leftOutEvent(
  state: UploadState,
  failure: Failure,
  atMs: number,
): UploadEvent | null {
  if (failure.kind !== "notAnonymized" || failure.refusedImages === undefined)
    return null;
  const { stackId, places } = failure.refusedImages;
  const stack = state.stacks.find(({ plan }) => plan.stackId === stackId);
  const images = places.flatMap((place) => {
    const file = stack?.plan.images[place - 1];
    return file === undefined ? [] : [file.sha256Hex];
  });
  return images.length === 0
    ? null
    : { kind: "imagesLeftOut", atMs, stackId, images: [...new Set(images)] };
}
