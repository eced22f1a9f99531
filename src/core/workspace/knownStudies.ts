// Which studies of a draft are known on this computer, from all cases that were sent to it; pure.
import type { KnownStudyView } from "../../shared/destination.ts";
import { isSameLogin } from "../account/boundTokens.ts";
import type { SendDestination, SentStudies } from "../ports/caseSender.ts";

/** A draft on the site. */
export interface KnownDraft {
  readonly serviceOrigin: string;
  readonly login: string;
  readonly remoteCaseId: number;
}

/** What is asked of a case that was sent. */
interface SentToDraft {
  readonly destination: Pick<SendDestination, "serviceOrigin" | "login">;
  sentStudies(): SentStudies | null;
}

/**
 * The studies that cases of this account made in the draft or added to, in the order of their numbers. Without those that any
 * of the cases found gone, and without cases that name no account: theirs may be another's.
 */
export function knownStudies(
  sent: readonly SentToDraft[],
  { serviceOrigin, login, remoteCaseId }: KnownDraft,
): readonly KnownStudyView[] {
  const ofDraft = sent
    .filter(
      ({ destination }) =>
        destination.serviceOrigin === serviceOrigin &&
        destination.login !== null &&
        isSameLogin(destination.login, login),
    )
    .map((each) => each.sentStudies())
    .filter((each) => each?.remoteCaseId === remoteCaseId)
    .filter((each) => each !== null);
  const gone = new Set(ofDraft.flatMap(({ goneStudyIds }) => goneStudyIds));
  const known = new Map<number, KnownStudyView>();
  for (const study of ofDraft.flatMap(({ studies }) => studies)) {
    const { remoteStudyId, name, stackCount } = study;
    if (gone.has(remoteStudyId)) continue;
    const before = known.get(remoteStudyId);
    known.set(remoteStudyId, {
      remoteStudyId,
      name: before === undefined || before.name === "" ? name : before.name,
      stackCount: stackCount + (before?.stackCount ?? 0),
    });
  }
  return [...known.values()].sort((a, b) => a.remoteStudyId - b.remoteStudyId);
}
