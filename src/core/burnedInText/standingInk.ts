// What stays the same over many images: the least and the greatest value of each pixel. Anatomy and speckle move, print does not.
import type { TextPlane } from "./textPlanes.ts";

/** Fewer images do not tell what stands from what moves. */
const fewestImages = 4;

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

  /** Planes in which bright print stands alone, then those for dark print; none if there were too few images. */
  planes(): readonly (readonly TextPlane[])[] {
    if (this.#images < fewestImages) return [];
    const asPlanes = (all: readonly Uint8Array[]) =>
      all.map((values) => ({ ...this.#size, values }));
    return [asPlanes(this.#least), asPlanes(this.#most)];
  }
}
