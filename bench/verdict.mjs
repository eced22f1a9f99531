// What a measurement says of its bar. Memory hardly depends on the machine, so a bar in memory is held or missed; times depend on it, so theirs is told and fails nothing.

/**
 * One measurement. `ratio` compares with what `comparedWith` names; `bar` is what the design asks for, and `below` the same
 * as a number for measurements of memory, in the unit of the value; `timeBelow` for measurements of time.
 * @typedef {{ what: string, value: number, unit: string, ratio?: number, comparedWith?: string, bar?: string, below?: number, timeBelow?: number }} Row
 */

/** True where the bar is a number and the value is not below it; what was not measured did not hold it. @param {Row} row */
export function isMissed({ value, below }) {
  return below !== undefined && !(value < below);
}

/**
 * The bar with its verdict; empty where there is none. A bar in the ratio of two measurements of one run, which load on the
 * machine shifts, is told as a number in `atLeast`, and fails nothing.
 * @param {Row & { atLeast?: number }} row
 */
export function barWords(row) {
  const { bar, value, below, timeBelow } = row;
  if (bar === undefined) return "";
  if (row.atLeast !== undefined)
    return `bar: ${bar}: ${(row.ratio ?? NaN) >= row.atLeast ? "held" : "MISSED"}`;
  const limit = below ?? timeBelow;
  if (limit === undefined) return `bar: ${bar}`;
  return `bar: ${bar}: ${value < limit ? "held" : "MISSED"}`;
}
