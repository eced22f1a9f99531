// Second look: what X-Raydar says of a film or a report, asked for one by one and never part of what is sent.
import { useState, type ReactNode } from "react";
import {
  lookBanner,
  lookProblemWords,
  readerWords,
} from "../../../shared/messages/secondLookWords.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import type {
  FilmQuestion,
  FilmView,
  LookState,
  MadeFilm,
} from "../../../shared/secondLook.ts";
import { ask, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { openDialog } from "../../view/viewState.ts";
import { Comparison } from "./Comparison.tsx";
import { ConsentDialog } from "./ConsentDialog.tsx";
import { FilmList } from "./FilmList.tsx";
import { Look } from "./Look.tsx";
import { ReportForm } from "./ReportForm.tsx";
import styles from "./SecondLook.module.css";

/** The optional part of a case. */
export function SecondLookPart({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { caseId, secondLook } = snapshot;
  const { films, state, looks, comparison } = secondLook;
  const { hasKey, reader } = app.secondLook;
  const [made, setMade] = useState<MadeFilm | null>(null);
  const isBusy = state.kind === "waiting";
  const make = async (film: FilmView, answered: readonly FilmQuestion[]) => {
    const { stackId, imageIndex } = film;
    setMade(
      await ask((bridge) =>
        bridge.makeSecondLookFilm(caseId, { stackId, imageIndex }, [
          ...answered,
        ]),
      ),
    );
  };
  return (
    <div className={styles.part}>
      <p className={styles.banner}>{lookBanner}</p>
      {!hasKey && <KeyMissing />}
      <AskState caseId={caseId} state={state} />
      <div className={styles.columns}>
        <section className={styles.section} aria-labelledby="look-films">
          <h3 id="look-films" className={styles.heading}>
            Chest films
          </h3>
          <p className={styles.quiet}>
            Read by {readerWords[reader].name}. Only checked copies of frontal
            chest films of adults are sent, one at a time, and only after you
            have seen exactly what goes.
          </p>
          <FilmList
            films={films}
            isDisabled={!hasKey || isBusy}
            onAsk={(film, answered) => void make(film, answered)}
          />
        </section>
        <section className={styles.section} aria-labelledby="look-report">
          <h3 id="look-report" className={styles.heading}>
            A report
          </h3>
          <ReportForm caseId={caseId} isDisabled={!hasKey || isBusy} />
        </section>
      </div>
      {comparison !== null && <Comparison comparison={comparison} />}
      {looks.map((look) => (
        <Look key={look.lookId} caseId={caseId} look={look} />
      ))}
      <ConsentDialog
        what={made === null ? null : { kind: "film", film: made }}
        onDecline={() => {
          setMade(null);
          void send((bridge) => bridge.discardSecondLookFilm(caseId));
        }}
        onConsent={() => {
          setMade(null);
          if (made === null) return;
          const { sha256Hex } = made;
          void send((bridge) =>
            bridge.sendSecondLookFilm(caseId, {
              sha256Hex,
              reader: made.reader,
            }),
          );
        }}
      />
    </div>
  );
}

function KeyMissing(): ReactNode {
  return (
    <Callout
      tone="info"
      title="A key is needed"
      actions={
        <Button
          onClick={() => {
            openDialog({ kind: "settings" });
          }}
        >
          Open settings
        </Button>
      }
    >
      <p>
        X-Raydar gives each user a key of 16 characters by e-mail. Enter it in
        Settings, under Second look.
      </p>
    </Callout>
  );
}

function AskState({
  caseId,
  state,
}: {
  readonly caseId: CaseSnapshot["caseId"];
  readonly state: LookState;
}): ReactNode {
  if (state.kind === "idle") return null;
  if (state.kind === "failed") {
    const { problem } = state;
    const { title, why, whatNext } = lookProblemWords(problem);
    return (
      <Callout
        title={title}
        live="alert"
        tone="warn"
        actions={
          <Button
            onClick={() =>
              void send((bridge) => bridge.dismissSecondLook(caseId))
            }
          >
            Understood
          </Button>
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
      </Callout>
    );
  }
  return (
    <Callout
      tone="info"
      live="status"
      title={`Waiting for ${readerWords[state.reader].name}`}
      actions={
        <Button
          onClick={() => void send((bridge) => bridge.cancelSecondLook(caseId))}
        >
          Cancel
        </Button>
      }
    >
      <ProgressBar name="Waiting for the answer" fraction={null} size="thin" />
      <p>
        The {state.algorithm === "image" ? "film" : "report"} was sent. An
        answer takes up to {state.timeoutMs / 1000} seconds; you can go on
        working.
      </p>
    </Callout>
  );
}
