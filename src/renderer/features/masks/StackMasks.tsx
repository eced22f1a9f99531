// Masks and text of the selected stack, in its settings: what is known, and the way to the viewer.
import { ScanText, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { openDialog } from "../../view/viewState.ts";
import { openFindings } from "./maskEdits.ts";
import { textVerdict } from "./maskWords.ts";
import styles from "./StackMasks.module.css";
import { UnseenImages } from "./UnseenImages.tsx";

/** One section of the stack's settings. */
export function StackMasks({
  caseId,
  stack,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
}): ReactNode {
  const verdict = textVerdict(stack);
  const open = openFindings(stack);
  const { state } = stack.text;
  return (
    <section className={styles.section} aria-label="Masks and text">
      <h4 className={styles.heading}>Masks and text</h4>
      <p className={styles.verdict} role="status">
        <Badge tone={verdict.tone}>{verdict.words}</Badge>
        {stack.masks.length > 0 && (
          <Badge>{countOf(stack.masks.length, "mask")}</Badge>
        )}
      </p>
      {state.kind === "looking" && (
        <ProgressBar
          name="Looking for text"
          size="thin"
          fraction={
            state.totalImages === 0
              ? null
              : state.lookedImages / state.totalImages
          }
        />
      )}
      <UnseenImages caseId={caseId} stack={stack} isFrozen={isFrozen} />
      <Button
        size="small"
        icon={ScanText}
        look={open.length > 0 ? "primary" : "plain"}
        onClick={() => {
          openDialog({
            kind: "viewer",
            stackId: stack.stackId,
            index: stack.keyImage,
            side: "masks",
          });
        }}
      >
        {open.length > 0 ? "Look and mask" : "Mask something"}
      </Button>
    </section>
  );
}

/** The mark on a stack's card; nothing while there is nothing to do about it. */
export function TextMark({
  stack,
  className,
}: {
  readonly stack: StackView;
  readonly className?: string | undefined;
}): ReactNode {
  const verdict = textVerdict(stack);
  if (verdict.tone !== "warn") return null;
  return (
    <span className={className}>
      <TriangleAlert aria-hidden />
      {verdict.words}
    </span>
  );
}
