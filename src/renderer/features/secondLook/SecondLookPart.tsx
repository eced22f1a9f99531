// Second look: what X-Raydar says of a film or a report, asked for one by one and never part of what is sent.
import { useState, type ReactNode } from "react";
import { lookClosedWords } from "../../../shared/messages/lookStepWords.ts";
import {
  lookBanner,
  readerWords,
} from "../../../shared/messages/secondLookWords.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import type {
  FilmQuestion,
  FilmView,
  MadeFilm,
} from "../../../shared/secondLook.ts";
import { ask, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { openDialog } from "../../view/viewState.ts";
import { AskState } from "./AskState.tsx";
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
  const { films, state, looks, comparisons } = secondLook;
  const { hasKey, reader, closed } = app.secondLook;
  const filmsClosed = lookClosedWords(closed, "image");
  const reportsClosed = lookClosedWords(closed, "report");
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
          {filmsClosed !== null && <p role="status">{filmsClosed}</p>}
          <FilmList
            films={films}
            isDisabled={!hasKey || isBusy || filmsClosed !== null}
            onAsk={(film, answered) => void make(film, answered)}
          />
        </section>
        <section className={styles.section} aria-labelledby="look-report">
          <h3 id="look-report" className={styles.heading}>
            A report
          </h3>
          {reportsClosed !== null && <p role="status">{reportsClosed}</p>}
          <ReportForm
            caseId={caseId}
            isDisabled={!hasKey || isBusy || reportsClosed !== null}
          />
        </section>
      </div>
      <Comparison comparisons={comparisons} />
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
