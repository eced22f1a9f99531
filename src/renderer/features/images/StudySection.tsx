// One study: when it was, and its stacks as cards.
import { useId, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { CaseSnapshot, StudyView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { StackCard } from "./StackCard.tsx";
import { selectStacks } from "./stackEdits.ts";
import { studyName, studyPatient, studyWhen } from "./stackWords.ts";
import styles from "./StudySection.module.css";
import { useGrowingCount } from "./useGrowingCount.ts";

/** Studies are numbered from 1, oldest first. */
export function StudySection({
  snapshot,
  study,
  number,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly number: number;
}): ReactNode {
  const headingId = useId();
  const patient = studyPatient(study, snapshot);
  const count = useGrowingCount(study.stacks.length);
  const selectable = study.stacks.filter((stack) => stack.canBeSelected);
  const selected = selectable.filter((stack) => stack.isSelected);
  const ids = selectable.map((stack) => stack.stackId);
  return (
    <section className={styles.study} aria-labelledby={headingId}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h3 id={headingId} className={styles.title}>
            <span className={styles.number}>Study {number}</span>
            {patient !== "" && <Badge tone="accent">{patient}</Badge>}
            <Truncated text={studyName(study)} />
          </h3>
          <p className={styles.when}>
            <span>{studyWhen(study)}</span>
            {study.dicomModality !== "" && <Badge>{study.dicomModality}</Badge>}
          </p>
        </div>
        {!snapshot.isFrozen && selectable.length > 1 && (
          <div className={styles.actions}>
            <span className={styles.count}>
              {selected.length} of {countOf(selectable.length, "stack")}{" "}
              selected
            </span>
            <Button
              size="small"
              look="quiet"
              disabled={selected.length === selectable.length}
              onClick={() => {
                selectStacks(snapshot.caseId, ids, true);
              }}
            >
              All<span className="visually-hidden"> of study {number}</span>
            </Button>
            <Button
              size="small"
              look="quiet"
              disabled={selected.length === 0}
              onClick={() => {
                selectStacks(snapshot.caseId, ids, false);
              }}
            >
              None<span className="visually-hidden"> of study {number}</span>
            </Button>
          </div>
        )}
      </header>
      <ul className={styles.grid} aria-busy={count < study.stacks.length}>
        {study.stacks.slice(0, count).map((stack) => (
          <StackCard
            key={stack.stackId}
            caseId={snapshot.caseId}
            stack={stack}
            isFrozen={snapshot.isFrozen}
          />
        ))}
      </ul>
    </section>
  );
}
