// Passes over the abdomen with contrast medium, in one series, and the stacks that grouping makes of them.
import {
  noContrastStated,
  type ContrastPhase,
  type ContrastState,
} from "../core/model/contrastState.ts";
import type { InstanceHeader } from "../core/model/instanceHeader.ts";
import type { ScannedInstance, Stack } from "../core/model/stack.ts";
import { passOf, stacksIn } from "./seriesSlices.ts";

type FieldsAt = (index: number) => Partial<InstanceHeader>;

/** One pass, five millimetres from slice to slice. */
export interface ContrastPass {
  readonly name: string;
  /** Of its slices, from head to feet; the first one if not said. */
  readonly from?: number;
  readonly count: number;
  /** Instance number of its first slice. */
  readonly number: number;
  readonly fieldsAt?: FieldsAt;
}

/** Its slices, which go by `/name1` and so on. */
export function contrastPass(pass: ContrastPass): readonly ScannedInstance[] {
  const { name, from = 0, count, number, fieldsAt } = pass;
  return passOf({
    name: `/${name}`,
    count,
    stepMm: 5,
    fromMm: 5 * from,
    number,
    fieldsAt: (index) => ({
      seriesDescription: "Abdomen 5.0",
      ...fieldsAt?.(index),
    }),
  });
}

/** The same region twice, without and with something: `/n1` and on, then `/k1` and on. */
export function twice(
  count: number,
  first: FieldsAt,
  second: FieldsAt,
): readonly ScannedInstance[] {
  return [
    ...contrastPass({ name: "n", count, number: 1, fieldsAt: first }),
    ...contrastPass({ name: "k", count, number: 1 + count, fieldsAt: second }),
  ];
}

/** The liver, then the whole abdomen: the first pass covers a third of the second. */
export function liverThenAbdomen(
  liver: FieldsAt,
  abdomen: FieldsAt,
): readonly ScannedInstance[] {
  return [
    ...contrastPass({
      name: "l",
      from: 6,
      count: 10,
      number: 1,
      fieldsAt: liver,
    }),
    ...contrastPass({ name: "a", count: 30, number: 11, fieldsAt: abdomen }),
  ];
}

/** What an image says of its contrast medium; nothing but these. */
export function contrast(
  fields: Partial<ContrastState>,
): Partial<InstanceHeader> {
  return { contrast: { ...noContrastStated, ...fields } };
}

/** An enhanced image that names its phase. */
export function named(phase: ContrastPhase): Partial<InstanceHeader> {
  return contrast({ phase, isGiven: true });
}

/** First image, number of images, what it is. */
export function contrastBrief(
  stacks: readonly Stack[],
): readonly (readonly unknown[])[] {
  return stacks.map(({ images, traits }) => [
    images[0]?.instance.source.path,
    images.length,
    ...traits.map(({ criterion, value }) => `${criterion} ${value}`),
  ]);
}

/** The same of what grouping makes of these. */
export function stacksInBrief(
  instances: readonly ScannedInstance[],
): readonly (readonly unknown[])[] {
  return contrastBrief(stacksIn(instances));
}
