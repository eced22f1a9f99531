// After a lost answer to the creation of a case: looks for the draft among the user's own.
import { success } from "../../shared/result.ts";
import type { ListedCase } from "../radiopaedia/cases.ts";
import { ownCases } from "./ownCases.ts";
import type { StepContext, StepResult } from "./stepContext.ts";

const mostCandidates = 10;

/**
 * Adopts the one draft that has the title, was made around the intent and belongs to no other case here; otherwise asks, as it
 * does where a journal of this computer cannot be read.
 * Looks more than once, since a server that was slow to answer may still be at work: also after the user's word that it is
 * not there, and only if nothing new has come up by then may another be made.
 */
export async function findLostCase(
  context: StepContext,
  lost: { readonly title: string; readonly intendedAtMs: number },
  signal: AbortSignal,
): Promise<StepResult> {
  const { clock, engine, recorder, lostCase } = context;
  let asked: readonly ListedCase[] = [];
  for (const pauseMs of lostCase.isDenied ? [0] : engine.doubtChecksMs) {
    await clock.sleep(pauseMs, signal);
    const listed = await ownCases(context, signal);
    if (!listed.ok) return listed;
    // After the list: whatever is on it had its intent on the disk before.
    const others = await context.otherCases();
    const unclaimed = listed.value.filter(
      (item) =>
        item.isDraft &&
        !others.remoteCaseIds.has(item.remoteCaseId) &&
        !recorder.state.givenUpDrafts.includes(item.remoteCaseId) &&
        !lostCase.seenDrafts.has(item.remoteCaseId),
    );
    const sameTitle = unclaimed.filter(
      (item) => plainTitle(item.title) === plainTitle(lost.title),
    );
    const ofThatTime = unclaimed.filter((item) =>
      isInWindow(context, item, lost.intendedAtMs),
    );
    // A site may keep a title otherwise than it was sent: only the user can tell that of one made at the same time.
    asked = [...new Set([...sameTitle, ...ofThatTime])];
    const matches = sameTitle.filter((item) => ofThatTime.includes(item));
    const [match] = matches;
    if (match === undefined) continue;
    const mayBeAnothers =
      others.hasUnread === true ||
      [...others.titlesInDoubt].some(
        (title) => plainTitle(title) === plainTitle(lost.title),
      );
    if (matches.length > 1 || mayBeAnothers) return ask(context, matches);
    return recorder.receipt({
      kind: "caseCreated",
      atMs: clock.nowMs(),
      remoteCaseId: match.remoteCaseId,
      how: "adopted",
    });
  }
  const isKnownNotToBe = lostCase.isDenied && asked.length === 0;
  if (!isKnownNotToBe) return ask(context, asked);
  lostCase.isDenied = false;
  return recorder.receipt({ kind: "caseWithdrawn", atMs: clock.nowMs() });
}

/** With single spaces, and composed: as a site may well keep it. */
function plainTitle(title: string): string {
  return title.normalize("NFC").replace(/\s+/g, " ").trim();
}

function ask(
  { lostCase }: StepContext,
  candidates: readonly ListedCase[],
): StepResult {
  lostCase.isDenied = false;
  const newestFirst = [...candidates].sort(
    (a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0),
  );
  return success({
    kind: "asking",
    doubt: {
      call: "createCase",
      index: 0,
      candidates: newestFirst.slice(0, mostCandidates),
    },
  });
}

function isInWindow(
  { engine }: StepContext,
  { createdAtMs }: ListedCase,
  intendedAtMs: number,
): boolean {
  const { before, after } = engine.doubtWindowMs;
  return (
    createdAtMs !== null &&
    createdAtMs >= intendedAtMs - before &&
    createdAtMs <= intendedAtMs + after
  );
}
