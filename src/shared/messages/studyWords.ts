// Words for studies of a draft that is on the site.
import type { ExistingStudy } from "../destination.ts";

/** What a study is called where one is chosen: what is known of it, and its number on the site. */
export function existingStudyName({
  name,
  remoteStudyId,
}: ExistingStudy): string {
  return name === ""
    ? `Study ${remoteStudyId}`
    : `${name} (study ${remoteStudyId})`;
}

/** What becomes of the stacks of a study that goes to a draft; null: it becomes a new study there. */
export function studyDestinationWords(existing: ExistingStudy | null): string {
  return existing === null
    ? "A new study is made in the draft, with the words below."
    : `Its stacks are added to ${existingStudyName(existing)} in the draft. That study keeps its own modality, caption and findings: the words below are sent only if it is gone from the site and you have it made anew.`;
}
