// What the report says of the text in the pixels of one stack: of the images that leave, by their places among those.
import type { FindingStatus } from "../../shared/burnedInText.ts";
import type { ImageRange } from "../../shared/mask.ts";
import type { ReportedFinding, ReportedText } from "../model/deidReport.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { CaseDraft } from "./caseDraft.ts";
import type { ChosenStack } from "./caseImages.ts";
import { leavingIndexes, type PreparedCase } from "./preparedCase.ts";
import { reasonToShow } from "./reasonToShow.ts";
import {
  inDisplayOrder,
  stackTextView,
  type StackSearch,
} from "./textFindings.ts";

/** The text of one stack, without images that were trimmed away or refused. */
export function reportedText(
  chosen: ChosenStack,
  search: StackSearch,
  decisions: {
    readonly accepted: CaseDraft["acceptedFindings"];
    readonly prepared: PreparedCase;
    readonly words: WordMatcher;
  },
): ReportedText {
  const { accepted, prepared, words } = decisions;
  const leaving = leavingIndexes(prepared, chosen);
  const { unseen, findings } = stackTextView(chosen, search, accepted);
  const unseenReason = reasonIn(unseen.status, words);
  if (search.kind !== "looked")
    return {
      wasSearched: false,
      lookedImages: 0,
      readImages: 0,
      unseenImages: leaving.length,
      unseenReason,
      findings: [],
    };
  const unseenImages = search.outcome.unseen.filter(({ image }) =>
    leaving.includes(
      inDisplayOrder({ first: image, last: image }, chosen).first,
    ),
  ).length;
  const isWhole = leaving.length === chosen.images.length;
  return {
    wasSearched: true,
    lookedImages: leaving.length - unseenImages,
    readImages: isWhole ? search.outcome.readImages : null,
    unseenImages,
    unseenReason,
    findings: findings.flatMap((finding): ReportedFinding[] => {
      const images = placesAmong(leaving, finding.images);
      if (images === null) return [];
      const { rank, box, matches, status } = finding;
      const reason = reasonIn(status, words);
      return [{ rank, box, images, matches, status: status.kind, reason }];
    }),
  };
}

/** Why something was accepted; null if it was not. */
export function reasonIn(
  status: FindingStatus,
  words: WordMatcher,
): string | null {
  return status.kind === "accepted" ? reasonToShow(status.reason, words) : null;
}

/** A range of the display order as places, from 0, among the images that leave; null if none of it leaves. */
export function placesAmong(
  leaving: readonly number[],
  { first, last }: ImageRange,
): ImageRange | null {
  const from = leaving.findIndex((index) => index >= first);
  const to = leaving.findLastIndex((index) => index <= last);
  return from < 0 || to < from ? null : { first: from, last: to };
}
