// Tables as text with separators: RFC 4180, and the ways in which the archives stray from it (reference section 5.2).

/** Cells of each record; quotes are removed. Tolerant: a stray quote is a character of the cell. */
export function delimitedRecords(
  text: string,
  separator = ",",
): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    record.push(cell);
    cell = "";
  };
  const endRecord = () => {
    endCell();
    if (record.some((each) => each !== "")) records.push(record);
    record = [];
  };
  const source = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (source.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (character === '"' && cell === "") isQuoted = true;
    else if (character === separator) endCell();
    else if (character === "\n") endRecord();
    else if (character !== "\r") cell += character;
  }
  endRecord();
  return records;
}

/** Rows by the names of the header, never by position; empty cells are left out, as JSON answers leave out nulls. */
export function delimitedRows(
  text: string,
  separator = ",",
): readonly Readonly<Record<string, unknown>>[] {
  const [header = [], ...records] = delimitedRecords(text, separator);
  return records.map((record) =>
    Object.fromEntries(
      header.flatMap((name, index) => {
        const value = record[index] ?? "";
        return value === "" ? [] : [[name.trim(), value]];
      }),
    ),
  );
}

/** Cells in one line, quoted where they have to be. */
export function delimitedLine(cells: readonly string[]): string {
  return cells
    .map((cell) =>
      /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(",");
}
