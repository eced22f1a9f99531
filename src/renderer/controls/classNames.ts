// Joins class names, leaving out what does not apply.

/** `join("a", isB && "b")` is `"a b"` or `"a"`. */
export function join(
  ...names: readonly (string | undefined | false | null)[]
): string {
  return names
    .filter((name) => typeof name === "string" && name !== "")
    .join(" ");
}
