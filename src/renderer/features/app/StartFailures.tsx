// Records that were found damaged when the app started: said once, until read.
import { useState, type ReactNode } from "react";
import type { Failure } from "../../../shared/failure.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import styles from "./App.module.css";

/** Above the open case; nothing if all was well. */
export function StartFailures({
  failures,
}: {
  readonly failures: readonly Failure[];
}): ReactNode {
  const [isRead, setIsRead] = useState(false);
  if (isRead || failures.length === 0) return null;
  // Several records damaged in the same way are said once.
  const titles = new Map(
    failures.map((failure) => [failureWords(failure).title, failure]),
  );
  return (
    <div className={styles.startFailures}>
      {[...titles].map(([title, failure], index) => (
        <WordsCallout
          key={title}
          tone="warn"
          live="alert"
          words={failureWords(failure)}
          actions={
            index < titles.size - 1 ? undefined : (
              <Button
                size="small"
                onClick={() => {
                  setIsRead(true);
                }}
              >
                Understood
              </Button>
            )
          }
        />
      ))}
    </div>
  );
}
