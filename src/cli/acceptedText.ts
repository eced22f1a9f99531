// `--accept-text`: which text in pixels may be sent or written, one place after the other, and why.
import { InvalidArgumentError } from "commander";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import {
  unseenImagesId,
  type SearchOf,
} from "../core/casefile/textFindings.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** What was typed: reasons for single places by their ids, and one for all that is no word of the patient. */
export interface AcceptedText {
  readonly others: string | null;
  readonly single: Readonly<Record<string, string>>;
}

/** Nothing is accepted. */
export const noAcceptedText: AcceptedText = { others: null, single: {} };

/** Explains the option where `--help` lists it. */
export const acceptTextHelp =
  "for the place with this id (as the report names it) and for this reason; a reason without an id stands for all text " +
  "that is no word of the patient, and for what nobody could look at. Words of the patient are accepted one by one only; can be repeated";

/** One `--accept-text`, added to those before it. What stands before the first equals sign is an id if it holds no blank. */
export function readAcceptedText(
  typed: string,
  before: AcceptedText = noAcceptedText,
): AcceptedText {
  const [, id, ofPlace] = /^([^\s=]+)=(.*)$/s.exec(typed) ?? [];
  const reason = (ofPlace ?? typed).trim();
  if (reason === "") throw new InvalidArgumentError("Give a reason.");
  if (id === undefined) return { ...before, others: reason };
  if (!/^([0-9a-f]{16}|unseen:.+:[0-9a-f]{16})$/.test(id))
    throw new InvalidArgumentError(
      `'${id}' is no id of a place with text: a run without --accept-text names them.`,
    );
  return { ...before, single: { ...before.single, [id]: reason } };
}

type AcceptedFindings = CaseDraft["acceptedFindings"];

/** Reasons by finding for what was searched, or why they fit nothing in it, in a sentence. */
export function acceptedFindings(
  chosen: readonly ChosenStack[],
  searchOf: SearchOf,
  { others, single }: AcceptedText,
): Result<AcceptedFindings, string> {
  const reasons = new Map<string, string | null>();
  for (const each of chosen.filter(({ isSelected }) => isSelected)) {
    const search = searchOf(each.stack);
    reasons.set(unseenImagesId(each, search), others);
    if (search.kind !== "looked") continue;
    for (const { findingId, rank } of search.outcome.findings)
      reasons.set(findingId, rank === "patientWord" ? null : others);
  }
  const unknown = Object.keys(single).filter((id) => !reasons.has(id));
  if (unknown.length > 0) return failed(unknownSentence(unknown));
  const accepted = Object.entries({
    ...Object.fromEntries(reasons),
    ...single,
  });
  return success(
    Object.fromEntries(
      accepted.flatMap(([id, reason]) =>
        reason === null ? [] : [[id, reason]],
      ),
    ),
  );
}

function unknownSentence(ids: readonly string[]): string {
  return (
    `There is no text under ${ids.join(", ")} in these images: with other images, masks left aside, a place has another id. ` +
    "Run the command without --accept-text to see the ids."
  );
}
