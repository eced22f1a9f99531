// What a case that is given up leaves on the site; pure.
import type {
  DoubtfulEffect,
  LeftOnSite,
} from "../../shared/cancelledUpload.ts";
import { studyName } from "./sentStudies.ts";
import type { UploadState } from "./uploadState.ts";

/** As the journal tells it: an intent without a receipt is in doubt. */
export function leftOnSite(state: UploadState): LeftOnSite {
  const { plan, studies, stacks } = state;
  return {
    isAppended: plan.target.kind === "existingCase",
    studies: studies.filter(
      (study, index) =>
        study.kind === "created" &&
        study.remoteStudyId !== plan.studies[index]?.existing?.remoteStudyId,
    ).length,
    stacks: stacks.filter(({ attach }) => attach.kind === "attached").length,
    inDoubt: openIntents(state),
  };
}

function openIntents({
  plan,
  remoteCase,
  studies,
  stacks,
}: UploadState): readonly DoubtfulEffect[] {
  const { target } = plan;
  return [
    ...(remoteCase.kind === "intended"
      ? [
          {
            call: "createCase" as const,
            name: target.kind === "newCase" ? target.payload.title : "",
          },
        ]
      : []),
    ...plan.studies
      .filter((_, index) => studies[index]?.kind === "intended")
      .map((study) => ({
        call: "createStudy" as const,
        name: studyName(study, null),
      })),
    ...stacks
      .filter(({ attach }) => attach.kind === "intended")
      .map((stack) => ({
        call: "attachStack" as const,
        name: stack.plan.label,
      })),
  ];
}
