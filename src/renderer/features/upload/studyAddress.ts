// Finds the number of a study in what the user pasted.

/** From a bare number, or the number after `studies/` in an address; null if there is none. */
export function studyIdIn(text: string): number | null {
  const trimmed = text.trim();
  const digits =
    /^\d{1,15}$/.exec(trimmed)?.[0] ??
    /studies\/(\d{1,15})(?!\d)/.exec(trimmed)?.[1];
  if (digits === undefined) return null;
  const id = Number(digits);
  return id > 0 ? id : null;
}
