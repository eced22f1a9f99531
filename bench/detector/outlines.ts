// Turns the outline of a text into coverage of pixels, as screens do.
import type { PathCommand } from "opentype.js";

/** Coverage from 0 to 1, row by row. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly winding: 1 | -1;
}

const subRows = 5;
const curveSteps = 6;

/** Coverage of a path that lies in a box from the origin to `width` and `height`; insides by the non-zero rule. */
export function rasterise(
  commands: readonly PathCommand[],
  width: number,
  height: number,
): Coverage {
  const edges = edgesOf(commands);
  const values = new Float32Array(width * height);
  for (let subRow = 0; subRow < height * subRows; subRow += 1) {
    const y = (subRow + 0.5) / subRows;
    const crossings = edges
      .filter((edge) => edge.y0 <= y && y < edge.y1)
      .map(({ x0, y0, x1, y1, winding }) => ({
        x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0),
        winding,
      }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach((crossing, index) => {
      winding += crossing.winding;
      const next = crossings[index + 1];
      if (winding !== 0 && next !== undefined)
        addSpan(values, Math.floor(subRow / subRows) * width, {
          from: Math.max(0, crossing.x),
          to: Math.min(width, next.x),
        });
    });
  }
  return { width, height, values };
}

function addSpan(
  values: Float32Array,
  row: number,
  span: { readonly from: number; readonly to: number },
): void {
  for (let x = Math.floor(span.from); x < span.to; x += 1) {
    const covered = Math.min(x + 1, span.to) - Math.max(x, span.from);
    const at = row + x;
    values[at] = Math.min(1, (values[at] ?? 0) + covered / subRows);
  }
}

function edgesOf(commands: readonly PathCommand[]): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    if (y < toY) edges.push({ x0: x, y0: y, x1: toX, y1: toY, winding: 1 });
    else if (y > toY)
      edges.push({ x0: toX, y0: toY, x1: x, y1: y, winding: -1 });
    [x, y] = [toX, toY];
  };
  const curveTo = (at: (t: number) => readonly [number, number]) => {
    for (let step = 1; step <= curveSteps; step += 1)
      lineTo(...at(step / curveSteps));
  };
  for (const command of commands) {
    const [fromX, fromY] = [x, y];
    switch (command.type) {
      case "M":
        [x, y, startX, startY] = [command.x, command.y, command.x, command.y];
        break;
      case "L":
        lineTo(command.x, command.y);
        break;
      case "Q":
        curveTo((t) => [
          quadratic(t, [fromX, command.x1, command.x]),
          quadratic(t, [fromY, command.y1, command.y]),
        ]);
        break;
      case "C":
        curveTo((t) => [
          cubic(t, [fromX, command.x1, command.x2, command.x]),
          cubic(t, [fromY, command.y1, command.y2, command.y]),
        ]);
        break;
      case "Z":
        lineTo(startX, startY);
    }
  }
  return edges;
}

function quadratic(t: number, [a, b, c]: readonly [number, number, number]) {
  return (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
}

function cubic(
  t: number,
  [a, b, c, d]: readonly [number, number, number, number],
) {
  const u = 1 - t;
  return u ** 3 * a + 3 * u ** 2 * t * b + 3 * u * t ** 2 * c + t ** 3 * d;
}
