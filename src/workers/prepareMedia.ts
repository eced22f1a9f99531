// Sorts images by what their files lie on.
import type { MediaProbe, MediaSpeed } from "../core/ports/mediaProbe.ts";
import { FolderSpeeds } from "../core/scan/folderSpeeds.ts";
import { containerOf, type ImagePlace } from "./prepareOrder.ts";

/** The images of fast and of slow media. What was copied from a slow one is read from this computer's disk. */
export async function byMedia(
  places: readonly ImagePlace[],
  probe: MediaProbe,
): Promise<Readonly<Record<MediaSpeed, readonly ImagePlace[]>>> {
  const speeds = new FolderSpeeds(probe);
  const sorted: Record<MediaSpeed, ImagePlace[]> = {
    fast: [],
    slow: [],
  };
  for (const place of places) {
    const { path, copy } = containerOf(place.image.instance.source);
    const speed = copy === undefined ? await speeds.of(path) : "fast";
    sorted[speed].push(place);
  }
  return sorted;
}
