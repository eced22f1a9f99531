// What the window sees of cases that were sent: where each stack stands, and which images another case brought already.
import type { AccountRef } from "./destination.ts";
import type { Failure } from "./failure.ts";
import type { CaseId } from "./identifiers.ts";
import type { CaseStage, StackSendView } from "./snapshot.ts";

/** Images of this case that another one brought to the site, or is about to. */
export interface SentBeforeView {
  /** Named when the user says that it is meant (edit `acceptFindings`). */
  readonly findingId: string;
  readonly caseId: CaseId;
  /** Of the other case; empty if it had none. */
  readonly title: string;
  /** When Send was pressed. */
  readonly sentAtMs: number;
  /** Null while that case has no draft on the site yet. */
  readonly remoteCaseId: number | null;
  /** Of the images that leave now. */
  readonly count: number;
  readonly isAccepted: boolean;
}

/** One case whose images are all on the site, or that ended otherwise after its draft was made. */
export interface SentCaseView {
  readonly caseId: CaseId;
  readonly title: string;
  readonly stage: CaseStage;
  readonly changedAtMs: number;
  /** Null in cases from before accounts were noted. */
  readonly account: AccountRef | null;
  /** True if it was added to a draft that existed before. */
  readonly isAppended: boolean;
  readonly caseUrl: string | null;
  readonly imageCount: number;
  readonly sizeBytes: number;
  readonly stacks: readonly StackSendView[];
  /** Marking it as finished failed: the draft is complete and still open for uploads. */
  readonly finishFailure: Failure | null;
}
