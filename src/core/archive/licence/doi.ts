// Digital Object Identifiers as archives write them: with resolver or without, with stray spaces and in mixed case.

/** Lower case, without resolver; null if the text holds none. */
export function normalisedDoi(text: string): string | null {
  const match = /\b10\.\d{4,9}\/[^\s"<>?#]+/.exec(text.trim());
  return match === null ? null : match[0].replace(/[.,;]+$/, "").toLowerCase();
}
