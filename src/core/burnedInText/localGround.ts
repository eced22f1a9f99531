// Takes the ground from under strokes: what is left of anatomy behind faint letters is level.
import type { TextPlane } from "./textPlanes.ts";

/**
 * How far each pixel stands out, brighter than its surroundings (or darker, if so told), of all that is thinner than the
 * window of `radius` pixels to each side: a top-hat transform, rows and columns one after the other.
 */
export function aboveLocalGround(
  plane: TextPlane,
  { radius, isDark }: { readonly radius: number; readonly isDark: boolean },
): TextPlane {
  const values = isDark
    ? plane.values.map((value) => 255 - value)
    : plane.values;
  const shape = { ...plane, values };
  const ground = extremes(extremes(shape, -radius), radius);
  return {
    ...plane,
    values: values.map((value, at) => value - (ground.values[at] ?? 0)),
  };
}

/** The greatest value in the window around each pixel; for a negative radius the least. */
function extremes(plane: TextPlane, radius: number): TextPlane {
  const { columns, rows } = plane;
  const across = extremesAlong(plane.values, radius, {
    lines: rows,
    lineStep: columns,
    length: columns,
    step: 1,
  });
  return {
    ...plane,
    values: extremesAlong(across, radius, {
      lines: columns,
      lineStep: 1,
      length: rows,
      step: columns,
    }),
  };
}

interface Direction {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
}

function extremesAlong(
  values: Uint8Array,
  radius: number,
  { lines, lineStep, length, step }: Direction,
): Uint8Array {
  const [reach, isLeast] = [Math.abs(radius), radius < 0];
  const result = new Uint8Array(values.length);
  for (let line = 0; line < lines; line += 1)
    for (let at = 0; at < length; at += 1) {
      const last = Math.min(length - 1, at + reach);
      let found = values[line * lineStep + at * step] ?? 0;
      for (let other = Math.max(0, at - reach); other <= last; other += 1) {
        const value = values[line * lineStep + other * step] ?? 0;
        if (isLeast ? value < found : value > found) found = value;
      }
      result[line * lineStep + at * step] = found;
    }
  return result;
}
