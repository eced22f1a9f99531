// From coefficients to samples: transforms the blocks of a component and brings subsampled chroma to full size.
import { InverseDct } from "./inverseDct.ts";
import type { JpegComponent, JpegFrame } from "./jpegFrame.ts";

/** Samples of one component at the size of the frame. Lines are `stride` apart; what is beyond the frame is filling. */
export interface Plane {
  readonly samples: Uint8Array | Uint16Array;
  readonly stride: number;
}

/** The samples of a component that was coded by cosine transform. */
export function transformedPlane(
  frame: JpegFrame,
  component: JpegComponent,
  quantization: Uint16Array,
): Plane {
  const { blocksPerLine, blocksPerColumn, coefficients } = component;
  const stride = blocksPerLine * 8;
  const count = stride * blocksPerColumn * 8;
  const samples =
    frame.precision === 8 ? new Uint8Array(count) : new Uint16Array(count);
  const dct = new InverseDct(frame.precision);
  for (let row = 0; row < blocksPerColumn; row += 1)
    for (let column = 0; column < blocksPerLine; column += 1)
      dct.block(
        coefficients,
        (row * blocksPerLine + column) * 64,
        quantization,
        { samples, first: row * 8 * stride + column * 8, stride },
      );
  return fullSize(frame, component, { samples, stride });
}

/** The IJG library interpolates no component of fewer samples a line, and neither do we. */
const leastInterpolatedColumns = 3;

function fullSize(
  frame: JpegFrame,
  component: JpegComponent,
  plane: Plane,
): Plane {
  const across = frame.maxHorizontalFactor / component.horizontalFactor;
  const down = frame.maxVerticalFactor / component.verticalFactor;
  if (across === 1 && down === 1) return plane;
  const isInterpolated =
    across === 2 &&
    (down === 1 || down === 2) &&
    component.columns >= leastInterpolatedColumns;
  return isInterpolated
    ? interpolated(plane, component, down)
    : repeated(plane, frame, { across, down });
}

function emptyLike(plane: Plane, stride: number, rows: number): Plane {
  const count = stride * rows;
  return {
    samples:
      plane.samples instanceof Uint8Array
        ? new Uint8Array(count)
        : new Uint16Array(count),
    stride,
  };
}

/** Each sample as often as it takes. */
function repeated(
  plane: Plane,
  frame: JpegFrame,
  factors: { readonly across: number; readonly down: number },
): Plane {
  const { rows, columns } = frame;
  const full = emptyLike(plane, columns, rows);
  for (let row = 0; row < rows; row += 1) {
    const from = Math.floor(row / factors.down) * plane.stride;
    for (let column = 0; column < columns; column += 1)
      full.samples[row * columns + column] =
        plane.samples[from + Math.floor(column / factors.across)] ?? 0;
  }
  return full;
}

/**
 * Twice as many samples a line, and lines if `down` is 2: each lies a quarter of the way to a neighbour and takes a
 * quarter of it, in each direction. Rounding alternates, as the IJG library has it, so that no side is favoured.
 */
function interpolated(
  plane: Plane,
  component: JpegComponent,
  down: number,
): Plane {
  const { columns, rows } = component;
  const full = emptyLike(plane, columns * 2, rows * down);
  const line = new Int32Array(columns);
  const bits = down === 1 ? 2 : 4;
  const rounding = down === 1 ? { left: 1, right: 2 } : { left: 8, right: 7 };
  for (let row = 0; row < rows * down; row += 1) {
    mixLines(plane, component, { row, down }, line);
    spread(line, full.samples, row * full.stride, { bits, rounding });
  }
  return full;
}

/** The line of chroma a line of the frame is made from: its own, or three parts of it and one of the nearer neighbour. */
function mixLines(
  plane: Plane,
  component: JpegComponent,
  place: { readonly row: number; readonly down: number },
  line: Int32Array,
): void {
  const { samples, stride } = plane;
  const own = Math.floor(place.row / place.down);
  const neighbour = Math.min(
    Math.max(place.row % 2 === 0 ? own - 1 : own + 1, 0),
    component.rows - 1,
  );
  for (let column = 0; column < line.length; column += 1) {
    const value = samples[own * stride + column] ?? 0;
    line[column] =
      place.down === 1
        ? value
        : value * 3 + (samples[neighbour * stride + column] ?? 0);
  }
}

function spread(
  line: Int32Array,
  into: Uint8Array | Uint16Array,
  first: number,
  scale: {
    readonly bits: number;
    readonly rounding: { readonly left: number; readonly right: number };
  },
): void {
  const { bits } = scale;
  const { left, right } = scale.rounding;
  const last = line.length - 1;
  for (let column = 0; column <= last; column += 1) {
    const value = line[column] ?? 0;
    const before = line[Math.max(column - 1, 0)] ?? 0;
    const after = line[Math.min(column + 1, last)] ?? 0;
    into[first + column * 2] = (value * 3 + before + left) >> bits;
    into[first + column * 2 + 1] = (value * 3 + after + right) >> bits;
  }
}
