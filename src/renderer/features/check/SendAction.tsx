// The button that sends, with what will leave; on a connection that may be metered it asks once, in place.
import { Send } from "lucide-react";
import { useState, type ReactNode } from "react";
import {
  meteredBeforeWords,
  meteredQuestionWhy,
  meteredQuestionWords,
} from "../../../shared/messages/meteredWords.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { showPart } from "../../view/viewState.ts";
import { useMayBeMetered } from "../metered/useMayBeMetered.ts";
import styles from "./CheckPart.module.css";
import { sendSummary } from "./sendSummary.ts";

/** At the foot of the panel. */
export function SendAction({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { blockers, preparation } = snapshot.check;
  const [isStarting, setIsStarting] = useState(false);
  const [wasPressed, setWasPressed] = useState(false);
  const isMetered = useMayBeMetered(app);
  const bytes = preparation.kind === "ready" ? preparation.preparedBytes : null;
  const isBlocked = blockers.length > 0;
  // What changes meanwhile (a blocker, another network) takes the question back.
  const isAsking = wasPressed && isMetered && !isBlocked;
  const start = (): void => {
    setWasPressed(false);
    setIsStarting(true);
    void send((bridge) => bridge.startUpload(snapshot.caseId))
      .then((hasStarted) => {
        if (hasStarted) showPart("upload");
      })
      .finally(() => {
        setIsStarting(false);
      });
  };
  return (
    <div className={styles.send}>
      <p className={styles.quiet}>{sendSummary(snapshot, app.service)}</p>
      {isMetered && !isAsking && (
        <p className={styles.small} role="status">
          {meteredBeforeWords(bytes)}
        </p>
      )}
      {isAsking && (
        <MeteredQuestion
          bytes={bytes ?? 0}
          onSend={start}
          onWait={() => {
            setWasPressed(false);
          }}
        />
      )}
      <Button
        look="primary"
        size="large"
        icon={Send}
        // Stays in its place while it asks, or the second half of a double click would answer.
        disabled={isBlocked || isStarting || isAsking}
        onClick={() => {
          if (isMetered && app.transfers.asksWhenMetered) setWasPressed(true);
          else start();
        }}
      >
        Send the case
      </Button>
    </div>
  );
}

function MeteredQuestion({
  bytes,
  onSend,
  onWait,
}: {
  readonly bytes: number;
  readonly onSend: () => void;
  readonly onWait: () => void;
}): ReactNode {
  const words = meteredQuestionWords;
  return (
    <div role="group" aria-label={words.title} tabIndex={-1} ref={takeFocus}>
      <Callout
        tone="warn"
        title={words.title}
        actions={
          <>
            <Button size="small" onClick={onSend}>
              {words.sendNow}
            </Button>
            <Button size="small" look="quiet" onClick={onWait}>
              {words.notNow}
            </Button>
          </>
        }
      >
        <p>{meteredQuestionWhy(bytes)}</p>
        <p>{words.whatNext}</p>
      </Callout>
    </div>
  );
}

/** The pressed button is disabled now: the keyboard goes on at the question, on neither of its answers. */
function takeFocus(question: HTMLElement | null): void {
  question?.focus();
}
