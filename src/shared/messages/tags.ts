// How an attribute and its tag are written.

/** `00100010` as the standard writes it: `(0010,0010)`. */
export function formatTag(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`.toUpperCase();
}

/** The keyword, or what kind of attribute it is that has none. Groups of odd number are private (PS3.5 7.8). */
export function attributeName({
  tag,
  keyword,
}: {
  readonly tag: string;
  readonly keyword: string;
}): string {
  if (keyword !== "") return keyword;
  return Number.parseInt(tag.slice(0, 4), 16) % 2 === 1
    ? "Private attribute"
    : "Unknown attribute";
}
