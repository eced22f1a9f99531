// The spellings in which scanners print a date.

const months = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC".split(",");

/** Parts of a date in every usual order: year, month and day as digits, or the month as three letters. Empty unless `value` is a DA (YYYYMMDD). */
export function printedDates(value: string): readonly (readonly string[])[] {
  const parts = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(value.trim());
  const [, year = "", month = "", day = ""] = parts ?? [];
  if (year === "") return [];
  const name = months[Number(month) - 1];
  const short = [month, day].map((part) => part.replace(/^0/, "")) as [
    string,
    string,
  ];
  const orders = [
    [day, month, year],
    [month, day, year],
    [year, month, day],
    [short[1], short[0], year],
    [short[0], short[1], year],
    [day, month, year.slice(2)],
    [month, day, year.slice(2)],
  ];
  return name === undefined
    ? orders
    : [
        ...orders,
        ...[day, short[1]].flatMap((dayPart) => [
          [dayPart, name, year],
          [name, dayPart, year],
          [year, name, dayPart],
          [dayPart, name, year.slice(2)],
          // As much as is left of a month that cannot be read.
          [dayPart, year],
        ]),
      ];
}
