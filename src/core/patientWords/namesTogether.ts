// Names of which each part is in many others ("Le Van Du"): they tell something where all parts stand together only.

/** More parts come in one order only, and in that with the family name last. */
const mostInAnyOrder = 3;

/** The parts of a word of `nameParts` that tell something together only; null for any other. */
export function partsTogether(name: string): readonly string[] | null {
  const parts = name.split(" ");
  return parts.length > 1 ? parts : null;
}

/** The orders in which people write the parts. */
export function ordersOf<T>(parts: readonly T[]): readonly (readonly T[])[] {
  if (parts.length > mostInAnyOrder)
    return [parts, [...parts.slice(1), ...parts.slice(0, 1)]];
  if (parts.length < 2) return [parts];
  return parts.flatMap((first, index) =>
    ordersOf(parts.filter((_, at) => at !== index)).map((others) => [
      first,
      ...others,
    ]),
  );
}
