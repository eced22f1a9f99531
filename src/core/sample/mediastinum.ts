// Heart, great vessels and airways of the made-up chest.
import type { Point, Volume } from "./volume.ts";

const air = { hu: -1000 };
const softTissue = { hu: 35 };
const enhancedBlood = { hu: 210 };

/** Fat, heart chambers, aorta and its branches, veins, pulmonary arteries, oesophagus. */
export function paintMediastinum(volume: Volume): void {
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

/** Trachea and main bronchi, walls first. */
export function paintAirways(volume: Volume): void {
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
