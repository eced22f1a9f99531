// What stays the same over many images: the least and the greatest value of each pixel. Anatomy and speckle move, print does not.
import type { Polarity } from "./strokeMap.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Fewer images do not tell what stands from what moves. */
const fewestImages = 4;

/** What all images share of print that is brighter, or darker, than its ground. */
export interface StandingPlanes {
  readonly polarity: Polarity;
  readonly planes: readonly TextPlane[];
}

/** Sums up images of equal size. */
export class StandingInk {
  #least: Uint8Array[] = [];
  #most: Uint8Array[] = [];
  #images = 0;
  #size = { columns: 0, rows: 0 };

  add(planes: readonly TextPlane[]): void {
    const [plane] = planes;
    if (plane === undefined) return;
    this.#images += 1;
    this.#size = { columns: plane.columns, rows: plane.rows };
    if (this.#images === 1) {
      this.#least = planes.map(({ values }) => values.slice());
      this.#most = planes.map(({ values }) => values.slice());
      return;
    }
    planes.forEach(({ values }, index) => {
      const [least, most] = [this.#least[index], this.#most[index]];
      if (least === undefined || most === undefined) return;
      for (let at = 0; at < values.length; at += 1) {
        const value = values[at] ?? 0;
        if (value < (least[at] ?? 0)) least[at] = value;
        if (value > (most[at] ?? 0)) most[at] = value;
      }
    });
  }

  /** For print of each polarity the planes in which it stands alone. */
  standing(): readonly StandingPlanes[] {
    const asPlanes = (all: readonly Uint8Array[]) =>
      all.map((values) => ({ ...this.#size, values }));
    return [
      { polarity: "bright", planes: asPlanes(this.#least) },
      { polarity: "dark", planes: asPlanes(this.#most) },
    ];
  }

  /** True if there were enough images to look for new text in what they share. */
  get tellsMore(): boolean {
    return this.#images >= fewestImages;
  }
}
