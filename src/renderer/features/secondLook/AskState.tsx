// Where a question stands: under way, cancelled, or without a reading and why.
import { useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import {
  isForProjectPage,
  lookCancelledWords,
  lookWaitingWords,
} from "../../../shared/messages/lookStepWords.ts";
import { lookProblemWords } from "../../../shared/messages/secondLookWords.ts";
import {
  hasTooFewFindings,
  type LookProblem,
  type LookState,
} from "../../../shared/secondLook.ts";
import { ask, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import styles from "./SecondLook.module.css";

/** Nothing while nothing is asked. */
export function AskState({
  caseId,
  state,
}: {
  readonly caseId: CaseId;
  readonly state: LookState;
}): ReactNode {
  if (state.kind === "idle") return null;
  if (state.kind === "failed")
    return <NoReading caseId={caseId} problem={state.problem} />;
  if (state.kind === "cancelled") {
    const { title, text } = lookCancelledWords(state.algorithm, state.step);
    return (
      <Callout
        tone="info"
        live="status"
        title={title}
        actions={<Understood caseId={caseId} />}
      >
        <p>{text}</p>
      </Callout>
    );
  }
  const { title, text } = lookWaitingWords(state);
  return (
    <Callout
      tone="info"
      live="status"
      title={title}
      actions={
        <Button
          onClick={() => void send((bridge) => bridge.cancelSecondLook(caseId))}
        >
          Cancel
        </Button>
      }
    >
      <p>{text}</p>
      <ProgressBar name="Waiting for the answer" fraction={null} size="thin" />
    </Callout>
  );
}

function NoReading({
  caseId,
  problem,
}: {
  readonly caseId: CaseId;
  readonly problem: LookProblem;
}): ReactNode {
  const { title, why, whatNext } = lookProblemWords(problem);
  return (
    <Callout
      title={title}
      live="alert"
      tone="warn"
      actions={
        <>
          <Understood caseId={caseId} />
          {isForProjectPage(problem) && (
            <Button
              onClick={() =>
                void send((bridge) => bridge.openSitePage("xraydarProject"))
              }
            >
              Open the project page
            </Button>
          )}
        </>
      }
    >
      <p>{why}</p>
      <p>{whatNext}</p>
      {problem.kind === "notUnderstood" && problem.text !== "" && (
        <details className={styles.details}>
          <summary>The beginning of the answer</summary>
          <pre className={styles.raw}>{problem.text}</pre>
        </details>
      )}
      {hasTooFewFindings(problem) && <WholeAnswer caseId={caseId} />}
    </Callout>
  );
}

/** Fetched only when asked for: it may be 1 MB long. */
function WholeAnswer({ caseId }: { readonly caseId: CaseId }): ReactNode {
  const [text, setText] = useState<string | null>(null);
  if (text !== null)
    return (
      <pre className={styles.raw} aria-label="The whole answer" tabIndex={0}>
        {text}
      </pre>
    );
  return (
    <Button
      size="small"
      onClick={() =>
        void ask((bridge) => bridge.readSecondLookAnswer(caseId)).then(setText)
      }
    >
      Show the whole answer
    </Button>
  );
}

function Understood({ caseId }: { readonly caseId: CaseId }): ReactNode {
  return (
    <Button
      onClick={() => void send((bridge) => bridge.dismissSecondLook(caseId))}
    >
      Understood
    </Button>
  );
}
