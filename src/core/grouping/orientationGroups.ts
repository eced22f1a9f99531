// Groups the images of a series by the direction of their slices.
import {
  dot,
  isParallel,
  planeOf,
  sliceGeometry,
  type SliceGeometry,
} from "./geometry.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Blocks within 45 degrees of one another are angled views of one plane, such as discs of the spine. */
const samePlaneCosine = Math.cos(Math.PI / 4);
/** A scout stands nearly at right angles to the slices planned on it. */
const orthogonalCosine = 0.3;

export interface OrientationGroup {
  /** Of its first image; null for images without geometry. */
  readonly geometry: SliceGeometry | null;
  readonly images: readonly SeriesImage[];
}

/** Groups of parallel images, in the order in which they first occur. */
export function orientationGroups(
  images: readonly SeriesImage[],
): readonly OrientationGroup[] {
  const groups: {
    readonly geometry: SliceGeometry | null;
    readonly images: SeriesImage[];
  }[] = [];
  for (const image of images) {
    const geometry = sliceGeometry(image.header);
    const group = groups.find((known) =>
      known.geometry === null || geometry === null
        ? known.geometry === geometry
        : isParallel(known.geometry, geometry),
    );
    if (group === undefined) groups.push({ geometry, images: [image] });
    else group.images.push(image);
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
    groups.length >= 5 && groups.every((group) => group.images.length === 1);
  return isOnePlane || isRadial;
}

/** One or two images at right angles to the many others of their series: scouts that do not say so. */
export function orthogonalOneOffs(
  groups: readonly OrientationGroup[],
): ReadonlySet<SeriesImage> {
  const [main] = [...groups].sort((a, b) => b.images.length - a.images.length);
  if (main?.geometry == null || main.images.length < 5) return new Set();
  const { normal } = main.geometry;
  return new Set(
    groups
      .filter(
        ({ geometry, images }) =>
          geometry !== null &&
          images.length <= 2 &&
          Math.abs(dot(geometry.normal, normal)) < orthogonalCosine,
      )
      .flatMap((group) => group.images),
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
