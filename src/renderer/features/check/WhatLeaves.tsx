// What will leave, stack by stack: images, pixels, masks, what is known of text in the pixels, free text that stays.
import { useId, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import { staysInPart } from "../../../shared/freeText.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { openDialog } from "../../view/viewState.ts";
import { keptWords, stackName, stackTraits } from "../images/stackWords.ts";
import { textVerdict } from "../masks/maskWords.ts";
import { UnseenImages } from "../masks/UnseenImages.tsx";
import { leavingPixels } from "./leavingPixels.ts";
import styles from "./WhatLeaves.module.css";

/** One row per selected stack; its name opens the viewer. */
export function WhatLeaves({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const id = useId();
  const stacks = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected);
  if (stacks.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        What will leave
      </h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Stack</th>
            <th scope="col">Text in the pixels</th>
            <th scope="col">Pixels</th>
            <th scope="col">Masks</th>
            <th scope="col">Free text</th>
          </tr>
        </thead>
        <tbody>
          {stacks.map((stack) => (
            <Row key={stack.stackId} snapshot={snapshot} stack={stack} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  snapshot,
  stack,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
}): ReactNode {
  const verdict = textVerdict(stack);
  const pixels = leavingPixels(stack, snapshot.check.preparation);
  const kept = stack.freeText.filter(staysInPart).length;
  return (
    <tr>
      <th scope="row">
        {stack.canPreview ? (
          <button
            type="button"
            className={styles.name}
            onClick={() => {
              openDialog({
                kind: "viewer",
                stackId: stack.stackId,
                index: stack.keyImage,
                side: "masks",
              });
            }}
          >
            <span className={styles.clamped}>{stackName(stack)}</span>
          </button>
        ) : (
          <span className={styles.clamped}>{stackName(stack)}</span>
        )}
        <span className={styles.detail}>
          {[stackTraits(stack), keptWords(stack)]
            .filter((words) => words !== "")
            .join(" · ")}
        </span>
      </th>
      <td>
        <Badge tone={verdict.tone}>{verdict.words}</Badge>
        <UnseenImages
          caseId={snapshot.caseId}
          stack={stack}
          isFrozen={snapshot.isFrozen}
        />
      </td>
      <td>
        {pixels.words}
        {pixels.detail !== null && (
          <span className={styles.detail}>{pixels.detail}</span>
        )}
      </td>
      <td>
        {stack.masks.length === 0 ? (
          <span className={styles.detail}>none</span>
        ) : (
          countOf(stack.masks.length, "mask")
        )}
      </td>
      <td>
        <span className={kept === 0 ? styles.detail : undefined}>
          {kept === 0 ? "all removed" : `${kept} kept`}
        </span>
      </td>
    </tr>
  );
}
