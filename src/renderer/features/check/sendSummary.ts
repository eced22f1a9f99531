// What will leave, in one sentence.
import { countOf, formatBytes } from "../../../shared/messages/quantities.ts";
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
  return (
    `${countOf(images, "image")}${size} in ${countOf(stacks.length, "stack")} of ` +
    `${countOf(studies.length, "study", "studies")} and the words you typed go to ${where} as a draft.`
  );
}
