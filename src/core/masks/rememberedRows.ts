// The rows of the masks that were asked for last: all images of a stack mostly have the same masks, and a fan takes time.
import type { MaskShape } from "../../shared/mask.ts";
import { maskedRows, type MaskedRows } from "./maskRuns.ts";

/** Works like `maskedRows`, and at once for the same shapes and size as before. */
export class RememberedRows {
  #key = "";
  #rows: MaskedRows = [];

  of(
    shapes: readonly MaskShape[],
    size: { readonly rows: number; readonly columns: number },
  ): MaskedRows {
    const key = JSON.stringify([shapes, size.rows, size.columns]);
    if (key !== this.#key) {
      this.#rows = maskedRows(shapes, size);
      this.#key = key;
    }
    return this.#rows;
  }
}
