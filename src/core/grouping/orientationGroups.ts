// Groups the images of a series by the direction of their slices.
import type { ScannedInstance } from "../model/stack.ts";
import {
  dot,
  isParallel,
  planeOf,
  sliceGeometry,
  type SliceGeometry,
} from "./geometry.ts";

/** Blocks within 45 degrees of one another are angled views of one plane, such as discs of the spine. */
const samePlaneCosine = Math.cos(Math.PI / 4);
/** A scout stands nearly at right angles to the slices planned on it. */
const orthogonalCosine = 0.3;

export interface OrientationGroup {
  /** Of its first image; null for images without geometry. */
  readonly geometry: SliceGeometry | null;
  readonly instances: readonly ScannedInstance[];
}

/** Groups of parallel images, in the order in which they first occur. */
export function orientationGroups(
  instances: readonly ScannedInstance[],
): readonly OrientationGroup[] {
  const groups: {
    readonly geometry: SliceGeometry | null;
    readonly instances: ScannedInstance[];
  }[] = [];
  for (const instance of instances) {
    const geometry = sliceGeometry(instance.header);
    const group = groups.find((known) =>
      known.geometry === null || geometry === null
        ? known.geometry === geometry
        : isParallel(known.geometry, geometry),
    );
    if (group === undefined) groups.push({ geometry, instances: [instance] });
    else group.instances.push(instance);
  }
  return groups;
}

/**
 * True for sets that are acquired, and read, as one although their slices are not parallel: three or more angled blocks
 * of one plane (discs of the spine), and radial slices, where hardly any two are parallel.
 */
export function isOneAngledSet(groups: readonly OrientationGroup[]): boolean {
  const [first] = groups;
  if (groups.length < 3 || first?.geometry == null) return false;
  const { normal } = first.geometry;
  const isOnePlane = groups.every(
    ({ geometry }) =>
      geometry !== null && dot(geometry.normal, normal) >= samePlaneCosine,
  );
  const isRadial =
    groups.length >= 5 && groups.every((group) => group.instances.length === 1);
  return isOnePlane || isRadial;
}

/** One or two images at right angles to the many others of their series: scouts that do not say so. */
export function orthogonalOneOffs(
  groups: readonly OrientationGroup[],
): ReadonlySet<ScannedInstance> {
  const [main] = [...groups].sort(
    (a, b) => b.instances.length - a.instances.length,
  );
  if (main?.geometry == null || main.instances.length < 5) return new Set();
  const { normal } = main.geometry;
  return new Set(
    groups
      .filter(
        ({ geometry, instances }) =>
          geometry !== null &&
          instances.length <= 2 &&
          Math.abs(dot(geometry.normal, normal)) < orthogonalCosine,
      )
      .flatMap((group) => group.instances),
  );
}

/** Names an orientation the same whichever image of its group is asked, as far as rounding allows. */
export function orientationName({ geometry }: OrientationGroup): string {
  if (geometry === null) return "none";
  const rounded = geometry.normal.map((cosine) => {
    const tenths = Math.round(cosine * 10);
    return tenths === 0 ? 0 : tenths;
  });
  return `${planeOf(geometry.normal)} ${rounded.join(" ")}`;
}
