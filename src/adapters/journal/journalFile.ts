// The journal as text: a version line, then one JSON entry per line.
import {
  journalEntrySchema,
  journalVersion,
  type JournalEntry,
} from "../../core/upload/journalEntry.ts";

/** First line of every journal. */
export const headerLine = `${JSON.stringify({ casedropJournal: journalVersion })}\n`;

/**
 * Steps from each older version to the next, for one entry as it was written: `migrations[n]` takes version n + 1 to n + 2.
 * Versions 2, 4 and 5 only added kinds of entries, version 3 members of the plan that may be absent.
 */
const migrations: readonly ((entry: unknown) => unknown)[] = [
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
];

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
      /** Written by an earlier version: to be written anew before anything is added. */
      readonly isOlder: boolean;
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
    return isBeginningOfHeader(bytes.toString("utf8"))
      ? { kind: "whole", entries: [], wholeBytes: 0, isOlder: false }
      : { kind: "damaged" };
  const lines = bytes.toString("utf8", 0, wholeBytes - 1).split("\n");
  const version = versionOf(lines[0] ?? "");
  if (version === null) return { kind: "damaged" };
  if (version > journalVersion) return { kind: "newer" };
  const steps = migrations.slice(version - 1);
  const entries: JournalEntry[] = [];
  for (const line of lines.slice(1)) {
    const entry = parseLine(line, steps);
    if (entry === null) return { kind: "damaged" };
    entries.push(entry);
  }
  return {
    kind: "whole",
    entries,
    wholeBytes,
    isOlder: version < journalVersion,
  };
}

/** Of any version. */
function isBeginningOfHeader(text: string): boolean {
  const start = '{"casedropJournal":';
  return start.startsWith(text) || /^\d+\}?$/.test(text.slice(start.length));
}

function versionOf(line: string): number | null {
  const value = jsonOrNull(line);
  return typeof value === "object" &&
    value !== null &&
    "casedropJournal" in value &&
    typeof value.casedropJournal === "number" &&
    value.casedropJournal >= 1
    ? value.casedropJournal
    : null;
}

function parseLine(
  line: string,
  steps: readonly ((entry: unknown) => unknown)[],
): JournalEntry | null {
  const migrated = steps.reduce((entry, step) => step(entry), jsonOrNull(line));
  const parsed = journalEntrySchema.safeParse(migrated);
  return parsed.success ? parsed.data : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
