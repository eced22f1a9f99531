// What was found of text in the pixels of a stack: where, what it says, and what becomes of it.
import { Check, ScanText, Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type {
  StackTextView,
  TextFindingView,
  TextRank,
} from "../../../shared/burnedInText.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { edit } from "../images/stackEdits.ts";
import { AcceptForm } from "./AcceptForm.tsx";
import { openFindings, rangeOrAll, withFindingsMasked } from "./maskEdits.ts";
import styles from "./MaskPanel.module.css";
import {
  acceptedBeforeWords,
  matchWords,
  placeWords,
  rangeWords,
  rankNames,
  textVerdict,
} from "./maskWords.ts";
import { UnseenImages } from "./UnseenImages.tsx";

const reasons = ["Technique text", "Not the patient", "Ruler or scale"];

/** Gravest first; a click shows the place. */
export function TextFindings({
  caseId,
  stack,
  isFrozen,
  shownFindingId,
  onShow,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
  readonly shownFindingId: string | null;
  readonly onShow: (findingId: string) => void;
}): ReactNode {
  const open = openFindings(stack);
  const verdict = textVerdict(stack);
  const mask = (findings: readonly TextFindingView[]) => {
    const masks = withFindingsMasked(stack, findings, () =>
      crypto.randomUUID(),
    );
    edit(caseId, {
      kind: "setMasks",
      stacks: [{ stackId: stack.stackId, masks: [...masks] }],
    });
  };
  const ofRank = (...ranks: readonly TextRank[]) =>
    ranks.flatMap((rank) =>
      stack.text.findings.filter((finding) => finding.rank === rank),
    );
  const grave = ofRank("patientWord", "text");
  const technical = ofRank("technical");
  const rowOf = (finding: TextFindingView) => (
    <FindingRow
      key={finding.findingId}
      caseId={caseId}
      stack={stack}
      finding={finding}
      isFrozen={isFrozen}
      isShown={finding.findingId === shownFindingId}
      onShow={() => {
        onShow(finding.findingId);
      }}
      onMask={() => {
        mask([finding]);
      }}
    />
  );
  return (
    <section className={styles.group} aria-label="Text in the pixels">
      <h3 className={styles.heading}>Text in the pixels</h3>
      <p className={join(styles.verdict, styles[verdict.tone])} role="status">
        {verdict.words}
      </p>
      <SearchProgress text={stack.text} />
      <UnseenImages caseId={caseId} stack={stack} isFrozen={isFrozen} />
      {open.length > 0 && !isFrozen && (
        <Button
          look="primary"
          icon={ScanText}
          onClick={() => {
            mask(open);
          }}
        >
          {open.length === 1 ? "Mask it" : `Mask all ${open.length}`}
        </Button>
      )}
      {grave.length > 0 && <ul className={styles.list}>{grave.map(rowOf)}</ul>}
      {technical.length > 0 && (
        <details className={styles.technicalGroup}>
          <summary className={styles.technicalTitle}>
            {countOf(technical.length, "technical mark")}
          </summary>
          <p className={styles.hint}>
            Sides, scales and exposure, as scanners print them. They do not keep
            the case from being sent.
          </p>
          <ul className={styles.list}>{technical.map(rowOf)}</ul>
        </details>
      )}
    </section>
  );
}

function SearchProgress({ text }: { readonly text: StackTextView }): ReactNode {
  const { state } = text;
  if (state.kind !== "looking") return null;
  return (
    <ProgressBar
      name="Looking for text"
      size="thin"
      fraction={
        state.totalImages === 0 ? null : state.lookedImages / state.totalImages
      }
    />
  );
}

function FindingRow({
  caseId,
  stack,
  finding,
  isFrozen,
  isShown,
  onShow,
  onMask,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly finding: TextFindingView;
  readonly isFrozen: boolean;
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly onMask: () => void;
}): ReactNode {
  const [isAccepting, setIsAccepting] = useState(false);
  const { status, findingId } = finding;
  const images = rangeWords(
    rangeOrAll(finding.images, stack.imageCount),
    stack.imageCount,
  );
  const place = placeWords(finding.box, stack);
  const accept = (reason: string | null) => {
    setIsAccepting(false);
    edit(caseId, { kind: "acceptFindings", findingIds: [findingId], reason });
  };
  return (
    <li className={join(styles.findingRow, isShown && styles.chosen)}>
      <button
        type="button"
        className={styles.findingWords}
        aria-pressed={isShown}
        onClick={onShow}
      >
        <span className={join(styles.rank, styles[finding.rank])}>
          {rankNames[finding.rank]}
        </span>
        {finding.words !== "" && (
          <span className={styles.read}>“{finding.words}”</span>
        )}
        {finding.matches.length > 0 && (
          <span className={styles.rowDetail}>
            matches the {matchWords(finding.matches)} in the headers
          </span>
        )}
        <span className={styles.rowDetail}>
          {place}, {images}
        </span>
        <FindingState finding={finding} />
      </button>
      {!isFrozen && status.kind === "open" && !isAccepting && (
        <div className={styles.actions}>
          <Button size="small" className={styles.control} onClick={onMask}>
            Mask
            <span className="visually-hidden">
              {" "}
              the text {place}, {images}
            </span>
          </Button>
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              onShow();
              setIsAccepting(true);
            }}
          >
            Accept…
          </Button>
        </div>
      )}
      {isAccepting && status.kind === "open" && (
        <AcceptForm
          reasons={reasons}
          label="Why it may be seen"
          onAccept={accept}
          onCancel={() => {
            setIsAccepting(false);
          }}
        />
      )}
      {!isFrozen && status.kind === "accepted" && (
        <div className={styles.actions}>
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
        </div>
      )}
    </li>
  );
}

function FindingState({
  finding,
}: {
  readonly finding: TextFindingView;
}): ReactNode {
  const { status } = finding;
  if (status.kind === "open")
    return status.acceptedBefore === undefined ? null : (
      <span className={styles.rowDetail}>
        {acceptedBeforeWords(status.acceptedBefore)}
      </span>
    );
  return (
    <span className={styles.decided}>
      <Check aria-hidden />
      {status.kind === "masked" ? "Masked" : `Accepted: ${status.reason}`}
    </span>
  );
}
