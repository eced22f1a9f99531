// What lies under the text in the detector's benchmark: images that look like ultrasound, radiographs, CT and screens, built by code.
import { Canvas, grey, type Colour } from "./canvas.ts";

/** A source of numbers from 0 up to 1. */
export type Dice = () => number;

export function between(dice: Dice, low: number, high: number): number {
  return low + dice() * (high - low);
}

export function oneOf<T>(dice: Dice, choices: readonly T[]): T {
  const chosen = choices[Math.floor(dice() * choices.length)];
  if (chosen === undefined) throw new Error("Nothing to choose from");
  return chosen;
}

/** Roughly normal, mean 0, deviation 1. */
export function bell(dice: Dice): number {
  return (dice() + dice() + dice() + dice() - 2) * 1.732;
}

/** Smooth noise from -1 to 1, with detail down to `finest` pixels. */
function clouds(
  dice: Dice,
  size: { readonly columns: number; readonly rows: number },
  finest: number,
): (x: number, y: number) => number {
  const octaves: { step: number; weight: number; at: Float32Array }[] = [];
  let weight = 0.5;
  for (let step = Math.max(size.columns, size.rows) / 3; step >= finest;) {
    const across = Math.ceil(size.columns / step) + 2;
    const down = Math.ceil(size.rows / step) + 2;
    const at = Float32Array.from(
      { length: across * down },
      () => dice() * 2 - 1,
    );
    octaves.push({ step, weight, at });
    [weight, step] = [weight * 0.6, step / 2];
  }
  return (x, y) => {
    let sum = 0;
    for (const { step, weight: share, at } of octaves) {
      const across = Math.ceil(size.columns / step) + 2;
      const [column, row] = [Math.floor(x / step), Math.floor(y / step)];
      const [u, v] = [x / step - column, y / step - row];
      const first = row * across + column;
      const top = (at[first] ?? 0) * (1 - u) + (at[first + 1] ?? 0) * u;
      const below =
        (at[first + across] ?? 0) * (1 - u) + (at[first + across + 1] ?? 0) * u;
      sum += share * (top * (1 - v) + below * v);
    }
    return sum;
  };
}

const ultrasoundSizes = [
  [640, 480],
  [800, 600],
  [1024, 768],
] as const;

/** An ultrasound fan of speckle on black, of one of the usual sizes if none is given. */
export function ultrasound(
  dice: Dice,
  size: readonly [number, number] = oneOf(dice, ultrasoundSizes),
): Canvas {
  const [columns, rows] = size;
  const canvas = new Canvas(columns, rows);
  const apexX = columns * between(dice, 0.4, 0.6);
  const apexY = -rows * between(dice, 0, 0.3);
  const inner = rows * between(dice, 0.1, 0.35) - apexY * 0.6;
  const outer = rows * between(dice, 0.85, 0.95) - apexY;
  const halfAngle = between(dice, 0.4, 0.8);
  const tissue = clouds(dice, canvas, 24);
  // Speckle is correlated over a few pixels and grows with its own brightness.
  const grain = clouds(dice, canvas, between(dice, 2, 4));
  const gain = between(dice, 0.35, 0.8);
  const cysts = Array.from({ length: 3 }, () => ({
    x: columns * between(dice, 0.3, 0.7),
    y: rows * between(dice, 0.3, 0.8),
    radius: rows * between(dice, 0.02, 0.1),
  }));
  canvas.fill((x, y) => {
    const radius = Math.hypot(x - apexX, y - apexY);
    const angle = Math.abs(Math.atan2(x - apexX, y - apexY));
    if (radius < inner || radius > outer || angle > halfAngle) return 0;
    const isCyst = cysts.some(
      (cyst) => Math.hypot(x - cyst.x, y - cyst.y) < cyst.radius,
    );
    const depth = (radius - inner) / (outer - inner);
    const echo =
      gain * (0.5 + 0.9 * tissue(x, y)) * (1 - 0.5 * depth) + 0.05 * bell(dice);
    return Math.max(0, isCyst ? 0.03 : echo * (1 + 1.3 * grain(x, y)));
  });
  return canvas;
}

const radiographSizes = [
  [1024, 1024],
  [1200, 1456],
  [1760, 2140],
] as const;

/** A chest-like radiograph, of one of the usual sizes if none is given. */
export function radiograph(
  dice: Dice,
  size: readonly [number, number] = oneOf(dice, radiographSizes),
): Canvas {
  const [columns, rows] = size;
  const canvas = new Canvas(columns, rows);
  const texture = clouds(dice, canvas, 6);
  const noise = between(dice, 0.004, 0.02);
  const ribs = between(dice, 0.03, 0.1);
  const pitch = rows * between(dice, 0.07, 0.1);
  const margin = dice() < 0.5 ? 0 : columns * between(dice, 0.02, 0.12);
  const base = between(dice, 0.25, 0.45);
  canvas.fill((x, y) => {
    if (Math.min(x, y, columns - x, rows - y) < margin) return 0.02;
    const u = Math.abs(x / columns - 0.5);
    const spine = 0.35 * Math.exp(-((u / 0.09) ** 2));
    const lungs = 0.25 * Math.exp(-(((u - 0.25) / 0.13) ** 2));
    const bend = y + 0.35 * rows * (u - 0.25) ** 2 * 4;
    const rib = ribs * Math.max(0, Math.sin((bend / pitch) * 2 * Math.PI));
    const belly = 0.3 / (1 + Math.exp((0.75 - y / rows) * 25));
    return (
      base +
      spine -
      lungs +
      rib +
      belly +
      0.12 * texture(x, y) +
      noise * bell(dice)
    );
  });
  return canvas;
}

/** A slice of a body as CT shows it, over the range from air to dense bone. */
export function computedTomography(dice: Dice): Canvas {
  const canvas = new Canvas(512, 512);
  const texture = clouds(dice, canvas, 5);
  const noise = between(dice, 0.003, 0.012);
  const [a, b] = [between(dice, 170, 225), between(dice, 120, 180)];
  const organs = Array.from({ length: 7 }, () => ({
    x: 256 + a * between(dice, -0.65, 0.65),
    y: 256 + b * between(dice, -0.6, 0.6),
    across: between(dice, 12, 60),
    down: between(dice, 12, 50),
    level: oneOf(dice, [0.02, 0.3, 0.32, 0.36, 0.62]),
  }));
  const streak =
    dice() < 0.3
      ? { x: 256 + between(dice, -90, 90), y: 256 + between(dice, -60, 60) }
      : null;
  canvas.fill((x, y) => {
    const radius = ((x - 256) / a) ** 2 + ((y - 256) / b) ** 2;
    const isTable = Math.abs(y - (256 + b + 14)) < 2 && Math.abs(x - 256) < 180;
    if (radius > 1)
      return (isTable ? 0.15 : 0.005) + Math.abs(noise * 0.4 * bell(dice));
    const organ = organs.find(
      (one) =>
        ((x - one.x) / one.across) ** 2 + ((y - one.y) / one.down) ** 2 < 1,
    );
    const level = radius > 0.86 ? 0.26 : (organ?.level ?? 0.31);
    const rays =
      streak === null
        ? 0
        : (0.25 * Math.sin(24 * Math.atan2(y - streak.y, x - streak.x))) /
          (1 + Math.hypot(y - streak.y, x - streak.x) / 20);
    const metal =
      streak !== null && Math.hypot(y - streak.y, x - streak.x) < 7 ? 0.7 : 0;
    return level + 0.03 * texture(x, y) + rays + metal + noise * bell(dice);
  });
  return canvas;
}

/** A captured screen: panels, with an image in one of them. */
export function screen(dice: Dice): Canvas {
  const [columns, rows] = oneOf(dice, [
    [800, 600],
    [1024, 768],
    [1280, 1024],
  ] as const);
  const canvas = new Canvas(columns, rows);
  const isLight = dice() < 0.35;
  const background = isLight ? between(dice, 0.75, 1) : between(dice, 0, 0.25);
  canvas.fill(() => background);
  const picture = oneOf(dice, [ultrasound, computedTomography])(dice);
  const left = Math.floor(columns * between(dice, 0, 0.3));
  const top = Math.floor(rows * between(dice, 0.05, 0.25));
  for (let y = 0; y < picture.rows && y + top < rows - 40; y += 1)
    for (let x = 0; x < picture.columns && x + left < columns - 60; x += 1) {
      const level = picture.planes[1][y * picture.columns + x] ?? 0;
      canvas.blend(x + left, y + top, { colour: grey(level), coverage: 1 });
    }
  for (let panel = Math.floor(dice() * 4); panel > 0; panel -= 1) {
    const tint: Colour = [dice(), dice(), dice()];
    canvas.rectangle(
      {
        left: columns * dice() * 0.8,
        top: dice() < 0.5 ? 0 : rows * 0.85,
        width: columns * between(dice, 0.1, 0.4),
        height: rows * between(dice, 0.04, 0.12),
      },
      isLight
        ? (tint.map((part) => 0.7 + 0.3 * part) as unknown as Colour)
        : (tint.map((part) => 0.3 * part) as unknown as Colour),
    );
  }
  return canvas;
}
