// Settings of the selected stack: labels, which images are kept, order, and what to know of it.
import { ArrowDown, ArrowUp, ArrowUpDown, Maximize2, X } from "lucide-react";
import type { ReactNode } from "react";
import { heldBackWords } from "../../../shared/messages/heldBackWords.ts";
import { stackWarningWords } from "../../../shared/messages/stackWarningWords.ts";
import type {
  CaseSnapshot,
  StackView,
  StudyView,
} from "../../../shared/snapshot.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { Tip } from "../../controls/Tip.tsx";
import { openDialog, selectStack } from "../../view/viewState.ts";
import { edit, selectStacks } from "./stackEdits.ts";
import styles from "./StackInspector.module.css";
import { StackMasks } from "../masks/StackMasks.tsx";
import { StackLabels } from "./StackLabels.tsx";
import { StackTrim } from "./StackTrim.tsx";
import {
  animationWords,
  keptWords,
  splitWords,
  stackFacts,
  stackName,
  studyPatient,
} from "./stackWords.ts";

/** Keyed by stack. */
export function StackInspector({
  snapshot,
  study,
  stack,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly stack: StackView;
}): ReactNode {
  const { caseId, isFrozen } = snapshot;
  const name = stackName(stack);
  return (
    <aside className={styles.inspector} aria-label={`Stack ${name}`}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <Tip text={name}>
            <h3 className={styles.title}>{name}</h3>
          </Tip>
          <p className={styles.quiet}>
            {[studyPatient(study, snapshot), stackFacts(stack)]
              .filter((fact) => fact !== "")
              .join(" · ")}
          </p>
        </div>
        <IconButton
          icon={X}
          name="Close the stack settings"
          size="small"
          onClick={() => {
            selectStack(null);
          }}
        />
      </header>
      {stack.canPreview && (
        <Button
          icon={Maximize2}
          onClick={() => {
            openDialog({
              kind: "viewer",
              stackId: stack.stackId,
              index: stack.keyImage,
            });
          }}
        >
          Open the viewer
        </Button>
      )}
      <Tick
        isTicked={stack.isSelected}
        isDisabled={isFrozen || !stack.canBeSelected}
        onChange={(isSelected) => {
          selectStacks(caseId, [stack.stackId], isSelected);
        }}
      >
        Send this stack ({keptWords(stack)})
      </Tick>
      <AnimationNote stack={stack} />
      {stack.canPreview && (
        <StackMasks caseId={caseId} stack={stack} isFrozen={isFrozen} />
      )}
      {stack.heldBack !== null && (
        <WordsCallout tone="warn" words={heldBackWords(stack.heldBack)} />
      )}
      {stack.canBeSelected && (
        <>
          {/* Pictures go by a route that takes no labels. */}
          {stack.picture === null && (
            <StackLabels
              snapshot={snapshot}
              stack={stack}
              modality={study.form.modality}
            />
          )}
          <StackTrim caseId={caseId} stack={stack} isFrozen={isFrozen} />
          <StackOrder snapshot={snapshot} study={study} stack={stack} />
        </>
      )}
      {stack.warnings.map((warning) => (
        <WordsCallout
          key={warning.kind}
          tone="warn"
          words={stackWarningWords(warning)}
        />
      ))}
      {stack.splitBy.length > 0 && (
        <p className={styles.quiet}>{splitWords(stack.splitBy)}.</p>
      )}
    </aside>
  );
}

function AnimationNote({ stack }: { readonly stack: StackView }): ReactNode {
  const words = animationWords(stack);
  return words === null ? null : <p className={styles.quiet}>{words}</p>;
}

function StackOrder({
  snapshot,
  study,
  stack,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly stack: StackView;
}): ReactNode {
  const { caseId, isFrozen } = snapshot;
  const place = study.stacks.findIndex(
    (sibling) => sibling.stackId === stack.stackId,
  );
  const move = (toIndex: number) => {
    edit(caseId, { kind: "moveStack", stackId: stack.stackId, toIndex });
  };
  return (
    <section className={styles.section} aria-label="Order">
      <h4 className={styles.heading}>Order</h4>
      <div className={styles.row}>
        <Button
          size="small"
          icon={ArrowUpDown}
          disabled={isFrozen || stack.imageCount < 2}
          aria-pressed={stack.isReversed}
          onClick={() => {
            edit(caseId, { kind: "reverseStack", stackId: stack.stackId });
          }}
        >
          Reverse images
        </Button>
        <Button
          size="small"
          icon={ArrowUp}
          disabled={isFrozen || place <= 0}
          onClick={() => {
            move(place - 1);
          }}
        >
          Earlier
        </Button>
        <Button
          size="small"
          icon={ArrowDown}
          disabled={isFrozen || place >= study.stacks.length - 1}
          onClick={() => {
            move(place + 1);
          }}
        >
          Later
        </Button>
      </div>
    </section>
  );
}
