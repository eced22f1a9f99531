// Decimal and integer strings (PS3.5 6.2, DS and IS) in at most as many characters as the VR allows.

const maxDecimalLength = 16;
const maxIntegerLength = 12;
const largestInteger = 2 ** 31;

/** A value of a DS in at most 16 characters: as it stands, or rounded to fit. Null if it is no number. Empty stays empty. */
export function decimalString(value: string): string | null {
  const trimmed = value.trim();
  if (trimmed === "") return trimmed === value ? value : "";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return null;
  if (value.length <= maxDecimalLength) return value;
  if (trimmed.length <= maxDecimalLength) return trimmed;
  return shortDecimal(Number(trimmed));
}

/** A number in at most 16 characters, with as many digits as fit. Null for what is not finite. */
export function shortDecimal(number: number): string | null {
  if (!Number.isFinite(number)) return null;
  for (let digits = 17; digits > 0; digits -= 1) {
    const text = String(Number(number.toPrecision(digits)));
    if (text.length <= maxDecimalLength) return text;
  }
  return null;
}

/** A value of an IS in at most 12 characters. Whole numbers with a fraction of zero are forgiven. Null if it is no integer. */
export function integerString(value: string): string | null {
  const trimmed = value.trim();
  if (trimmed === "") return trimmed === value ? value : "";
  const [, whole] = /^([+-]?\d+)(?:\.0*)?$/.exec(trimmed) ?? [];
  if (whole === undefined || whole.length > maxIntegerLength) return null;
  // More is no integer of this VR, but may be a day with its time, or a record number.
  if (Math.abs(Number(whole)) > largestInteger) return null;
  return whole === trimmed && value.length <= maxIntegerLength ? value : whole;
}
