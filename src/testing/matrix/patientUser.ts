// A user who looks at the site before answering: what the matrices put in place of a person.
import { setTimeout as sleepFor } from "node:timers/promises";
import type { StateDescription } from "../../sandbox/admin/describeState.ts";
import type { NonIdempotentCall } from "../../shared/failure.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import type { RunningSandbox } from "../runningSandbox.ts";
import { stacksOnSite } from "./wholeCase.ts";

const lookAgainMs = 10;

/**
 * What the site shows to somebody who waits until it is at work on nothing any more. A look before that proves nothing: what
 * the client gave up on may still be done.
 */
export async function patientLook(
  sandbox: RunningSandbox,
): Promise<StateDescription> {
  for (;;) {
    const site = await sandbox.state();
    const isAtWork = site.requests.some(
      ({ route, durationMs }) => isOfClient(route) && durationMs === null,
    );
    if (!isAtWork) return site;
    await sleepFor(lookAgainMs);
  }
}

/** Not the admin's own. */
export function isOfClient(route: string | null): boolean {
  return route === null || !route.startsWith("admin");
}

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
    case "attachStack":
      return isShown(stackInDoubt(entries), site)
        ? { kind: "itArrived" }
        : { kind: "sendAgain" };
  }
}

/** Hashes of the planned stack whose attaching has an intent and no receipt. */
function stackInDoubt(entries: readonly JournalEntry[]): readonly string[] {
  const open = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === "stackIntended") open.add(entry.stackId);
    if (entry.kind === "stackAttached" || entry.kind === "stackWithdrawn")
      open.delete(entry.stackId);
  }
  const [stackId] = open;
  const stacks = entries.flatMap((entry) =>
    entry.kind === "planFrozen"
      ? entry.plan.studies.flatMap((study) => study.stacks)
      : [],
  );
  const inDoubt = stacks.find((stack) => stack.stackId === stackId);
  if (inDoubt === undefined) throw new Error("No stack is in doubt");
  return inDoubt.images.map(({ sha256Hex }) => sha256Hex);
}

/** A stack the site accepted and failed to process is not there for somebody who looks. */
function isShown(hashes: readonly string[], site: StateDescription): boolean {
  return stacksOnSite(site).some((stack) => stack.join() === hashes.join());
}
