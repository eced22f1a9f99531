// A call whose answer was lost: the user looks on the site and says what is there.
import { useId, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { doubtWords } from "../../../shared/messages/failureWords.ts";
import type { DoubtAnswer, UploadView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Truncated } from "../../controls/Tip.tsx";
import { CancelButton, CaseLink, OwnDraftsLink } from "./CaseLink.tsx";
import { Phases } from "./Phases.tsx";
import { studyIdIn } from "./studyAddress.ts";
import styles from "./UploadPart.module.css";

type Doubt = UploadView & { readonly kind: "inDoubt" };

/** The question, what may be the answer, and the buttons that say it. */
export function InDoubt({
  caseId,
  upload,
}: {
  readonly caseId: CaseId;
  readonly upload: Doubt;
}): ReactNode {
  const answer = (given: DoubtAnswer) =>
    void send((bridge) => bridge.answerDoubt(caseId, given));
  return (
    <>
      <WordsCallout
        tone="warn"
        words={doubtWords(upload.call)}
        live="alert"
        actions={
          upload.progress.caseUrl === null ? (
            <OwnDraftsLink />
          ) : (
            <CaseLink caseId={caseId} />
          )
        }
      />
      {upload.call === "createCase" && (
        <Candidates upload={upload} onAnswer={answer} />
      )}
      {upload.call === "createStudy" && <AdoptStudy onAnswer={answer} />}
      <section className={styles.answers} aria-label="Your answer">
        {upload.call === "attachStack" && (
          <Button
            look="primary"
            onClick={() => {
              answer({ kind: "itArrived" });
            }}
          >
            It is there, go on
          </Button>
        )}
        <Button
          onClick={() => {
            answer({ kind: "sendAgain" });
          }}
        >
          It is not there, send it again
        </Button>
        <CancelButton caseId={caseId} upload={upload} />
      </section>
      <Phases phase={upload.progress.phase} />
    </>
  );
}

function Candidates({
  upload,
  onAnswer,
}: {
  readonly upload: Doubt;
  readonly onAnswer: (answer: DoubtAnswer) => void;
}): ReactNode {
  if (upload.candidates.length === 0)
    return (
      <p>
        Among your drafts there is none with this title, and none that was made
        just then.
      </p>
    );
  return (
    <section aria-labelledby="doubt-candidates">
      <h3 id="doubt-candidates" className={styles.heading}>
        Drafts of yours that may be it
      </h3>
      <ul className={styles.candidates}>
        {upload.candidates.map((candidate) => (
          <li key={candidate.remoteCaseId} className={styles.candidate}>
            <div className={styles.candidateWords}>
              <Truncated text={candidate.title} />
              <span className={styles.address}>{candidate.url}</span>
            </div>
            <Button
              look="primary"
              onClick={() => {
                onAnswer({
                  kind: "adoptCase",
                  remoteCaseId: candidate.remoteCaseId,
                });
              }}
            >
              This is it
              <span className="visually-hidden">
                : draft {candidate.remoteCaseId}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AdoptStudy({
  onAnswer,
}: {
  readonly onAnswer: (answer: DoubtAnswer) => void;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState("");
  const studyId = studyIdIn(typed);
  return (
    <form
      className={styles.adopt}
      onSubmit={(event) => {
        event.preventDefault();
        if (studyId !== null)
          onAnswer({ kind: "adoptStudy", remoteStudyId: studyId });
      }}
    >
      <label htmlFor={id} className={fieldStyles.label}>
        If the study is there, its address or number
      </label>
      <div className={styles.adoptRow}>
        <input
          id={id}
          className={fieldStyles.input}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
        <Button type="submit" look="primary" disabled={studyId === null}>
          It is there, go on
        </Button>
      </div>
      <p id={`${id}-hint`} className={styles.small}>
        Open the study on the site: the number stands after studies/ in the
        address.
      </p>
    </form>
  );
}
