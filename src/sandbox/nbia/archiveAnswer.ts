// Answers of the sample archive as values; bodies may come in pieces, as of a server that writes while it reads.

export interface ArchiveAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Without Content-Length if in pieces. */
  readonly body: Buffer | string | Iterable<Buffer>;
}

type Row = Readonly<Record<string, unknown>>;

export function answer(
  status: number,
  contentType: string,
  body: ArchiveAnswer["body"],
  headers: Readonly<Record<string, string>> = {},
): ArchiveAnswer {
  return { status, headers: { "content-type": contentType, ...headers }, body };
}

export function json(value: unknown): ArchiveAnswer {
  return answer(200, "application/json", JSON.stringify(value));
}

/** Refusals are plain text under the label of JSON. */
export function refused(text: string): ArchiveAnswer {
  return answer(400, "application/json", text);
}

export const blank = answer(200, "application/json", "");

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number"
    ? String(value)
    : "";
}

function escaped(value: unknown): string {
  return text(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}

/** Rows in the form asked for; null columns are left out, and no rows are no bytes. */
export function table(rows: readonly Row[], format: string): ArchiveAnswer {
  if (rows.length === 0) return blank;
  const present = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(([, value]) => value !== null && value !== ""),
    ),
  );
  const names = [...new Set(present.flatMap((row) => Object.keys(row)))];
  switch (format.toLowerCase()) {
    case "csv":
      return answer(
        200,
        "text/csv",
        [
          names.join(","),
          ...present.map((row) =>
            names
              .map((name) => `"${text(row[name]).replaceAll('"', '""')}"`)
              .join(","),
          ),
        ].join("\n"),
      );
    case "html":
      return answer(
        200,
        "text/html",
        `<html><body><table><tr>${names.map((name) => `<th>${name}</th>`).join("")}</tr>${present
          .map(
            (row) =>
              `<tr>${names.map((name) => `<td>${escaped(row[name])}</td>`).join("")}</tr>`,
          )
          .join("")}</table></body></html>`,
      );
    case "xml":
      return answer(
        200,
        "application/xml",
        `<?xml version="1.0"?><rows>${present
          .map(
            (row) =>
              `<row>${Object.entries(row)
                .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
                .join("")}</row>`,
          )
          .join("")}</rows>`,
      );
    case "":
    case "json":
      return json(present);
    default:
      return answer(
        500,
        "text/plain",
        "Server was not able to process your request\nbad format",
      );
  }
}
