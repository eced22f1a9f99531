// An answer that is on its way, did not come, is empty, or is there.
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { publicArchiveFailureWords } from "../../../shared/messages/publicArchiveWords.ts";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import styles from "./Archive.module.css";
import type { AnswerState } from "./useArchiveAnswer.ts";

/** `what` completes "Asking for ..."; `empty` is shown where the answer holds nothing. */
export function Answer<T>({
  state,
  what,
  empty,
  isEmpty = (value) => Array.isArray(value) && value.length === 0,
  children,
}: {
  readonly state: AnswerState<T>;
  readonly what: string;
  readonly empty: ReactNode;
  readonly isEmpty?: (value: T) => boolean;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  if (state.kind === "loading")
    return (
      <p className={styles.asking} role="status">
        Asking for {what}…
      </p>
    );
  if (state.kind === "failed")
    return (
      <div className={styles.trouble}>
        <WordsCallout
          words={publicArchiveFailureWords(state.failure)}
          live="alert"
          actions={
            <Button size="small" icon={RotateCw} onClick={state.retry}>
              Ask again
            </Button>
          }
        />
      </div>
    );
  return isEmpty(state.value) ? (
    <p className={styles.empty}>{empty}</p>
  ) : (
    children(state.value)
  );
}
