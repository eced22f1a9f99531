// Puts images that do not say to which pass they belong where they do: one slice may lack what all others of its pass say.
import type { Part } from "./parts.ts";
import { distinctPlaces, type Places } from "./numberedPlaces.ts";
import type { SeriesImage } from "./seriesImages.ts";

/**
 * Parts whose images without a value of their own are where they belong. Those of parts of too few slices join the part
 * that lacks a slice at their place; of several the one with the nearest image, in the order of `images`. One too many
 * at its place joins the part that lacks it and has the images before and after it. One part if but one is left.
 */
export function completed(
  parts: readonly Part[],
  images: readonly SeriesImage[],
  {
    places,
    fewestSlices,
  }: { readonly places: Places; readonly fewestSlices: number },
): readonly Part[] {
  const isPass = (part: Part) =>
    distinctPlaces(part, places).size >= fewestSlices;
  const passes = parts.filter(isPass);
  const [first, ...others] = passes.map((part) => new Crew(part, places));
  if (first === undefined || others.length === 0)
    return [{ value: "", members: images }];
  const crews: readonly [Crew, ...Crew[]] = [first, ...others];
  const strays = new Set(
    parts.filter((part) => !isPass(part)).flatMap(({ members }) => members),
  );
  const crewOf = (image: SeriesImage | undefined) =>
    image === undefined ? undefined : crews.find((crew) => crew.has(image));
  for (const [index, image] of images.entries()) {
    if (strays.has(image)) nearestCrew(index, crews, images).add(image);
    else {
      const [own, before, after] = [0, -1, 1].map((step) =>
        crewOf(images[index + step]),
      );
      if (before !== own && before === after) own?.lend(image, before);
    }
  }
  return passes.map(({ value }, index) => ({
    value,
    members: images.filter((image) => crews[index]?.has(image)),
  }));
}

/** The images of a pass, while they are sorted out. */
class Crew {
  readonly #placeOf: Places["placeOf"];
  readonly #members: Set<SeriesImage>;
  readonly #countAt = new Map<number, number>();

  constructor({ members }: Part, { placeOf }: Places) {
    this.#placeOf = placeOf;
    this.#members = new Set(members);
    for (const member of members) this.#count(member, 1);
  }

  has(image: SeriesImage): boolean {
    return this.#members.has(image);
  }

  /** True if the pass has no slice where this image lies. */
  lacks(image: SeriesImage): boolean {
    return this.#at(image) === 0;
  }

  add(image: SeriesImage): void {
    this.#members.add(image);
    this.#count(image, 1);
  }

  /** Gives one of several images at its place to a pass that has none there. */
  lend(image: SeriesImage, other: Crew | undefined): void {
    if (other === undefined || this.#at(image) < 2 || !other.lacks(image))
      return;
    other.add(image);
    this.#members.delete(image);
    this.#count(image, -1);
  }

  #at(image: SeriesImage): number {
    return this.#countAt.get(this.#placeOf.get(image) ?? -1) ?? 0;
  }

  #count(image: SeriesImage, step: 1 | -1): void {
    this.#countAt.set(this.#placeOf.get(image) ?? -1, this.#at(image) + step);
  }
}

/** The pass that lacks the image at this index, or else any, whose next image is the fewest steps away. */
function nearestCrew(
  index: number,
  crews: readonly [Crew, ...Crew[]],
  images: readonly SeriesImage[],
): Crew {
  const image = images[index];
  if (image === undefined) return crews[0];
  const lacking = crews.filter((crew) => crew.lacks(image));
  const candidates = lacking.length > 0 ? lacking : crews;
  for (let step = 1; step < images.length; step += 1)
    for (const neighbour of [images[index - step], images[index + step]]) {
      const crew = candidates.find(
        (each) => neighbour !== undefined && each.has(neighbour),
      );
      if (crew !== undefined) return crew;
    }
  return crews[0];
}
