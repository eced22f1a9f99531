// A case that was given up: what it left on the site, and what it may have left.
import type { NonIdempotentCall } from "./failure.ts";

/** Its end. `caseUrl`: of the draft; null where none is known to have been made. */
export interface CancelledUpload {
  readonly kind: "cancelled";
  readonly caseUrl: string | null;
  readonly left: LeftOnSite;
}

/** What it left on the site. */
export interface LeftOnSite {
  /** The draft was there before, and is more than what this case brought. */
  readonly isAppended: boolean;
  /** Studies that this case made, and stacks that it attached, as far as is known. */
  readonly studies: number;
  readonly stacks: number;
  /** What may be there besides: the call was sent, and its answer never came. */
  readonly inDoubt: readonly DoubtfulEffect[];
}

/** A draft that was there before, and got nothing: the case ended as if it had never been sent. */
export function addedNothing(left: LeftOnSite): boolean {
  const { isAppended, studies, stacks, inDoubt } = left;
  return isAppended && studies === 0 && stacks === 0 && inDoubt.length === 0;
}

/** What a call without an answer was to make. `name`: title of the draft, name of the study, label of the stack; may be empty. */
export interface DoubtfulEffect {
  readonly call: NonIdempotentCall;
  readonly name: string;
}
