// Which stacks of a series are sent unless the user says otherwise. Everything stays visible, and one tick away.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import { imageComponent, isAuxiliary } from "./imageComponents.ts";
import { heldBackReason } from "./objectTypes.ts";
import type { StackPart, Trait } from "./splitSeries.ts";

/** More passes over one region than this are raw data of a functional or perfusion study: one shows them well enough. */
const mostPasses = 20;

/** What splits a region into passes in time. */
const passCriteria: readonly SplitCriterion[] = [
  "temporalPosition",
  "acquisition",
  "repeatedPosition",
];

/**
 * The parts of a series that are on: images, not localisers, phase, real or imaginary parts, nor second versions; of
 * several b-values the highest; of the directions of a diffusion series the first, or none beside their trace; all phases
 * of contrast.
 */
export function selectedParts(
  parts: readonly StackPart[],
): ReadonlySet<StackPart> {
  const candidates = parts.filter(isWanted);
  return new Set(
    candidates.filter(
      (part) =>
        isHighestBValue(part, candidates) &&
        !isDirectionBesideTrace(part, candidates) &&
        !isOneOfManyPasses(part, candidates),
    ),
  );
}

function isWanted(part: StackPart): boolean {
  const [image] = part.images;
  return (
    image !== undefined &&
    heldBackReason(image.header) === null &&
    !isAuxiliary(imageComponent(image.header)) &&
    !isLocaliserPart(part) &&
    traitOf(part, "version") === null
  );
}

/** True for planning images. */
export function isLocaliserPart(part: StackPart): boolean {
  return traitOf(part, "localiser") !== null;
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

function isOneOfManyPasses(
  part: StackPart,
  siblings: readonly StackPart[],
): boolean {
  const own = splittingTrait(part, passCriteria);
  if (own === null || own.value.startsWith("at ")) return false;
  const kin = before(part, own);
  const passes = siblings.filter((sibling) => {
    const other = splittingTrait(sibling, [own.criterion]);
    return other !== null && before(sibling, other) === kin;
  });
  const most = diffusionOf(part) > 0 ? 1 : mostPasses;
  // Parts are in the order of the scanner.
  return passes.length > most && passes[0] !== part;
}

/** The first trait by one of these criteria in which siblings differ. */
function splittingTrait(
  part: StackPart,
  criteria: readonly SplitCriterion[],
): Trait | null {
  return (
    part.traits.find(
      (trait) => trait.separates && criteria.includes(trait.criterion),
    ) ?? null
  );
}

function traitOf(part: StackPart, criterion: SplitCriterion): Trait | null {
  return part.traits.find((trait) => trait.criterion === criterion) ?? null;
}

/** What a part is by all criteria before this trait: equal for the parts that the trait tells apart. */
function before(part: StackPart, trait: Trait): string {
  return JSON.stringify(part.traits.slice(0, part.traits.indexOf(trait)));
}

function diffusionOf(part: StackPart): number {
  return part.images[0]?.header.diffusionBValue ?? 0;
}

function componentOf(part: StackPart): string {
  const header = part.images[0]?.header;
  return header === undefined ? "" : imageComponent(header);
}
