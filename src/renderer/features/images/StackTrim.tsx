// Which images of a stack are kept: from, to, every nth; and the key image.
import { Key } from "lucide-react";
import { useEffect, useReducer, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import { RangeSlider } from "../../controls/RangeSlider.tsx";
import { ImageCanvas } from "../../images/ImageCanvas.tsx";
import { arrangementOf } from "../../images/sizing.ts";
import { nextTrimDraft, noTrimDraft } from "../../images/trimDraft.ts";
import { isWhole, keptCount, type Trim } from "../../images/trimming.ts";
import { useStackImage } from "../../images/useStackImage.ts";
import { edit, trimStack } from "./stackEdits.ts";
import styles from "./StackInspector.module.css";

const steps = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20] as const;

/** Trimming of a stack; while a thumb moves, its image is shown. */
export function StackTrim({
  caseId,
  stack,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
}): ReactNode {
  const [draft, dispatch] = useReducer(nextTrimDraft, noTrimDraft);
  const { unanswered } = draft;
  const [shownIndex, setShownIndex] = useState(stack.keyImage);
  useEffect(() => {
    dispatch({ kind: "told", range: [stack.first, stack.last] });
  }, [stack.first, stack.last, unanswered]);
  const [first, last] = draft.range ?? [stack.first, stack.last];
  const trim: Trim = { first, last, keepEvery: stack.keepEvery };
  if (stack.imageCount < 2) return null;
  const commit = (change: Partial<Trim>) => {
    const next = { ...trim, ...change };
    dispatch({ kind: "sent", range: [next.first, next.last] });
    void trimStack(caseId, stack.stackId, next).then((isDone) => {
      dispatch({ kind: "answered", isDone });
    });
  };
  return (
    <section className={styles.section} aria-label="Images kept">
      <h4 className={styles.heading}>Images kept</h4>
      {stack.canPreview && (
        <TrimPreview caseId={caseId} stack={stack} index={shownIndex} />
      )}
      <RangeSlider
        firstName="First image kept"
        lastName="Last image kept"
        value={[first, last]}
        max={stack.imageCount - 1}
        isDisabled={isFrozen}
        describe={(position) => `Image ${position + 1} of ${stack.imageCount}`}
        onChange={(next, moved) => {
          dispatch({ kind: "moved", range: next });
          setShownIndex(moved);
        }}
        onCommit={(next) => {
          commit({ first: next[0], last: next[1] });
        }}
      />
      <p className={styles.numbers}>
        <span>
          From {first + 1} to {last + 1}
        </span>
        <span>
          keeps {keptCount(trim)} of {countOf(stack.imageCount, "image")}
        </span>
      </p>
      <div className={styles.row}>
        <span className={styles.label}>Keep every</span>
        <Choice
          label="Keep every"
          isSmall
          isDisabled={isFrozen}
          value={stack.keepEvery}
          items={stepsWith(stack.keepEvery).map((step) => ({
            value: step,
            label: stepName(step),
          }))}
          onChange={(keepEvery) => {
            commit({ keepEvery });
          }}
        />
        <Button
          size="small"
          look="quiet"
          disabled={isFrozen || isWhole(trim, stack.imageCount)}
          onClick={() => {
            commit({ first: 0, last: stack.imageCount - 1, keepEvery: 1 });
          }}
        >
          Keep all
        </Button>
      </div>
      <div className={styles.row}>
        <span className={styles.label}>Key image {stack.keyImage + 1}</span>
        <Button
          size="small"
          icon={Key}
          disabled={isFrozen || shownIndex === stack.keyImage}
          onClick={() => {
            edit(caseId, {
              kind: "setKeyImage",
              stackId: stack.stackId,
              index: shownIndex,
            });
          }}
        >
          Use image {shownIndex + 1}
        </Button>
      </div>
    </section>
  );
}

function TrimPreview({
  caseId,
  stack,
  index,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly index: number;
}): ReactNode {
  const shown = useStackImage({
    caseId,
    stackId: stack.stackId,
    arrangement: arrangementOf(stack),
    index,
    maxSidePixels: 384,
    window: null,
  });
  return (
    <div className={styles.trimPreview}>
      <ImageCanvas image={shown.image} name={`Image ${index + 1}`} />
      <span className={styles.trimPlace} aria-hidden>
        {index + 1}/{stack.imageCount}
      </span>
    </div>
  );
}

/** The usual steps, and the one in use if it is another. */
function stepsWith(current: number): readonly number[] {
  return steps.some((step) => step === current)
    ? steps
    : [...steps, current].sort((one, other) => one - other);
}

function stepName(step: number): string {
  if (step === 1) return "image";
  const ending = step === 2 ? "nd" : step === 3 ? "rd" : "th";
  return `${step}${ending} image`;
}
