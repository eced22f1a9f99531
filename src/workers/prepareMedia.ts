// Sorts images by what their files lie on.
import type { MediaProbe, MediaSpeed } from "../core/ports/mediaProbe.ts";
import { containerOf, type ImagePlace } from "./prepareOrder.ts";

/** The images of fast, slow and unknown media. Each folder is asked about once. */
export async function byMedia(
  places: readonly ImagePlace[],
  probe: MediaProbe,
): Promise<Readonly<Record<MediaSpeed, readonly ImagePlace[]>>> {
  const speeds = new Map<string, MediaSpeed>();
  const sorted: Record<MediaSpeed, ImagePlace[]> = {
    fast: [],
    slow: [],
    unknown: [],
  };
  for (const place of places) {
    const { path } = containerOf(place.image.instance.source);
    const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    const folder = path.slice(0, end + 1);
    let speed = speeds.get(folder);
    if (speed === undefined) {
      speed = await probe.speedOf(folder);
      speeds.set(folder, speed);
    }
    sorted[speed].push(place);
  }
  return sorted;
}
