// Slice geometry in the patient's coordinates (PS3.3 C.7.6.2.1.1): x to the left, y to the back, z to the head; millimetres.
import type { Plane } from "../../shared/stackFacts.ts";
import type { InstanceHeader, Vector3 } from "../model/instanceHeader.ts";

/** Cosine of the angle up to which a slice still counts as lying in an anatomical plane: 25 degrees. */
const planeCosine = Math.cos((25 * Math.PI) / 180);

/** Within 3 degrees slices count as parallel: tilt drifts that much within one acquisition. */
const parallelCosine = Math.cos((3 * Math.PI) / 180);

/** Where one slice lies. */
export interface SliceGeometry {
  /** Centre of the first voxel. */
  readonly position: Vector3;
  /** Unit vectors: along a row, and across the slice. */
  readonly row: Vector3;
  readonly normal: Vector3;
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector3, b: Vector3): Vector3 {
  return [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
}

function unit(vector: Vector3): Vector3 | null {
  const length = Math.sqrt(dot(vector, vector));
  return length > 1e-3 && Number.isFinite(length)
    ? [vector[0] / length, vector[1] / length, vector[2] / length]
    : null;
}

type Orientation = NonNullable<InstanceHeader["imageOrientationPatient"]>;
type Directions = Pick<SliceGeometry, "row" | "normal">;

/** By orientation, which the images of a series share: tens of thousands of images are asked many times each. */
const knownDirections = new WeakMap<Orientation, Directions | null>();

function directionsOf(orientation: Orientation): Directions | null {
  const known = knownDirections.get(orientation);
  if (known !== undefined) return known;
  const row = unit(orientation[0]);
  const normal = unit(cross(...orientation));
  const directions = row === null || normal === null ? null : { row, normal };
  knownDirections.set(orientation, directions);
  return directions;
}

/** Geometry from Image Position and Image Orientation; null where either is missing or makes no sense. */
export function sliceGeometry(header: InstanceHeader): SliceGeometry | null {
  const { imagePositionPatient, imageOrientationPatient } = header;
  if (imagePositionPatient === null || imageOrientationPatient === null)
    return null;
  const directions = directionsOf(imageOrientationPatient);
  return directions === null || !imagePositionPatient.every(Number.isFinite)
    ? null
    : {
        position: imagePositionPatient,
        row: directions.row,
        normal: directions.normal,
      };
}

/** Index of the axis a direction follows most: 0 x, 1 y, 2 z. */
export function mainAxis(direction: Vector3): 0 | 1 | 2 {
  const [x, y, z] = direction.map(Math.abs) as [number, number, number];
  if (z >= x && z >= y) return 2;
  return y >= x ? 1 : 0;
}

/** Plane of slices with this normal: Oblique if it is more than 25 degrees off all three. */
export function planeOf(normal: Vector3): Plane {
  const axis = mainAxis(normal);
  if (Math.abs(normal[axis]) < planeCosine) return "Oblique";
  return (["Sagittal", "Coronal", "Axial"] as const)[axis];
}

/** True if two slices are parallel and turned the same way. Opposite normals are another way round. */
export function isParallel(a: SliceGeometry, b: SliceGeometry): boolean {
  return (
    dot(a.normal, b.normal) >= parallelCosine &&
    dot(a.row, b.row) >= parallelCosine
  );
}
