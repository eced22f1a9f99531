// What a clean picture is made of, or why there is none.
import type { DiskFailure } from "../../shared/failure.ts";
import type { PictureProblem } from "../../shared/pictureFormat.ts";

/** Bytes of the result: new ones, or a range copied from the original. */
export type PicturePart =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | {
      readonly kind: "copied";
      readonly offset: number;
      readonly length: number;
    };

/** What stays of a sample of a film, with offsets from its start; null if bytes are in it that nobody can account for. */
export type SampleCleaner = (
  sample: Uint8Array,
) => readonly PicturePart[] | null;

/** Why there is no plan: the picture, or the disk it lies on. */
export type PictureFailure =
  | { readonly kind: "picture"; readonly problem: PictureProblem }
  | { readonly kind: "disk"; readonly failure: DiskFailure };
