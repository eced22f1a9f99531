// Splits the instances of one series into the parts that become stacks.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { heldBackReason } from "./objectTypes.ts";
import { byOneClock } from "./seriesClock.ts";
import { seriesImagesOf, type SeriesImage } from "./seriesImages.ts";
import {
  captureCriteria,
  imageCriteria,
  objectCriteria,
  plainFrameCriteria,
  versionCriterion,
  type Criterion,
} from "./splitCriteria.ts";
import type { SharedUIDs } from "./versions.ts";

/** What a part is by one criterion. */
export interface Trait {
  readonly criterion: SplitCriterion;
  readonly value: string;
  /** True if siblings of the same series differ in it; otherwise it only says what the images are. */
  readonly separates: boolean;
}

/** The images of one future stack. */
export interface StackPart {
  readonly images: readonly SeriesImage[];
  /** What sets it apart from the other parts of the series, in the order of splitting. */
  readonly splitBy: readonly SplitCriterion[];
  /** What the part is by all criteria that say something: the ground of its stack id. */
  readonly traits: readonly Trait[];
}

/** Parts of a series; every frame of every instance is in exactly one. */
export function splitSeries(
  instances: readonly ScannedInstance[],
  shared: SharedUIDs,
): readonly StackPart[] {
  const images = byOneClock(instances.flatMap(seriesImagesOf));
  const objects = splitByAll(
    [{ images, splitBy: [], traits: [] }],
    [versionCriterion(shared), ...objectCriteria],
  );
  return objects.flatMap((part) => splitByAll([part], criteriaFor(part)));
}

/** Frames without a table of what differs have hardly anything to be split by, and stay in the order of their file. */
function criteriaFor({ images }: StackPart): readonly Criterion[] {
  const [first] = images;
  if (first === undefined) return [];
  const heldBack = heldBackReason(first.header);
  if (first.frame !== null && first.header.frames === null)
    return heldBack === null ? plainFrameCriteria : [];
  if (heldBack === null) return imageCriteria;
  return heldBack === "secondaryCapture" ? captureCriteria : [];
}

function splitByAll(
  parts: readonly StackPart[],
  criteria: readonly Criterion[],
): readonly StackPart[] {
  return criteria.reduce<readonly StackPart[]>(
    (split, criterion) => split.flatMap((part) => splitBy(part, criterion)),
    parts,
  );
}

function splitBy(part: StackPart, criterion: Criterion): StackPart[] {
  const { name, isIntrinsic } = criterion;
  const parts = criterion.split(part.images);
  const separates = parts.length > 1;
  return parts.map(({ value, members }) => ({
    images: members,
    splitBy:
      separates && !part.splitBy.includes(name)
        ? [...part.splitBy, name]
        : part.splitBy,
    traits:
      value !== "" && (separates || isIntrinsic)
        ? [...part.traits, { criterion: name, value, separates }]
        : part.traits,
  }));
}
