// Words for what comes between the user, the disk and the site: a stranger's answer, a decision that could not be written.
import type { Failure } from "../failure.ts";
import type { Words } from "./words.ts";

type Interference = Extract<
  Failure,
  { readonly kind: "strangerAnswered" | "decisionNotKept" }
>;

export function interferenceWords(failure: Interference): Words {
  return failure.kind === "strangerAnswered"
    ? strangerWords(failure)
    : decisionWords(failure);
}

/** Who answered is not known, only that it was not the site. */
function strangerWords({
  status,
  host,
}: Extract<Failure, { readonly kind: "strangerAnswered" }>): Words {
  const pointing = host === null ? "" : ` and pointed to ${host}`;
  return {
    title: "Something else answered in place of the site",
    why: `A sign-in page of the network or a filter answered ${status}${pointing}. What was to be sent did not count as sent.`,
    whatNext:
      "Open the site in a browser and sign in to the network there, or ask your IT department to let Casedrop through to the site and its storage. Then try again: the draft is kept, and what arrived is not sent twice.",
  };
}

/** The decision holds for as long as the app runs. */
function decisionWords({
  decision,
  code,
}: Extract<Failure, { readonly kind: "decisionNotKept" }>): Words {
  const isPause = decision === "paused";
  return {
    title: `${isPause ? "The pause" : "The cancellation"} is not on the disk yet`,
    why: `Nothing is being sent. But this computer's disk refused to note that (${code}), so that after a restart the case would go on.`,
    whatNext:
      "Free some space and leave Casedrop open: it tries again every few seconds, and once more when it quits.",
  };
}
