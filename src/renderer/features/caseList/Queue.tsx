// Cases that wait to be sent, in their order, above all others.
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { CaseSummary } from "../../../shared/snapshot.ts";
import { CaseItem } from "./CaseItem.tsx";
import styles from "./CaseList.module.css";

/** Nothing while none waits. */
export function Queue({
  cases,
  openCaseId,
}: {
  readonly cases: readonly CaseSummary[];
  readonly openCaseId: CaseId | null;
}): ReactNode {
  const waiting = cases
    .filter(({ queuePlace }) => queuePlace !== null)
    .sort((a, b) => (a.queuePlace ?? 0) - (b.queuePlace ?? 0));
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="case-queue" className={styles.queue}>
      <h3 id="case-queue" className={styles.queueHeading}>
        Waiting to be sent
      </h3>
      <ol className={styles.items}>
        {waiting.map((summary) => (
          <CaseItem
            key={summary.caseId}
            summary={summary}
            isOpen={summary.caseId === openCaseId}
            waiting={waiting.length}
          />
        ))}
      </ol>
    </section>
  );
}
