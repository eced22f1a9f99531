// Nominal types for values that must not be swapped for one another.

declare const brand: unique symbol;

/** A `Base` that only a parser or a mapper may make. */
export type Brand<Base, Name extends string> = Base & {
  readonly [brand]: Name;
};
