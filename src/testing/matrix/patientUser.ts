// A user who looks at the site before answering: what the matrices put in place of a person.
import type { StateDescription } from "../../sandbox/admin/describeState.ts";
import type { NonIdempotentCall } from "../../shared/failure.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";

/** The true answer to a call in doubt: what the site has beyond what the journal knows of. */
export function trueAnswer(
  call: NonIdempotentCall,
  site: StateDescription,
  entries: readonly JournalEntry[],
): DoubtAnswer {
  const [onSite] = site.cases;
  switch (call) {
    case "createCase":
      return onSite === undefined
        ? { kind: "sendAgain" }
        : { kind: "adoptCase", remoteCaseId: onSite.caseId };
    case "createStudy": {
      const known = new Set(
        entries.flatMap((entry) =>
          entry.kind === "studyCreated" ? [entry.remoteStudyId] : [],
        ),
      );
      const unknown = onSite?.studies.find(
        ({ studyId }) => !known.has(studyId),
      );
      return unknown === undefined
        ? { kind: "sendAgain" }
        : { kind: "adoptStudy", remoteStudyId: unknown.studyId };
    }
    case "attachStack": {
      const known = entries.filter(({ kind }) => kind === "stackAttached");
      const stacks = onSite?.studies.flatMap((study) => study.stacks) ?? [];
      return stacks.length > known.length
        ? { kind: "itArrived" }
        : { kind: "sendAgain" };
    }
  }
}
