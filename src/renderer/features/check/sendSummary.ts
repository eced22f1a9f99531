// What will leave, in one sentence.
import { countOf, formatBytes } from "../../../shared/messages/quantities.ts";
import { existingStudyName } from "../../../shared/messages/studyWords.ts";
import type { CaseSnapshot, ServiceView } from "../../../shared/snapshot.ts";

/** Before preparation the images selected; after it the images prepared, with their size. */
export function sendSummary(
  snapshot: CaseSnapshot,
  service: ServiceView,
): string {
  const { preparation } = snapshot.check;
  const studies = snapshot.studies
    .map((study) => study.stacks.filter((stack) => stack.isSelected))
    .filter((stacks) => stacks.length > 0);
  const stacks = studies.flat();
  if (stacks.length === 0) return "Nothing is selected to be sent.";
  const kept = stacks.reduce((sum, stack) => sum + stack.keptCount, 0);
  const isReady = preparation.kind === "ready";
  const images = isReady ? preparation.preparedImages : kept;
  const size = isReady ? ` (${formatBytes(preparation.preparedBytes)})` : "";
  const where =
    service.kind === "sandbox"
      ? "the sandbox on this computer"
      : new URL(service.origin).host;
  const target = targetWords(snapshot, where);
  return (
    `${countOf(images, "image")}${size} in ${countOf(stacks.length, "stack")} of ` +
    `${countOf(studies.length, "study", "studies")}${target}`
  );
}

/** Where it goes, and into which studies that are there; words go only with what is made anew. */
function targetWords(
  { destination: { draft }, studies }: CaseSnapshot,
  where: string,
): string {
  if (draft === null)
    return ` and the words you typed go to ${where} as a draft.`;
  const sent = studies.filter((study) =>
    study.stacks.some(({ isSelected }) => isSelected),
  );
  const existing = sent.flatMap(({ studyKey, stacks }) => {
    const study = draft.studies?.[studyKey];
    const count = stacks.filter(({ isSelected }) => isSelected).length;
    return study === undefined ? [] : [{ study, count }];
  });
  const words =
    existing.length === sent.length ? "" : " and the words you typed";
  const title = draft.title === "" ? "" : ` “${draft.title}”`;
  return [
    `${words} go to ${where}, into draft ${draft.remoteCaseId}${title}.`,
    ...existing.map(
      ({ study, count }) =>
        `${countOf(count, "stack")} of it ${count === 1 ? "goes" : "go"} into ${existingStudyName(study)}, which is there already.`,
    ),
  ].join(" ");
}
