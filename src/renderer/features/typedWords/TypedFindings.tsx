// Below a field: the words found in it, why they should not stay, and letting one pass with a reason.
import { Check, CircleAlert, TriangleAlert, Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { typedWordWords } from "../../../shared/messages/typedWordWords.ts";
import type { TypedWordFinding } from "../../../shared/typedWords.ts";
import { Button } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { edit } from "../images/stackEdits.ts";
import { AcceptForm } from "../masks/AcceptForm.tsx";
import styles from "./TypedFindings.module.css";

const reasons = [
  "It is not the patient",
  "A common word",
  "Part of a diagnosis",
];

/** Positions are those in `text`. */
export function TypedFindings({
  id,
  caseId,
  text,
  findings,
  isDisabled,
}: {
  /** For aria-describedby of the field. */
  readonly id: string;
  readonly caseId: CaseId;
  readonly text: string;
  readonly findings: readonly TypedWordFinding[];
  readonly isDisabled: boolean;
}): ReactNode {
  return (
    <ul id={id} className={styles.list}>
      {findings.map((finding) => (
        <Row
          key={finding.findingId}
          caseId={caseId}
          finding={finding}
          words={text.slice(finding.start, finding.end)}
          isDisabled={isDisabled}
        />
      ))}
    </ul>
  );
}

function Row({
  caseId,
  finding,
  words,
  isDisabled,
}: {
  readonly caseId: CaseId;
  readonly finding: TypedWordFinding;
  readonly words: string;
  readonly isDisabled: boolean;
}): ReactNode {
  const [isAccepting, setIsAccepting] = useState(false);
  const { status, kind, findingId } = finding;
  const { title, whatNext } = typedWordWords(kind);
  const isBlocking = kind === "patientWord";
  const accept = (reason: string | null) => {
    setIsAccepting(false);
    edit(caseId, { kind: "acceptFindings", findingIds: [findingId], reason });
  };
  const isOpen = status.kind === "open";
  const Icon = isOpen ? (isBlocking ? CircleAlert : TriangleAlert) : Check;
  return (
    <li
      className={join(
        styles.row,
        isOpen ? (isBlocking ? styles.blocking : styles.warning) : styles.done,
      )}
    >
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <p>
          <strong className={styles.found}>{words}</strong>{" "}
          {status.kind === "accepted" ? (
            `stays: ${status.reason}`
          ) : (
            <>
              {title}. <span className={styles.next}>{whatNext}</span>
            </>
          )}
        </p>
        {isAccepting && isOpen && (
          <AcceptForm
            reasons={reasons}
            label="Why it may stay"
            onAccept={accept}
            onCancel={() => {
              setIsAccepting(false);
            }}
          />
        )}
      </div>
      {!isDisabled && isOpen && !isAccepting && (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            setIsAccepting(true);
          }}
        >
          Let it stay…
          <span className="visually-hidden"> ({words})</span>
        </Button>
      )}
      {!isDisabled && status.kind === "accepted" && (
        <Button
          size="small"
          look="quiet"
          icon={Undo2}
          onClick={() => {
            accept(null);
          }}
        >
          Take that back
        </Button>
      )}
    </li>
  );
}
