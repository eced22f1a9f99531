// Parts of a series.
import type { ScannedInstance } from "../model/stack.ts";

/** A part of a series and what it has in common by one criterion. */
export interface Part {
  readonly value: string;
  readonly instances: readonly ScannedInstance[];
}

/** Parts of equal value, in the order in which the values first occur. */
export function partsByValue(
  instances: readonly ScannedInstance[],
  valueOf: (instance: ScannedInstance) => string,
): readonly Part[] {
  const parts = new Map<string, ScannedInstance[]>();
  for (const instance of instances) {
    const value = valueOf(instance);
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [instance]);
    else part.push(instance);
  }
  return [...parts].map(([value, members]) => ({ value, instances: members }));
}
