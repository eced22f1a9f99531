// The age of a subject in words.
import { countOf } from "../../../shared/messages/quantities.ts";

const units: Readonly<Record<string, string>> = {
  Y: "year",
  M: "month",
  W: "week",
  D: "day",
};

/** `056Y` is `56 years` (Age String, PS3.5 6.2); anything else stays as the archive has it. */
export function subjectAge(age: string): string {
  const [, digits = "", letter = ""] =
    /^(\d{3})([DWMY])$/.exec(age.trim()) ?? [];
  const unit = units[letter];
  return unit === undefined ? age : countOf(Number(digits), unit);
}
