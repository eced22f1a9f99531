// What lies inside the lungs of the made-up chest: branching vessels, and the nodule that is the finding of the case.
import { seededRandom } from "./seededRandom.ts";
import { between, type Point, type Volume } from "./volume.ts";

/** Shows only where there is lung. */
const vessel = { hu: 20, onlyBelowHU: -600 };

const sides = [-1, 1] as const;

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

/** Trees of vessels from both hila outwards. */
export function paintLungVessels(volume: Volume): void {
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
