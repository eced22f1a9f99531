// Splits the instances of one series into the parts that become stacks.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { heldBackReason } from "./objectTypes.ts";
import {
  imageCriteria,
  objectCriteria,
  type Criterion,
} from "./splitCriteria.ts";

/** The instances of one future stack. */
export interface StackPart {
  readonly instances: readonly ScannedInstance[];
  /** What sets it apart from the other parts of the series, in the order of splitting. */
  readonly splitBy: readonly SplitCriterion[];
  /** What the part is by all criteria that say something: the ground of its stack id. */
  readonly traits: readonly string[];
}

/** Parts of a series; every instance is in exactly one. */
export function splitSeries(
  instances: readonly ScannedInstance[],
): readonly StackPart[] {
  const objects = splitByAll(
    [{ instances, splitBy: [], traits: [] }],
    objectCriteria,
  );
  return objects.flatMap((part) =>
    isPlainImages(part) ? splitByAll([part], imageCriteria) : [part],
  );
}

function isPlainImages({ instances }: StackPart): boolean {
  const [first] = instances;
  return (
    first !== undefined &&
    heldBackReason(first.header) === null &&
    (first.header.pixels?.numberOfFrames ?? 1) === 1
  );
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
  const parts = criterion.split(part.instances);
  const separates = parts.length > 1;
  return parts.map(({ value, instances }) => ({
    instances,
    splitBy:
      separates && !part.splitBy.includes(name)
        ? [...part.splitBy, name]
        : part.splitBy,
    traits:
      value !== "" && (separates || isIntrinsic)
        ? [...part.traits, `${name}=${value}`]
        : part.traits,
  }));
}
