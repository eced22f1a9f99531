// Parts of pixel rows, in flat arrays: noise has hundreds of thousands of them.

/** Stretches of pixels in reading order; `end` is not included. */
export interface Stretches {
  readonly count: number;
  readonly y: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}
