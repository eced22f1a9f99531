// Series of so many passes over one region that one of them shows enough: raw data of functional, perfusion and diffusion studies.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { seriesWords } from "./seriesWords.ts";
import type { StackPart, Trait } from "./splitSeries.ts";

/** Passes beyond which one is enough, by what they are. With contrast medium all are phases of it, and wanted. */
const mostPasses = {
  diffusion: 1,
  rawDynamics: 5,
  contrast: Infinity,
  unknown: 50,
} as const;

/** What splits a region into passes in time. */
const passCriteria: readonly SplitCriterion[] = [
  "temporalPosition",
  "acquisition",
  "repeatedPosition",
];

/** What functional and perfusion series are called; the maps made of them have no passes. */
const rawDynamicsWords =
  /\b(F ?MRI|BOLD|RESTING|REST STATE|RSFMRI|PERF\w*|DSC|PWI|P?C?ASL|CTP|VPCT)\b/;

/** Passes over one region of which one is enough. */
export interface ManyPasses {
  /** In the order of the scanner. */
  readonly first: StackPart;
  readonly count: number;
}

/** The parts that are such passes. */
export function manyPassesAmong(
  parts: readonly StackPart[],
): ReadonlyMap<StackPart, ManyPasses> {
  const found = new Map<StackPart, ManyPasses>();
  for (const passes of kinOf(parts).values()) {
    const [first] = passes;
    if (first === undefined || passes.length <= mostOf(passes)) continue;
    for (const pass of passes) found.set(pass, { first, count: passes.length });
  }
  return found;
}

/** Parts that only the time tells apart. */
function kinOf(
  parts: readonly StackPart[],
): ReadonlyMap<string, readonly StackPart[]> {
  const kin = new Map<string, StackPart[]>();
  for (const part of parts) {
    const own = splittingTrait(part, passCriteria);
    // Places that are watched over time are no passes.
    if (own === null || own.value.startsWith("at ")) continue;
    const key = `${own.criterion} ${before(part, own)}`;
    const passes = kin.get(key);
    if (passes === undefined) kin.set(key, [part]);
    else passes.push(part);
  }
  return kin;
}

function mostOf(passes: readonly StackPart[]): number {
  const headers = passes.flatMap(({ images: [image] }) => image?.header ?? []);
  if (headers.some(({ diffusionBValue }) => (diffusionBValue ?? 0) > 0))
    return mostPasses.diffusion;
  if (headers.some(isRawDynamics)) return mostPasses.rawDynamics;
  return headers.some(knowsContrast) ? mostPasses.contrast : mostPasses.unknown;
}

/** By its words, by Image Type (PS3.3 C.8.13.3.1.1), or as MR that reads each slice at once. Also with contrast medium: the first pass of it through the brain. */
function isRawDynamics(header: InstanceHeader): boolean {
  return (
    rawDynamicsWords.test(seriesWords(header)) ||
    header.imageType.some((value) => /^(FMRI|PERFUSION|ASL)$/i.test(value)) ||
    header.scanningSequence.includes("EP")
  );
}

function knowsContrast({ contrast }: InstanceHeader): boolean {
  return (
    contrast.isGiven === true ||
    contrast.bolusStartTime !== "" ||
    (contrast.phase !== null && contrast.phase !== "unenhanced")
  );
}

/** The first trait by one of these criteria in which siblings differ. */
export function splittingTrait(
  part: StackPart,
  criteria: readonly SplitCriterion[],
): Trait | null {
  return (
    part.traits.find(
      (trait) => trait.separates && criteria.includes(trait.criterion),
    ) ?? null
  );
}

/** What a part is by all criteria before this trait: equal for the parts that the trait tells apart. */
export function before(part: StackPart, trait: Trait): string {
  return JSON.stringify(part.traits.slice(0, part.traits.indexOf(trait)));
}
