// Images of a case that another case brought already, as the window sees them.
import type { CaseId } from "./identifiers.ts";

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
