// Free text of the scanner: removed unless the user has read it and keeps it, attribute by attribute, stack by stack.
import { staysInPart, type FreeTextView } from "../../../shared/freeText.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import { TriangleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import { formatTag } from "../../../shared/messages/tags.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { Tick } from "../../controls/Choice.tsx";
import { edit } from "../images/stackEdits.ts";
import { stackName, stackTraits } from "../images/stackWords.ts";
import { FreeTextAnswer, FreeTextValues } from "./FreeTextValues.tsx";
import styles from "./FreeTextReview.module.css";

/** Nothing where no selected stack has free text that could stay. */
export function FreeTextReview({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const id = useId();
  const stacks = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected && stack.freeText.length > 0);
  if (stacks.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        <h3 id={id} className={styles.heading}>
          Free text of the scanner
        </h3>
        <p className={styles.quiet}>
          Words that people or machines typed into the headers. All of it is
          removed, unless you have read it and keep it.
        </p>
      </div>
      {stacks.map((stack) => (
        <StackFreeText key={stack.stackId} snapshot={snapshot} stack={stack} />
      ))}
    </section>
  );
}

function StackFreeText({
  snapshot,
  stack,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
}): ReactNode {
  const kept = stack.freeText.filter(({ isKept }) => isKept);
  const name = stackName(stack);
  const keep = (attribute: FreeTextView, isKept: boolean) => {
    edit(snapshot.caseId, {
      kind: "keepFreeText",
      stackId: stack.stackId,
      tags: [
        ...kept.map(({ tag }) => tag).filter((tag) => tag !== attribute.tag),
        ...(isKept ? [attribute.tag] : []),
      ],
    });
  };
  return (
    <details className={styles.stack}>
      <summary className={styles.summary}>
        <span className={styles.name}>
          {[name, stackTraits(stack)]
            .filter((words) => words !== "")
            .join(", ")}
        </span>
        <span className={styles.quiet}>
          {countOf(stack.freeText.length, "attribute")},{" "}
          {kept.filter(staysInPart).length} kept
        </span>
      </summary>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">What it says</th>
            <th scope="col">Keep</th>
          </tr>
        </thead>
        <tbody>
          {stack.freeText.map((attribute) => (
            <Row
              key={attribute.tag}
              caseId={snapshot.caseId}
              attribute={attribute}
              isFrozen={snapshot.isFrozen}
              onKeep={(isKept) => {
                keep(attribute, isKept);
              }}
            />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Row({
  caseId,
  attribute,
  isFrozen,
  onKeep,
}: {
  readonly caseId: CaseId;
  readonly attribute: FreeTextView;
  readonly isFrozen: boolean;
  readonly onKeep: (isKept: boolean) => void;
}): ReactNode {
  const { tag, keyword, values, questions, holdsPatientWord, isKept } =
    attribute;
  return (
    <tr>
      <th scope="row" className={styles.attribute}>
        {keyword}
        <span className={styles.tag}>{formatTag(tag)}</span>
      </th>
      <td className={styles.values}>
        <FreeTextValues values={values} questions={questions} />
        <FreeTextAnswer
          caseId={caseId}
          attribute={attribute}
          isFrozen={isFrozen}
        />
        {holdsPatientWord && (
          <p className={styles.refused}>
            <TriangleAlert aria-hidden />
            It holds words of this patient, so it is always removed.
          </p>
        )}
      </td>
      <td>
        {holdsPatientWord ? (
          <span className={styles.quiet}>Removed</span>
        ) : (
          <Tick isTicked={isKept} isDisabled={isFrozen} onChange={onKeep}>
            Keep<span className="visually-hidden"> {keyword}</span>
          </Tick>
        )}
      </td>
    </tr>
  );
}
