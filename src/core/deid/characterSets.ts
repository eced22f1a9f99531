// Defined terms of Specific Character Set (PS3.3 C.12.1.1.2).

const knownCharacterSets: ReadonlySet<string> = new Set([
  ...["6", "13", "100", "101", "109", "110", "126", "127", "138", "144"].map(
    (number) => `ISO_IR ${number}`,
  ),
  ...["148", "166", "192", "203"].map((number) => `ISO_IR ${number}`),
  ...["6", "13", "58", "87", "100", "101", "109", "110", "126", "127"].map(
    (number) => `ISO 2022 IR ${number}`,
  ),
  ...["138", "144", "148", "149", "159", "166", "203"].map(
    (number) => `ISO 2022 IR ${number}`,
  ),
  "GB18030",
  "GBK",
]);

/** True for a defined term, and for the empty first value that stands for the default repertoire. */
export function isKnownCharacterSet(value: string): boolean {
  const term = value.trim();
  return term === "" || knownCharacterSets.has(term);
}
