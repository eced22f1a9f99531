// Values of a row by their meaning: names differ between versions in case, spaces and words.
import type { Row } from "./tableRows.ts";

/** Letters and digits of a name, lower case: `Series UID` and `seriesUID` are the same. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** Reads one row; a value that is absent is the empty text or null, never an error. */
export class RowFields {
  readonly #values = new Map<string, unknown>();

  constructor(row: Row) {
    for (const [name, value] of Object.entries(row)) {
      const key = keyOf(name);
      const isEmpty = value === null || value === undefined || value === "";
      if (!isEmpty && !this.#values.has(key)) this.#values.set(key, value);
    }
  }

  /** The first of these names that has a value. */
  value(...names: readonly string[]): unknown {
    for (const name of names) {
      const value = this.#values.get(keyOf(name));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  text(...names: readonly string[]): string {
    const value = this.value(...names);
    return typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "boolean"
      ? String(value).trim()
      : "";
  }

  /** A number that may have been sent as text; null if it is neither. */
  number(...names: readonly string[]): number | null {
    const text = this.text(...names);
    if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
    return Number(text);
  }

  texts(...names: readonly string[]): readonly string[] {
    const value = this.value(...names);
    if (typeof value === "string") return value === "" ? [] : [value];
    return Array.isArray(value)
      ? value.filter((each) => typeof each === "string")
      : [];
  }
}
