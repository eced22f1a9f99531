// Names in right-to-left scripts keep to themselves: without that, what stands beside them changes its place on the screen.

/** Letters of Hebrew, Arabic, Syriac, Thaana and the like, with their presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const firstStrongIsolate = "\u2068";
const popIsolate = "\u2069";

/** A name for use inside a line of other words (Unicode Standard Annex 9, explicit isolates); others are answered as they are. */
export function isolated(name: string): string {
  return rightToLeft.test(name)
    ? `${firstStrongIsolate}${name}${popIsolate}`
    : name;
}

/** A path whose folders stand in their order, from left to right, whatever they are called. */
export function isolatedPath(path: string): string {
  return path
    .split(/([/\\!])/)
    .map(isolated)
    .join("");
}
