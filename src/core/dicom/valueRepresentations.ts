// Value representations (PS3.5 6.2): which exist, and how their length is written in explicit VR.

const shortFormVRs =
  "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";
const longFormVRs = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

const letterA = 65;
const letters = 26;

/** Names and length forms at `(first letter - A) * 26 + second letter - A`, so that the reader makes no strings. */
const names: (string | undefined)[] = new Array<string | undefined>(
  letters * letters,
).fill(undefined);
for (const vr of `${shortFormVRs} ${longFormVRs}`.split(" "))
  names[indexOf(vr.charCodeAt(0), vr.charCodeAt(1))] = vr;
/** At the same places, 1 for the long form: asked several times of every element, which a set of strings is slow for. */
const longForms = new Uint8Array(letters * letters);
for (const vr of longFormVRs.split(" "))
  longForms[indexOf(vr.charCodeAt(0), vr.charCodeAt(1))] = 1;

function indexOf(first: number, second: number): number {
  return (first - letterA) * letters + second - letterA;
}

/** True if both bytes are upper-case letters, as every VR of any edition is. */
export function areLetters(first: number, second: number): boolean {
  return (
    first >= letterA &&
    first < letterA + letters &&
    second >= letterA &&
    second < letterA + letters
  );
}

/** The VR that two bytes name; null if there is none. */
export function vrOfBytes(first: number, second: number): string | null {
  if (!areLetters(first, second)) return null;
  return names[indexOf(first, second)] ?? null;
}

/** True if explicit VR writes this VR with two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
export function hasLongForm(vr: string): boolean {
  const first = vr.charCodeAt(0);
  const second = vr.charCodeAt(1);
  return (
    vr.length === 2 &&
    areLetters(first, second) &&
    longForms[indexOf(first, second)] === 1
  );
}
