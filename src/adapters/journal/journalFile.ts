// The journal as text: a version line, then one JSON entry per line.
import {
  journalEntrySchema,
  type JournalEntry,
} from "../../core/upload/journalEntry.ts";

/** First line of every journal. */
const header = { casedropJournal: 1 } as const;

export const headerLine = `${JSON.stringify(header)}\n`;

export function entryLine(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** What a file holds. `damaged`: something other than a torn last line cannot be understood. `newer`: written by a later version. */
export type JournalContent =
  | {
      readonly kind: "whole";
      readonly entries: readonly JournalEntry[];
      /** Length of the part that was understood; what follows is a torn last line. */
      readonly wholeBytes: number;
    }
  | { readonly kind: "damaged" }
  | { readonly kind: "newer" };

/**
 * Reads the bytes of a journal. A last line without its line feed was cut off by a crash before anybody relied on it; it
 * alone may be dropped.
 */
export function readJournalContent(bytes: Buffer): JournalContent {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes === 0)
    // Not even the first line was finished: nothing was ever promised.
    return headerLine.startsWith(bytes.toString("utf8"))
      ? { kind: "whole", entries: [], wholeBytes: 0 }
      : { kind: "damaged" };
  const lines = bytes.toString("utf8", 0, wholeBytes - 1).split("\n");
  const version = versionOf(lines[0] ?? "");
  if (version === null) return { kind: "damaged" };
  if (version > header.casedropJournal) return { kind: "newer" };
  const entries: JournalEntry[] = [];
  for (const line of lines.slice(1)) {
    const entry = parseLine(line);
    if (entry === null) return { kind: "damaged" };
    entries.push(entry);
  }
  return { kind: "whole", entries, wholeBytes };
}

function versionOf(line: string): number | null {
  const value = jsonOrNull(line);
  return typeof value === "object" &&
    value !== null &&
    "casedropJournal" in value &&
    typeof value.casedropJournal === "number"
    ? value.casedropJournal
    : null;
}

function parseLine(line: string): JournalEntry | null {
  const parsed = journalEntrySchema.safeParse(jsonOrNull(line));
  return parsed.success ? parsed.data : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
