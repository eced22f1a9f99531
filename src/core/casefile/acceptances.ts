// What the user is asked to accept before sending, and whether an acceptance given earlier still answers it.
import type { Acceptances } from "../../shared/snapshot.ts";
import type { GroupedImages } from "../model/stack.ts";
import { selectedPatients } from "./blockers.ts";
import type { CaseDraft } from "./caseDraft.ts";
import { allChosenStacks } from "./caseImages.ts";
import { refusedImages, type PreparedCase } from "./preparedCase.ts";

/** Exactly these refused images, exactly so many patients. */
export interface Questions {
  /** One text per list of refused images; empty while nothing was prepared. */
  readonly refused: string;
  readonly patients: number;
}

/** The questions as things stand. */
export function questionsOf(
  groups: GroupedImages,
  draft: CaseDraft,
  prepared: PreparedCase | null,
): Questions {
  return {
    refused:
      prepared === null
        ? ""
        : JSON.stringify(
            refusedImages(prepared, allChosenStacks(groups, draft)),
          ),
    patients: selectedPatients(groups, draft),
  };
}

/** What remains accepted: an acceptance holds for what it was given for, not for what came after it. */
export function stillAccepted(
  given: Acceptances,
  before: Questions,
  now: Questions,
): Acceptances {
  // No patients before: the files of a restored case were not read yet.
  const samePatients =
    before.patients === 0 || before.patients === now.patients;
  return {
    refusedImages: given.refusedImages && before.refused === now.refused,
    severalPatients: given.severalPatients && samePatients,
  };
}
