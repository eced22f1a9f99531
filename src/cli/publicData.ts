// The second question about series of public archives, as the command line asks it: may they go, and who is given credit.
import { licenceForbids } from "../core/archive/credit/publicSeriesBlockers.ts";
import type { PublicSeries } from "../core/archive/credit/publicSeries.ts";
import { applyEdit } from "../core/casefile/applyEdit.ts";
import { emptyDraft, type CaseDraft } from "../core/casefile/caseDraft.ts";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { GroupedImages } from "../core/model/stack.ts";
import {
  creditBlockers,
  creditEdit,
  creditViews,
  type PublicParts,
} from "../core/workspace/publicCredit.ts";
import { dataUsagePolicyUrl } from "../shared/archive.ts";
import { blockerWords } from "../shared/messages/blockerWords.ts";
import { licenceBlockSentence } from "../shared/messages/archiveWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { Blocker, CreditView } from "../shared/snapshot.ts";

/** A draft that gives the credit its public series ask for, and what was added to it, in sentences. */
export interface CreditedDraft {
  readonly draft: CaseDraft;
  readonly lines: readonly string[];
}

/**
 * The draft with the credit, or why nothing is sent, in sentences. `isConfirmed`: the user said that these series are to go,
 * having been shown what they are.
 */
export function withPublicCredit(
  parts: PublicParts,
  grouped: GroupedImages,
  isConfirmed: boolean,
): Result<CreditedDraft, readonly string[]> {
  const forbidden = forbiddenLines(parts);
  if (forbidden.length > 0) return failed(forbidden);
  const views = creditViews(parts);
  if (views.length === 0) return success({ draft: parts.draft, lines: [] });
  if (!isConfirmed)
    return failed([
      "These images come from public archives, and their licences ask for credit:",
      ...views.map(({ text }) => `  ${text}`),
      `Policy: ${dataUsagePolicyUrl}`,
      "To send them with this credit in the words of the case, give --public-data.",
    ]);
  const confirmed: CaseDraft = {
    ...parts.draft,
    confirmations: { ...parts.draft.confirmations, publicData: true },
  };
  const edit = creditEdit(parts);
  const draft =
    edit === null ? success(confirmed) : applyEdit(confirmed, edit, grouped);
  if (!draft.ok)
    return failed(["The credit for these series could not be added."]);
  const open = creditBlockers({ ...parts, draft: draft.value });
  if (open.length > 0) return failed(open.map(heldLine));
  if (edit === null) return success({ draft: draft.value, lines: [] });
  const names = [...new Set(views.map(({ collection }) => collection))];
  const place = edit.kind === "setCaseFields" ? "discussion" : "findings";
  return success({
    draft: draft.value,
    lines: [`Credit for ${names.join(", ")} was added to the ${place}.`],
  });
}

/** What stands in the way of the credit, with what mends it on the command line. */
function heldLine(blocker: Blocker): string {
  const { title, why, whatNext } = blockerWords(blocker);
  if (blocker.kind === "citationMissing")
    return `${title}. ${why} Fetch the series again with casedrop archive download, which asks for it; or write the whole credit into the body of the case file: the citation with the DOI, the licence, and that changes were made.`;
  return blocker.kind === "creditMissing"
    ? `${title}. ${why} It could not be added: write it into the case file.`
    : `${title}. ${why} ${whatNext}`;
}

/** What is to be copied, and from which data sets; fails with a sentence for each series that may not become part of a case. */
export function creditForCopies(
  stacks: readonly ChosenStack[],
  publicSeries: readonly PublicSeries[],
): Result<readonly CreditView[], readonly string[]> {
  const parts = { record: { publicSeries }, draft: emptyDraft, stacks };
  const forbidden = forbiddenLines(parts);
  return forbidden.length > 0 ? failed(forbidden) : success(creditViews(parts));
}

/** A sentence for each selected series whose licence keeps it here. */
function forbiddenLines({ stacks, record }: PublicParts): readonly string[] {
  const selected = new Set<string>(
    stacks
      .filter(({ isSelected }) => isSelected)
      .map(({ series }) => series.seriesInstanceUID),
  );
  return (record.publicSeries ?? []).flatMap((each) => {
    const reason = licenceForbids(each);
    if (reason === null || !selected.has(each.seriesInstanceUID)) return [];
    const why =
      reason === "nonCommercialUnconfirmed"
        ? "Its licence is for non-commercial use only, which was not confirmed when it was fetched. Fetch it again with --non-commercial, or leave it out."
        : `${licenceBlockSentence(reason)} Leave it out.`;
    const from = each.collection === "" ? "" : ` (${each.collection})`;
    return [`${each.seriesInstanceUID}${from}: ${why}`];
  });
}
