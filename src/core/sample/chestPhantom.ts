// A made-up chest: simple shapes with the CT numbers of tissue, close enough to be told for what they are.
import { paintLungVessels } from "./lungVessels.ts";
import { paintAirways, paintMediastinum } from "./mediastinum.ts";
import type { Point, Volume } from "./volume.ts";

const fat = { hu: -100 };
const muscle = { hu: 45 };
const lung = { hu: -860 };
const air = { hu: -1000 };
const marrow = { hu: 230 };
const cortex = { hu: 620 };

const sides = [-1, 1] as const;

/** Everything but the nodule. */
export function paintChest(volume: Volume): void {
  paintBodyWall(volume);
  paintLungs(volume);
  paintAbdomen(volume);
  paintMediastinum(volume);
  paintLungVessels(volume);
  paintAirways(volume);
  paintSpine(volume);
  paintRibs(volume);
}

/** The mattress and the table the patient lies on. */
export function paintTable(volume: Volume): void {
  volume.ellipsoid([0, 124, 0], [190, 9, 5000], {
    hu: -880,
    onlyBelowHU: -900,
  });
  volume.ellipsoid([0, 138, 0], [215, 5, 5000], {
    hu: -300,
    onlyBelowHU: -500,
  });
}

function paintBodyWall(volume: Volume): void {
  volume.paint([0, 0, 0], { y: 122, z: 200 }, torso(172, 120), fat);
  volume.paint([0, 0, 0], { y: 110, z: 200 }, torso(160, 108), muscle);
  // Fat between muscle and rib cage, and around the shoulder blades.
  volume.paint([0, 0, 0], { y: 104, z: 200 }, torso(149, 102), fat);
  volume.paint([0, 0, 0], { y: 101, z: 200 }, torso(145, 100), muscle);
}

/** An oblong rounder than a box, wider at the shoulders. */
function torso(a: number, b: number) {
  const roundness = 2.4;
  return (y: number, z: number) => {
    const shoulders = 1 + 0.1 * Math.max(0, (z - 60) / 60);
    const rest = 1 - Math.abs(y / b) ** roundness;
    return rest > 0 ? a * shoulders * rest ** (1 / roundness) : 0;
  };
}

function paintLungs(volume: Volume): void {
  for (const side of sides)
    volume.paint(
      [side * 69, -2, -20],
      { y: 88, z: 135 },
      (y, z) => {
        // The apex is round, the base is cut by the diaphragm.
        const taper = z > 0 ? Math.sqrt(Math.max(0, 1 - (z / 132) ** 2)) : 1;
        const b = 86 * (0.55 + 0.45 * taper);
        return y / b < 1 && y / b > -1
          ? 58 * taper * Math.sqrt(1 - (y / b) ** 2)
          : 0;
      },
      lung,
    );
}

function paintAbdomen(volume: Volume): void {
  const liver = { hu: 95 };
  const belowLeftDome = { hu: 40 };
  volume.ellipsoid([-66, 0, -145], [73, 94, 78], liver);
  volume.ellipsoid([66, 2, -152], [70, 90, 72], belowLeftDome);
  volume.ellipsoid([58, -25, -118], [26, 30, 22], air);
  volume.ellipsoid([88, 48, -122], [26, 30, 34], { hu: 120 });
  // Liver veins.
  volume.tube(
    [
      [-20, 20, -88],
      [-58, 10, -104],
      [-96, -10, -112],
    ],
    [5, 2],
    { hu: 150 },
  );
}

function paintSpine(volume: Volume): void {
  const spacing = 27;
  for (let z = -135; z <= 135; z += spacing) {
    paintColumn(volume, [0, 66, z], { a: 21, b: 17, half: 10.5 }, cortex);
    paintColumn(volume, [0, 66, z], { a: 18.5, b: 14.5, half: 9 }, marrow);
    paintColumn(
      volume,
      [0, 66, z + 13.5],
      { a: 20, b: 16, half: 3 },
      {
        hu: 85,
      },
    );
    paintColumn(volume, [0, 91, z - 2], { a: 16, b: 11, half: 9 }, cortex);
    paintColumn(volume, [0, 104, z - 8], { a: 4, b: 11, half: 9 }, cortex);
    for (const side of sides)
      volume.tube(
        [
          [side * 12, 92, z - 2],
          [side * 34, 98, z],
        ],
        [5, 4],
        { hu: 400 },
      );
  }
  volume.ellipsoid([0, 90, 0], [9.5, 7.5, 5000], { hu: 25 });
}

/** An upright elliptic cylinder. */
function paintColumn(
  volume: Volume,
  centre: Point,
  size: { readonly a: number; readonly b: number; readonly half: number },
  paint: { readonly hu: number },
): void {
  volume.paint(
    centre,
    { y: size.b, z: size.half },
    (y) => size.a * Math.sqrt(1 - (y / size.b) ** 2),
    paint,
  );
}

function paintRibs(volume: Volume): void {
  for (const [radius, paint] of [
    [5, cortex],
    [3.2, marrow],
  ] as const) {
    for (let rib = 0; rib < 10; rib += 1)
      for (const side of sides)
        volume.tube(ribPath(side, 128 - rib * 24), [radius, radius], paint);
    for (const side of sides) paintShoulder(volume, side, radius, paint);
    volume.paint(
      [0, -93, 10],
      { y: radius + 2, z: 70 },
      () => radius * 4,
      paint,
    );
  }
}

/** From the spine around the side to the breastbone, downwards to the front. */
function ribPath(side: -1 | 1, z: number): readonly Point[] {
  const points: Point[] = [];
  const startAngle = 0.22;
  const endAngle = 2.55;
  const steps = 16;
  // The upper ribs are shorter.
  const size = z > 40 ? 1 - ((z - 40) / 90) ** 2 * 0.35 : 1;
  for (let step = 0; step <= steps; step += 1) {
    const angle = startAngle + ((endAngle - startAngle) * step) / steps;
    points.push([
      side * 137 * size * Math.sin(angle),
      94 * Math.cos(angle),
      z - 52 * (step / steps),
    ]);
  }
  return points;
}

function paintShoulder(
  volume: Volume,
  side: -1 | 1,
  radius: number,
  paint: { readonly hu: number },
): void {
  const scapula: readonly Point[] = [
    [side * 74, 100, 100],
    [side * 122, 78, 88],
    [side * 112, 92, 10],
    [side * 74, 100, 100],
  ];
  volume.tube(scapula, [radius * 0.8, radius * 0.8], paint);
  const clavicle: readonly Point[] = [
    [side * 14, -84, 78],
    [side * 70, -70, 98],
    [side * 138, -10, 112],
  ];
  volume.tube(clavicle, [radius * 1.2, radius * 1.2], paint);
}
