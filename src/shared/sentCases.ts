// What the window sees of cases that were sent, and where each stack stands.
import type { AccountRef } from "./destination.ts";
import type { Failure } from "./failure.ts";
import type { CaseId } from "./identifiers.ts";
import type { CaseStage, StackSendView } from "./snapshot.ts";

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
