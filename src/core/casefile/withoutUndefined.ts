// Drops undefined properties, so that a partial form can be laid over a whole one under exactOptionalPropertyTypes.

/** The same object without properties whose value is undefined. */
export function withoutUndefined<T extends object>(
  fields: T,
): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
    // Object.fromEntries loses the keys' types; the entries come from T itself.
  ) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
