// Words for giving up the upload of a case: the question before, and what is on the site after.
import { assertNever } from "../assertNever.ts";
import type {
  CancelledUpload,
  DoubtfulEffect,
  LeftOnSite,
} from "../cancelledUpload.ts";
import { countOf } from "./quantities.ts";

/** Says what cancelling does, before it is done. */
export function cancelQuestionWords(isAppended: boolean): string {
  const draft = isAppended
    ? "The draft was there before and stays, with what has been added to it."
    : "If a draft was made on the site, it stays there with what has arrived, and you can delete it there.";
  return `Sending stops for good and cannot be resumed. ${draft} Your case stays here.`;
}

/** What is on the site of a case that was cancelled, and what to do about it: paragraphs. */
export function cancelledWords({
  caseUrl,
  left,
}: CancelledUpload): readonly string[] {
  const doubts = left.inDoubt.map((effect) => doubtfulWords(effect, left));
  const known = knownWords(caseUrl !== null, left);
  return known === null ? doubts : [known, ...doubts];
}

/** Null: nothing is known to be there, and something is in doubt. */
function knownWords(hasDraft: boolean, left: LeftOnSite): string | null {
  const { isAppended, studies, stacks, inDoubt } = left;
  if (!hasDraft)
    return inDoubt.length === 0 ? "Nothing was made on the site." : null;
  if (!isAppended)
    return "A draft is on the site with what had arrived. You can delete it there.";
  const stays = "The draft was there before and stays.";
  const added = [
    ...(studies > 0 ? [countOf(studies, "new study", "new studies")] : []),
    ...(stacks > 0 ? [countOf(stacks, "stack")] : []),
  ];
  if (added.length > 0) {
    const verb = studies + stacks === 1 ? "was" : "were";
    return `${stays} ${added.join(" and ")} ${verb} added to it.`;
  }
  return inDoubt.length === 0
    ? `${stays} Nothing was added to it.`
    : `${stays} Nothing is known to have been added to it.`;
}

function doubtfulWords(
  { call, name }: DoubtfulEffect,
  { isAppended }: LeftOnSite,
): string {
  const named = name === "" ? "" : ` “${name}”`;
  const unknown = "it was asked for, and the answer never came";
  switch (call) {
    case "createCase":
      return `A draft may have been made: ${unknown}. Wait a minute, then look for${named} among your drafts on the site. If it is there and holds no images, delete it; one with images is another draft.`;
    case "createStudy":
      return `A study${named} may have been added: ${unknown}. ${lookWords(isAppended)}`;
    case "attachStack":
      return `A stack${named} may have been added: ${unknown}. It can take a quarter of an hour to show. ${lookWords(isAppended)}`;
    default:
      return assertNever(call, "call");
  }
}

/** A draft of the case's own goes as a whole. */
function lookWords(isAppended: boolean): string {
  return isAppended
    ? "Look at the draft before you send it again."
    : "It goes with the draft if you delete that.";
}
