// Which studies of a draft one case is known to have made, or to have added to; pure.
import type { PlannedStudy } from "../model/uploadPlan.ts";
import type { SentStudies } from "../ports/caseSender.ts";
import type { UploadState } from "./uploadState.ts";

/** Null before the draft exists. A study in doubt is not known, and one that was given up is gone. */
export function sentStudiesOf(state: UploadState): SentStudies | null {
  if (state.remoteCase.kind !== "created") return null;
  return {
    remoteCaseId: state.remoteCase.remoteCaseId,
    goneStudyIds: state.givenUpStudies,
    studies: state.plan.studies.flatMap((plan, studyIndex) => {
      const study = state.studies[studyIndex];
      if (study?.kind !== "created") return [];
      const { remoteStudyId } = study;
      const stackCount = state.stacks.filter(
        (stack) =>
          stack.studyIndex === studyIndex && stack.attach.kind === "attached",
      ).length;
      const name = studyName(plan, remoteStudyId);
      return [{ remoteStudyId, name, stackCount }];
    }),
  };
}

/** What the study with this number is called: as it was chosen, or by the words it was made with. Null: it has no number yet. */
export function studyName(
  { existing, modality, caption }: PlannedStudy,
  remoteStudyId: number | null,
): string {
  return existing !== undefined && existing.remoteStudyId === remoteStudyId
    ? existing.name
    : [modality, caption].filter((text) => text !== "").join(", ");
}
