// The values of a free-text attribute with what is questioned in them marked, and letting that stay with a reason.
import { Check, TriangleAlert, Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type {
  FreeTextQuestion,
  FreeTextView,
} from "../../../shared/freeText.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import { typedWordWords } from "../../../shared/messages/typedWordWords.ts";
import { Button } from "../../controls/Button.tsx";
import { edit } from "../images/stackEdits.ts";
import { AcceptForm } from "../masks/AcceptForm.tsx";
import { partsOf } from "../typedWords/findingsInText.ts";
import styles from "./FreeTextReview.module.css";
import { asShown, questionLines } from "./freeTextQuestions.ts";

/** As many as are read at a glance; the others on demand, since keeping means having read them. */
const shownAtOnce = 5;

/** All values; those that are questioned come first, so that none is kept unread. */
export function FreeTextValues({
  values,
  questions,
}: {
  readonly values: readonly string[];
  readonly questions: readonly FreeTextQuestion[];
}): ReactNode {
  const [isWhole, setIsWhole] = useState(false);
  const questioned = new Set(questions.map(({ value }) => value));
  const rows = values
    .map((text, index) => ({ text, index }))
    .sort(
      (a, b) =>
        Number(questioned.has(b.index)) - Number(questioned.has(a.index)),
    );
  const shown = isWhole
    ? rows
    : rows.slice(0, Math.max(shownAtOnce, questioned.size));
  const rest = rows.length - shown.length;
  return (
    <>
      <ul className={styles.list}>
        {shown.map(({ text, index }) => (
          <li key={text}>
            {partsOf(text, asShown(questions, index)).map(
              ({ text: part, finding }, place) =>
                finding === null ? (
                  part
                ) : (
                  <mark
                    key={place}
                    className={styles.questioned}
                    title={finding.why}
                  >
                    {part}
                  </mark>
                ),
            )}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            setIsWhole(true);
          }}
        >
          Show {rest} more
        </Button>
      )}
    </>
  );
}

const reasons = ["It is not the patient", "A phantom", "A name of technique"];

/** What was found in the values, why it is questioned, and the answer of the user. Nothing where nothing is questioned. */
export function FreeTextAnswer({
  caseId,
  attribute,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly attribute: FreeTextView;
  readonly isFrozen: boolean;
}): ReactNode {
  const [isAccepting, setIsAccepting] = useState(false);
  const { keyword, isKept } = attribute;
  const lines = questionLines(attribute);
  if (lines.length === 0) return null;
  const answer = (isOpen: boolean, reason: string | null) => {
    setIsAccepting(false);
    const findingIds = lines
      .filter(({ status }) => (status.kind === "open") === isOpen)
      .map(({ findingId }) => findingId);
    edit(caseId, { kind: "acceptFindings", findingIds, reason });
  };
  const isOpen = lines.some(({ status }) => status.kind === "open");
  const isAccepted = lines.some(({ status }) => status.kind === "accepted");
  return (
    <>
      <ul className={styles.questions}>
        {lines.map(({ findingId, words, kind, status }) => (
          <li key={findingId} className={styles[status.kind]}>
            {status.kind === "open" ? (
              <TriangleAlert aria-hidden />
            ) : (
              <Check aria-hidden />
            )}
            <span>
              <strong>{words}</strong>{" "}
              {status.kind === "open"
                ? `${typedWordWords(kind).title}. ${typedWordWords(kind).why}`
                : `stays: ${status.reason}`}
            </span>
          </li>
        ))}
      </ul>
      {isOpen && isKept && (
        <p className={styles.quiet}>
          What holds this is removed until you say why it may stay.
        </p>
      )}
      {isOpen && isKept && isAccepting && !isFrozen && (
        <AcceptForm
          reasons={reasons}
          label="Why it may stay"
          onAccept={(reason) => {
            answer(true, reason);
          }}
          onCancel={() => {
            setIsAccepting(false);
          }}
        />
      )}
      {isOpen && isKept && !isAccepting && !isFrozen && (
        <Button
          size="small"
          onClick={() => {
            setIsAccepting(true);
          }}
        >
          Keep it all the same…
          <span className="visually-hidden"> ({keyword})</span>
        </Button>
      )}
      {isAccepted && !isFrozen && (
        <Button
          size="small"
          look="quiet"
          icon={Undo2}
          onClick={() => {
            answer(false, null);
          }}
        >
          Take that back
        </Button>
      )}
    </>
  );
}
