// The journal as text: a version line, then one JSON entry per line. Where there is a key the plan, which holds what was typed, is sealed.
import { z } from "zod";
import {
  isStopping,
  journalEntrySchema,
  journalVersion,
  type JournalEntry,
  type StoppingEntry,
} from "../../core/upload/journalEntry.ts";
import type { Sealer } from "../../core/ports/sealer.ts";

/** Seals plans; null writes and reads them plain. */
export type PlanSealer = Sealer | null;

const versionText = JSON.stringify({ casedropJournal: journalVersion });

/**
 * Room in the first line for one decision of the user to stop. It is on the disk from the beginning, so that writing into it
 * takes no more of a disk that is full.
 */
export const reserve = { offset: versionText.length, bytes: 96 };

/** First line of every journal. */
export const headerLine = `${versionText}${" ".repeat(reserve.bytes)}\n`;

/** What fills the reserve: a decision, or nothing. */
export function reserveText(decision: StoppingEntry | null): string {
  const text = decision === null ? "" : JSON.stringify(decision);
  return text.padEnd(reserve.bytes);
}

/**
 * Steps from each older version to the next, for one entry as it was written: `migrations[n]` takes version n + 1 to n + 2.
 * Versions 2, 4 and 5 only added kinds of entries, version 3 members of the plan that may be absent, version 6 another way
 * to write the plan, which is undone before these steps, version 7 the reserve in the first line, versions 8 and 10
 * a kind of entry, version 8 also a member of the plan and version 9 one of its report that may be absent.
 */
const migrations: readonly ((entry: unknown) => unknown)[] = [
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
  (entry) => entry,
];

const sealedPlanSchema = z.strictObject({
  kind: z.literal("planSealed"),
  version: z.literal(1),
  atMs: z.number(),
  sealed: z.base64(),
});

export function entryLine(entry: JournalEntry, sealer: PlanSealer): string {
  const written =
    sealer === null || entry.kind !== "planFrozen"
      ? entry
      : sealedPlan(entry, sealer);
  return `${JSON.stringify(written)}\n`;
}

function sealedPlan(
  { version, atMs, plan }: JournalEntry & { readonly kind: "planFrozen" },
  sealer: Sealer,
): z.infer<typeof sealedPlanSchema> {
  const sealed = sealer.seal(Buffer.from(JSON.stringify(plan), "utf8"));
  return {
    kind: "planSealed",
    version,
    atMs,
    sealed: Buffer.from(sealed).toString("base64"),
  };
}

/** What a file holds. `damaged`: something other than a torn last line cannot be understood. `newer`: written by a later version. */
export type JournalContent =
  | {
      readonly kind: "whole";
      readonly entries: readonly JournalEntry[];
      /** The last of the entries if it is in the reserve only. */
      readonly reserved: StoppingEntry | null;
      /** Length of the part that was understood; what follows is a torn last line. */
      readonly wholeBytes: number;
      /** Written by an earlier version, or without the key that is there now: to be written anew before anything is added. */
      readonly isOlder: boolean;
    }
  /** The plan is sealed with a key that is not there; these are the other entries. */
  | { readonly kind: "locked"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "damaged" }
  | { readonly kind: "newer" };

/**
 * Reads the bytes of a journal. A last line without its line feed was cut off by a crash before anybody relied on it; it
 * alone may be dropped.
 */
export function readJournalContent(
  bytes: Buffer,
  sealer: PlanSealer,
): JournalContent {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes === 0)
    // Not even the first line was finished: nothing was ever promised.
    return isBeginningOfHeader(bytes.toString("utf8"))
      ? {
          kind: "whole",
          entries: [],
          reserved: null,
          wholeBytes: 0,
          isOlder: false,
        }
      : { kind: "damaged" };
  const lines = bytes.toString("utf8", 0, wholeBytes - 1).split("\n");
  const version = versionOf(lines[0] ?? "");
  if (version === null) return { kind: "damaged" };
  if (version > journalVersion) return { kind: "newer" };
  const steps = migrations.slice(version - 1);
  const entries: JournalEntry[] = [];
  let [isLocked, isPlain] = [false, false];
  for (const line of lines.slice(1)) {
    const written = openedLine(jsonOrNull(line), sealer);
    if (written.kind === "locked") {
      isLocked = true;
      continue;
    }
    const entry = parseEntry(written.entry, steps);
    if (entry === null) return { kind: "damaged" };
    isPlain ||= entry.kind === "planFrozen" && !written.wasSealed;
    entries.push(entry);
  }
  const reserved = reservedIn(lines[0] ?? "");
  if (reserved !== null) entries.push(reserved);
  if (isLocked) return { kind: "locked", entries };
  const isOlder = version < journalVersion || (isPlain && sealer !== null);
  return { kind: "whole", entries, reserved, wholeBytes, isOlder };
}

/** A reserve that cannot be read was being written when the power went: then somebody wanted to stop. */
function reservedIn(header: string): StoppingEntry | null {
  const text = header.slice(header.indexOf("}") + 1).trim();
  if (text === "") return null;
  const parsed = journalEntrySchema.safeParse(jsonOrNull(text));
  return parsed.success && isStopping(parsed.data)
    ? parsed.data
    : { kind: "paused", atMs: 0 };
}

type OpenedLine =
  | { readonly kind: "locked" }
  | {
      readonly kind: "opened";
      /** As it was before it was sealed; null for what was changed since. */
      readonly entry: unknown;
      readonly wasSealed: boolean;
    };

function openedLine(json: unknown, sealer: PlanSealer): OpenedLine {
  const line = sealedPlanSchema.safeParse(json);
  if (!line.success) return { kind: "opened", entry: json, wasSealed: false };
  const { version, atMs, sealed } = line.data;
  const opened = sealer?.open(Buffer.from(sealed, "base64"));
  const isLocked =
    opened?.ok !== true && opened?.failure.kind !== "recordDamaged";
  if (isLocked) return { kind: "locked" };
  const entry = opened.ok
    ? {
        kind: "planFrozen",
        version,
        atMs,
        plan: jsonOrNull(Buffer.from(opened.value).toString("utf8")),
      }
    : null;
  return { kind: "opened", entry, wasSealed: true };
}

/** Of any version. */
function isBeginningOfHeader(text: string): boolean {
  const start = '{"casedropJournal":';
  return (
    start.startsWith(text) || /^\d+(\} *)?$/.test(text.slice(start.length))
  );
}

function versionOf(line: string): number | null {
  const value = jsonOrNull(line.slice(0, line.indexOf("}") + 1));
  return typeof value === "object" &&
    value !== null &&
    "casedropJournal" in value &&
    typeof value.casedropJournal === "number" &&
    value.casedropJournal >= 1
    ? value.casedropJournal
    : null;
}

function parseEntry(
  written: unknown,
  steps: readonly ((entry: unknown) => unknown)[],
): JournalEntry | null {
  const migrated = steps.reduce((entry, step) => step(entry), written);
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
