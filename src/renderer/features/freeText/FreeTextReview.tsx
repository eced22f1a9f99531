// Free text of the scanner: removed unless the user has read it and keeps it, attribute by attribute, stack by stack.
import type { FreeTextView } from "../../../shared/freeText.ts";
import { TriangleAlert } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import { formatTag } from "../../../shared/messages/tags.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { edit } from "../images/stackEdits.ts";
import { stackName } from "../images/stackWords.ts";
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
        <span className={styles.name}>{name}</span>
        <span className={styles.quiet}>
          {countOf(stack.freeText.length, "attribute")}, {kept.length} kept
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
  attribute,
  isFrozen,
  onKeep,
}: {
  readonly attribute: FreeTextView;
  readonly isFrozen: boolean;
  readonly onKeep: (isKept: boolean) => void;
}): ReactNode {
  const { tag, keyword, values, holdsPatientWord, isKept } = attribute;
  return (
    <tr>
      <th scope="row" className={styles.attribute}>
        {keyword}
        <span className={styles.tag}>{formatTag(tag)}</span>
      </th>
      <td className={styles.values}>
        <Values values={values} />
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

/** As many as are read at a glance; the others on demand, since keeping means having read them. */
const shownAtOnce = 5;

function Values({ values }: { readonly values: readonly string[] }): ReactNode {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? values : values.slice(0, shownAtOnce);
  const rest = values.length - shown.length;
  return (
    <>
      <ul className={styles.list}>
        {shown.map((value) => (
          <li key={value}>{value}</li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            setIsWhole(true);
          }}
        >
          Show {rest} more
        </Button>
      )}
    </>
  );
}
