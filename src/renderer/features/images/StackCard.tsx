// A stack as a card: a preview to scrub, what it is, what to know of it, and whether it is sent.
import { TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { heldBackWords } from "../../../shared/messages/heldBackWords.ts";
import { stackWarningWords } from "../../../shared/messages/stackWarningWords.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { TickBox } from "../../controls/Choice.tsx";
import { join } from "../../controls/classNames.ts";
import { Tip, Truncated } from "../../controls/Tip.tsx";
import { selectStack, useViewState } from "../../view/viewState.ts";
import { textVerdict } from "../masks/maskWords.ts";
import { TextMark } from "../masks/StackMasks.tsx";
import styles from "./StackCard.module.css";
import { selectStacks } from "./stackEdits.ts";
import { StackPreview } from "./StackPreview.tsx";
import {
  fullStackName,
  keptWords,
  stackFacts,
  stackLabel,
  stackName,
  stackTraits,
} from "./stackWords.ts";

/** One card of a study's grid. Rendered again only when its own stack has changed: a case may have hundreds. */
export const StackCard = memo(function StackCard({
  caseId,
  stack,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
}): ReactNode {
  const isShown = useViewState(
    (state) => state.selectedStackId === stack.stackId,
  );
  const name = stackName(stack);
  const traits = stackTraits(stack);
  const label = stackLabel(stack);
  return (
    <li
      className={join(
        styles.card,
        stack.isSelected && styles.selected,
        isShown && styles.shown,
      )}
    >
      <div className={styles.preview}>
        <StackPreview
          caseId={caseId}
          stack={stack}
          isDimmed={!stack.isSelected}
        />
        <div className={styles.tick}>
          <TickBox
            name={`Send ${fullStackName(stack)}`}
            isTicked={stack.isSelected}
            isDisabled={isFrozen || !stack.canBeSelected}
            onChange={(isSelected) => {
              selectStacks(caseId, [stack.stackId], isSelected);
            }}
          />
        </div>
      </div>
      <button
        type="button"
        className={styles.words}
        aria-pressed={isShown}
        onClick={() => {
          selectStack(isShown ? null : stack.stackId);
        }}
      >
        <span className="visually-hidden">Settings of </span>
        <Truncated text={name} className={styles.name} />
        {traits !== "" && <Truncated text={traits} className={styles.traits} />}
        <span className={styles.facts}>{keptWords(stack)}</span>
        <span className={styles.facts}>{stackFacts(stack)}</span>
        {label !== "" && <Truncated text={label} className={styles.label} />}
      </button>
      <Marks stack={stack} />
    </li>
  );
});

function Marks({ stack }: { readonly stack: StackView }): ReactNode {
  const hasTextMark = textVerdict(stack).tone === "warn";
  if (stack.heldBack === null && stack.warnings.length === 0 && !hasTextMark)
    return null;
  return (
    <ul className={styles.marks}>
      {hasTextMark && (
        <li>
          <TextMark
            stack={stack}
            className={join(styles.mark, styles.warning)}
          />
        </li>
      )}
      {stack.heldBack !== null && (
        <li>
          <Tip
            text={`${heldBackWords(stack.heldBack).why} ${heldBackWords(stack.heldBack).whatNext}`}
          >
            <span className={join(styles.mark, styles.held)}>
              {stack.canBeSelected ? "Held back" : "Never sent"}:{" "}
              {heldBackWords(stack.heldBack).title.toLowerCase()}
            </span>
          </Tip>
        </li>
      )}
      {stack.warnings.map((warning) => {
        const words = stackWarningWords(warning);
        return (
          <li key={warning.kind}>
            <Tip text={`${words.why} ${words.whatNext}`}>
              <span className={join(styles.mark, styles.warning)}>
                <TriangleAlert aria-hidden />
                {words.title}
              </span>
            </Tip>
          </li>
        );
      })}
    </ul>
  );
}
