// The case file of `casedrop upload` as a draft, with everything selected that is sent by default.
import {
  emptyDraft,
  untouchedStack,
  type CaseDraft,
} from "../core/casefile/caseDraft.ts";
import { allChosenStacks } from "../core/casefile/caseImages.ts";
import type { GroupedImages } from "../core/model/stack.ts";
import type { Destination } from "../shared/destination.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { CaseFile } from "./caseFile.ts";

/** The draft, or why there is none, in sentences. Sending by command is the user's word on permission, images and licence; the help says so. */
export function draftOf(
  {
    caseFile: { form, studies },
    draft,
    studyId,
  }: {
    readonly caseFile: CaseFile;
    readonly draft: Destination["draft"];
    /** The study of that draft which takes all stacks; null: new studies are made. */
    readonly studyId: number | null;
  },
  grouped: GroupedImages,
): Result<CaseDraft, readonly string[]> {
  const start = withPicturesSelected(grouped);
  const sent = allChosenStacks(grouped, start)
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => chosen.study.key);
  const keys = grouped.studies
    .map((study) => study.key)
    .filter((key) => sent.includes(key));
  if (studies.length > keys.length)
    return failed([
      `The case file describes ${studies.length} studies, but ${keys.length} would be sent.`,
    ]);
  const [only] = keys;
  if (studyId !== null && (only === undefined || keys.length > 1))
    return failed([
      `--study names one study of the draft, but ${keys.length} studies would be sent. Send them one at a time.`,
    ]);
  const existing =
    studyId === null || only === undefined
      ? {}
      : { studies: { [only]: { remoteStudyId: studyId, name: "" } } };
  return success({
    ...start,
    form,
    destination: {
      account: null,
      draft: draft === null ? null : { ...draft, ...existing },
    },
    studies: Object.fromEntries(
      studies.flatMap((study, index) => {
        const key = keys[index];
        return key === undefined ? [] : [[key, study]];
      }),
    ),
    confirmations: { permission: true, imagesChecked: true, licence: true },
  });
}

/** A draft with every offered picture selected; those that nobody asked for are not among the groups. */
function withPicturesSelected(grouped: GroupedImages): CaseDraft {
  const pictures = allChosenStacks(grouped, emptyDraft).filter(
    ({ stack }) => stack.picture !== undefined,
  );
  return {
    ...emptyDraft,
    stacks: Object.fromEntries(
      pictures.map(({ stack }) => [
        stack.id,
        { ...untouchedStack, isSelected: true },
      ]),
    ),
  };
}
