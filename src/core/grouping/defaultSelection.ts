// Which stacks of a series are sent unless the user says otherwise. Everything stays visible, and one tick away.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import { imageComponent, isAuxiliary } from "./imageComponents.ts";
import { before, manyPassesAmong, splittingTrait } from "./manyPasses.ts";
import { heldBackReason } from "./objectTypes.ts";
import type { StackPart, Trait } from "./splitSeries.ts";
import { bolusTracking } from "./watchedPlaces.ts";

/** s/mm². */
const leastBValue = 1;

/** The parts of a series that are on. */
export interface DefaultSelection {
  readonly parts: ReadonlySet<StackPart>;
  /** For a part that stands for all passes over its region: how many there are. */
  readonly passesOf: ReadonlyMap<StackPart, number>;
}

/**
 * On are images, not localisers, bolus tracking, phase, real or imaginary parts, nor second versions; of several b-values the
 * highest; of the directions of a diffusion series the first, or none beside their trace; all phases of contrast; of very many
 * other passes, and of functional and perfusion studies, the first.
 */
export function selectedParts(parts: readonly StackPart[]): DefaultSelection {
  const candidates = parts.filter(isWanted);
  const many = manyPassesAmong(candidates);
  const selected = candidates.filter(
    (part) =>
      isHighestBValue(part, candidates) &&
      !isSilentBesideBValues(part, candidates) &&
      !isDirectionBesideTrace(part, candidates) &&
      (many.get(part)?.first ?? part) === part,
  );
  return {
    parts: new Set(selected),
    passesOf: new Map(
      selected.flatMap((part) => {
        const passes = many.get(part);
        return passes === undefined ? [] : [[part, passes.count] as const];
      }),
    ),
  };
}

function isWanted(part: StackPart): boolean {
  const [image] = part.images;
  return (
    image !== undefined &&
    heldBackReason(image.header) === null &&
    !isAuxiliary(imageComponent(image.header)) &&
    !isLocaliserPart(part) &&
    !isBolusTrackingPart(part) &&
    traitOf(part, "version") === null
  );
}

/** True for planning images. */
export function isLocaliserPart(part: StackPart): boolean {
  return traitOf(part, "localiser") !== null;
}

/** True for images that watch one place for the bolus. */
export function isBolusTrackingPart({ traits }: StackPart): boolean {
  return traits.some(
    ({ criterion, value }) =>
      criterion === "contrast" && value === bolusTracking,
  );
}

function isHighestBValue(
  part: StackPart,
  siblings: readonly StackPart[],
): boolean {
  const own = splittingTrait(part, ["bValue"]);
  if (own === null) return true;
  const kin = before(part, own);
  return siblings.every((sibling) => {
    const other = splittingTrait(sibling, ["bValue"]);
    return (
      other === null ||
      before(sibling, other) !== kin ||
      Number(other.value) <= Number(own.value)
    );
  });
}

/** Without diffusion weighting, though no b-value says so: beside images of the same kind that have one. A map has none either. */
function isSilentBesideBValues(
  part: StackPart,
  siblings: readonly StackPart[],
): boolean {
  const header = part.images[0]?.header;
  if (
    header === undefined ||
    traitOf(part, "bValue") !== null ||
    !part.splitBy.includes("bValue") ||
    header.imageType[0]?.toUpperCase() === "DERIVED" ||
    componentOf(part) !== ""
  )
    return false;
  return siblings.some(
    (sibling) => diffusionOf(sibling) > 0 && isKinByBValue(part, sibling),
  );
}

function isKinByBValue(part: StackPart, sibling: StackPart): boolean {
  const other = splittingTrait(sibling, ["bValue"]);
  if (other === null) return false;
  const shared = sibling.traits.indexOf(other);
  return (
    JSON.stringify(part.traits.slice(0, shared)) === before(sibling, other)
  );
}

/** Single directions of the diffusion gradient, where the series also has the image made of them. */
function isDirectionBesideTrace(
  part: StackPart,
  siblings: readonly StackPart[],
): boolean {
  return (
    diffusionOf(part) > 0 &&
    componentOf(part) === "" &&
    siblings.some((sibling) => componentOf(sibling) === "trace")
  );
}

function traitOf(part: StackPart, criterion: SplitCriterion): Trait | null {
  return part.traits.find((trait) => trait.criterion === criterion) ?? null;
}

/** In s/mm²; what is less than any scanner can weight with is noise in the attribute. */
function diffusionOf(part: StackPart): number {
  const bValue = part.images[0]?.header.diffusionBValue ?? 0;
  return bValue < leastBValue ? 0 : bValue;
}

function componentOf(part: StackPart): string {
  const header = part.images[0]?.header;
  return header === undefined ? "" : imageComponent(header);
}
