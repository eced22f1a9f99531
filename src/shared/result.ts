// Expected failures are values: the Result type and its two makers.

/** Either a value or a failure that the caller must look at; nothing expected is thrown. */
export type Result<T, F> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F };

/** A Result that holds a value. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A Result that holds a failure. */
export function failed<F>(failure: F): {
  readonly ok: false;
  readonly failure: F;
} {
  return { ok: false, failure };
}
