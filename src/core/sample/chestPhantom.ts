// A made-up chest: simple shapes with the CT numbers of tissue, close enough to be told for what they are.
import { seededRandom } from "./seededRandom.ts";
import { between, type Point, type Volume } from "./volume.ts";

const fat = { hu: -100 };
const muscle = { hu: 45 };
const lung = { hu: -860 };
const air = { hu: -1000 };
const softTissue = { hu: 35 };
const enhancedBlood = { hu: 210 };
const marrow = { hu: 230 };
const cortex = { hu: 620 };
/** Vessels and nodule show only where there is lung. */
const vessel = { hu: 20, onlyBelowHU: -600 };

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

/** The finding of the case: a spiculated nodule in the right upper lobe. */
export function paintNodule(volume: Volume): void {
  const centre: Point = [-74, -22, 52];
  const random = seededRandom(7);
  volume.ellipsoid(centre, [10, 9, 9.5], { hu: 38, onlyBelowHU: 38 });
  for (let spicule = 0; spicule < 18; spicule += 1) {
    const direction = randomDirection(random);
    const length = 13 + random() * 9;
    volume.tube([centre, along(centre, direction, length)], [1.6, 0.8], vessel);
  }
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

function paintMediastinum(volume: Volume): void {
  volume.ellipsoid([0, 6, 20], [27, 66, 190], { hu: -60 });
  volume.ellipsoid([22, -30, -58], [62, 47, 50], { hu: -70 });
  volume.ellipsoid([22, -30, -58], [58, 44, 47], { hu: 90 });
  volume.ellipsoid([42, -24, -62], [22, 19, 28], enhancedBlood);
  volume.ellipsoid([8, -48, -60], [25, 14, 25], { hu: 190 });
  volume.ellipsoid([4, 6, -38], [26, 15, 17], enhancedBlood);
  volume.ellipsoid([-26, -26, -52], [15, 22, 25], { hu: 180 });
  const paintVessel = (points: readonly Point[], from: number, to = from) => {
    volume.tube(points, [from + 1.5, to + 1.5], softTissue);
    volume.tube(points, [from, to], enhancedBlood);
  };
  const arch: readonly Point[] = [
    [-4, -18, -32],
    [-12, -24, 20],
    [-6, -14, 44],
    [8, 12, 52],
    [18, 40, 40],
    [20, 50, 15],
    [12, 52, -120],
  ];
  paintVessel(arch, 14, 10.5);
  paintVessel(
    [
      [-27, -16, 75],
      [-27, -14, -25],
    ],
    8,
  );
  paintVessel(
    [
      [12, -34, -22],
      [14, -12, 6],
      [-40, 8, 4],
    ],
    12,
    8,
  );
  paintVessel(
    [
      [14, -12, 6],
      [42, 18, 10],
    ],
    11,
    8,
  );
  for (const [x, y] of [
    [-14, -20],
    [2, -6],
    [20, 8],
  ] as const)
    paintVessel(
      [
        [x * 0.6, y + 8, 52],
        [x * 1.7, y, 120],
      ],
      5,
    );
  volume.tube(
    [
      [6, 36, 120],
      [8, 40, -120],
    ],
    [6, 6],
    softTissue,
  );
}

function paintAirways(volume: Volume): void {
  const branches: readonly (readonly Point[])[] = [
    [
      [0, 14, 122],
      [0, 20, 22],
    ],
    [
      [0, 20, 22],
      [-34, 24, -4],
      [-48, 30, -34],
    ],
    [
      [0, 20, 22],
      [38, 26, -6],
      [50, 34, -36],
    ],
  ];
  for (const branch of branches) {
    const radius = branch.length === 2 ? 9 : 6.5;
    volume.tube(branch, [radius + 1.6, radius * 0.75 + 1.2], softTissue);
  }
  for (const branch of branches) {
    const radius = branch.length === 2 ? 9 : 6.5;
    volume.tube(branch, [radius, radius * 0.75], air);
  }
}

function paintLungVessels(volume: Volume): void {
  const random = seededRandom(2024);
  for (const side of sides)
    for (let trunk = 0; trunk < 17; trunk += 1) {
      const hilum: Point = [side * 36, 14 + random() * 12, random() * 24 - 12];
      const outward: Point = [
        side * (0.35 + random()),
        random() * 2 - 1,
        random() * 2.4 - 1.2,
      ];
      paintVesselTree(volume, random, {
        from: hilum,
        direction: unit(outward),
        length: 30,
        radius: 4.2,
      });
    }
}

interface VesselBranch {
  readonly from: Point;
  readonly direction: Point;
  readonly length: number;
  readonly radius: number;
}

/** Each branch ends in two thinner ones, until they are too thin to see. */
function paintVesselTree(
  volume: Volume,
  random: () => number,
  branch: VesselBranch,
): void {
  const { from, direction, length, radius } = branch;
  if (radius < 0.65) return;
  const to = along(from, direction, length);
  volume.tube([from, to], [radius, radius * 0.75], vessel);
  for (let child = 0; child < 2; child += 1) {
    const swerve = randomDirection(random);
    paintVesselTree(volume, random, {
      from: to,
      direction: unit([
        direction[0] + swerve[0] * 0.75,
        direction[1] + swerve[1] * 0.75,
        direction[2] + swerve[2] * 0.75,
      ]),
      length: length * (0.65 + random() * 0.25),
      radius: radius * 0.72,
    });
  }
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

function along(from: Point, direction: Point, length: number): Point {
  return between(
    from,
    [from[0] + direction[0], from[1] + direction[1], from[2] + direction[2]],
    length,
  );
}

function randomDirection(random: () => number): Point {
  return unit([random() * 2 - 1, random() * 2 - 1, random() * 2 - 1]);
}

function unit(vector: Point): Point {
  const length = Math.hypot(...vector) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
