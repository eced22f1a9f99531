// Byte order of binary values: which VRs have one, and the swap from big to little endian (PS3.5 7.3).

/** How bytes are turned round in groups. */
export type ByteSwap = "none" | "swap16" | "swap32" | "swap64";

/** What one value of a VR is made of; text and bytes have no order. */
type ValueKind =
  "text" | "bytes" | "word" | "long" | "float" | "double" | "tag" | "unknown";

const kinds: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ...["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH"].map(
    (vr): [string, ValueKind] => [vr, "text"],
  ),
  ...["ST", "TM", "UC", "UI", "UR", "UT"].map((vr): [string, ValueKind] => [
    vr,
    "text",
  ]),
  ["OB", "bytes"],
  ["US", "word"],
  ["SS", "word"],
  ["OW", "word"],
  ["UL", "long"],
  ["SL", "long"],
  ["OL", "long"],
  ["FL", "float"],
  ["OF", "float"],
  ["FD", "double"],
  ["OD", "double"],
  ["AT", "tag"],
]);

/** Kind of a VR; `unknown` for sequences, UN and VRs that no attribute we keep has. */
export function valueKind(vr: string): ValueKind {
  return kinds.get(vr) ?? "unknown";
}

const swapOfKind: Readonly<Record<ValueKind, ByteSwap>> = {
  text: "none",
  bytes: "none",
  unknown: "none",
  word: "swap16",
  long: "swap32",
  float: "swap32",
  double: "swap64",
  // Group and element are two words.
  tag: "swap16",
};

/** The swap that turns values of a VR from one byte order to the other. */
export function swapOfVR(vr: string): ByteSwap {
  return swapOfKind[valueKind(vr)];
}

/** Size of what a swap turns round. */
export function swapUnitBytes(swap: ByteSwap): 1 | 2 | 4 | 8 {
  return swap === "none"
    ? 1
    : swap === "swap16"
      ? 2
      : swap === "swap32"
        ? 4
        : 8;
}

/** A copy with the bytes of each unit reversed. The length must be a multiple of the unit. */
export function swapped(bytes: Uint8Array, swap: ByteSwap): Uint8Array {
  if (swap === "none") return bytes;
  const copy = Buffer.from(bytes);
  if (swap === "swap16") return copy.swap16();
  return swap === "swap32" ? copy.swap32() : copy.swap64();
}
