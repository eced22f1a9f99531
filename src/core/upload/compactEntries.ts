// Leaves out what later entries of a journal made void, so that long retries do not make it grow without end; pure.
import { assertNever } from "../../shared/assertNever.ts";
import type { JournalEntry } from "./journalEntry.ts";

/** The shortest part of the history that replays to the same state. Order is kept, and so is how each id came to be known. */
export function compactEntries(
  entries: readonly JournalEntry[],
): readonly JournalEntry[] {
  const kept = new Map<string, JournalEntry>();
  for (const entry of entries) {
    const subject = subjectOf(entry);
    if (entry.kind === "draftGivenUp")
      for (const [known, { kind }] of kept)
        if (!outlivesDraft(kind)) kept.delete(known);
    // Deleted first: a map keeps the place of the first insertion.
    kept.delete(subject);
    if (leavesNothing(entry)) kept.delete(`processing ${subject}`);
    else kept.set(subject, entry);
  }
  return [...kept.values()];
}

/** What an entry speaks of; a later one about the same takes its place. */
function subjectOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case "planFrozen":
      return "plan";
    case "accountBound":
      return "account";
    case "caseIntended":
    case "caseWithdrawn":
    case "caseCreated":
      return "case";
    case "studyIntended":
    case "studyWithdrawn":
    case "studyCreated":
      return `study ${entry.studyKey}`;
    case "imageStored":
    case "imageStoredOtherwise":
      return `image ${entry.sha256Hex}`;
    case "stackIntended":
    case "stackWithdrawn":
    case "stackAttached":
    case "stackRetried":
      return `stack ${entry.stackId}`;
    // Each builds on the one before: a later one takes the place of none.
    case "stackReplaced":
    case "imagesLeftOut":
      return `images of stack ${entry.stackId} ${entry.atMs} ${JSON.stringify(entry.images)}`;
    case "draftGivenUp":
      return `draft ${entry.remoteCaseId}`;
    // Not the study itself: what comes later about that must not undo it.
    case "studyGivenUp":
      return `study given up ${entry.studyKey} ${entry.remoteStudyId}`;
    case "stackProcessed":
      return `processing stack ${entry.stackId}`;
    case "paused":
    case "resumed":
      return "pause";
    case "finished":
    case "cancelled":
      return entry.kind;
    default:
      return assertNever(entry, "journal entry");
  }
}

/** What the user decided, the plan, and files that the storage has wrong; all else was done to a draft that is given up. */
function outlivesDraft(kind: JournalEntry["kind"]): boolean {
  return (
    kind === "planFrozen" ||
    kind === "accountBound" ||
    kind === "stackReplaced" ||
    kind === "imageStoredOtherwise" ||
    kind === "imagesLeftOut" ||
    kind === "draftGivenUp" ||
    kind === "paused"
  );
}

/** True for an entry after which its subject stands as in the beginning. */
function leavesNothing({ kind }: JournalEntry): boolean {
  return (
    kind === "caseWithdrawn" ||
    kind === "studyWithdrawn" ||
    kind === "stackWithdrawn" ||
    kind === "stackRetried" ||
    kind === "resumed"
  );
}
