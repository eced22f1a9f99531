// Months in Roman numbers, as Poland, Hungary and Russia write them.

const romanMonths = "I II III IV V VI VII VIII IX X XI XII".split(" ");

/** Matches each, in capitals. */
export const romanPattern = "I{1,3}|I?V|VI{1,3}|I?X|XI{1,2}";

/** 1 to 12 as text, 0 for what is none; in either case. */
export function romanMonth(text: string): string {
  return String(romanMonths.indexOf(text.toUpperCase()) + 1);
}
