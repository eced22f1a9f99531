// How a tag is written.

/** `00100010` as the standard writes it: `(0010,0010)`. */
export function formatTag(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`.toUpperCase();
}
