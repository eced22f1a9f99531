// What the folders of files lie on. Each folder is asked about once.
import { folderOf } from "./stagedCopies.ts";
import type { MediaProbe, MediaSpeed } from "../ports/mediaProbe.ts";

/** Answers of a probe, remembered. */
export class FolderSpeeds {
  readonly #probe: MediaProbe;
  readonly #speeds = new Map<string, Promise<MediaSpeed>>();

  constructor(probe: MediaProbe) {
    this.#probe = probe;
  }

  /** Of the folder that the file lies in. */
  of(path: string): Promise<MediaSpeed> {
    const folder = folderOf(path);
    const known = this.#speeds.get(folder);
    if (known !== undefined) return known;
    const speed = this.#probe.speedOf(folder);
    this.#speeds.set(folder, speed);
    return speed;
  }
}
