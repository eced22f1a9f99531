// The credit that public images in the case ask for: whether it stands in the texts that are sent, and the way to put it back.
import { Quote } from "lucide-react";
import type { ReactNode } from "react";
import { blockerWords } from "../../../shared/messages/blockerWords.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { act } from "./archiveCommands.ts";
import styles from "./CreditPanel.module.css";

/** Nothing for a case without public data. */
export function CreditPanel({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { credit } = snapshot.check;
  if (credit.length === 0) return null;
  const noPlace = snapshot.check.blockers.find(
    ({ kind }) => kind === "creditHasNoPlace",
  );
  const noPlaceWords = noPlace === undefined ? null : blockerWords(noPlace);
  const isMissing =
    noPlaceWords === null && credit.some(({ isGiven }) => !isGiven);
  const place =
    snapshot.destination.draft === null
      ? "the discussion"
      : "the findings of a study";
  const uncited = credit.filter((each) => each.isCitationMissing);
  const citationWords = blockerWords({
    kind: "citationMissing",
    collections: uncited.map(({ collection }) => collection),
  });
  return (
    <section className={styles.panel} aria-label="Credit for public data">
      <div className={styles.head}>
        <Quote aria-hidden />
        <h3 className={styles.heading}>Public data in this case</h3>
      </div>
      <ul className={styles.list}>
        {credit.map(
          ({ collection, licence, text, isGiven, isCitationMissing }) => (
            <li key={`${collection}${licence}`} className={styles.dataset}>
              <div className={styles.head}>
                <span className={styles.name}>{collection}</span>
                <Badge tone={isGiven && !isCitationMissing ? "good" : "warn"}>
                  {!isGiven
                    ? "Credit missing"
                    : isCitationMissing
                      ? "Citation missing"
                      : "Credit given"}
                </Badge>
              </div>
              <p className={styles.text}>{text}</p>
            </li>
          ),
        )}
      </ul>
      {noPlaceWords !== null && !snapshot.isFrozen && (
        <Callout tone="warn" title={noPlaceWords.title} live="status">
          <p>{noPlaceWords.why}</p>
          <p>{noPlaceWords.whatNext}</p>
        </Callout>
      )}
      {isMissing && !snapshot.isFrozen && (
        <Callout
          tone="warn"
          title="The credit was taken out"
          live="status"
          actions={
            <Button
              size="small"
              look="primary"
              onClick={() =>
                void act((bridge) =>
                  bridge.restorePublicCredit(snapshot.caseId),
                )
              }
            >
              Put the credit back
            </Button>
          }
        >
          <p>
            The licence asks for citation, licence and the note on changes. The
            case cannot be sent until they stand in {place} again.
          </p>
        </Callout>
      )}
      {!isMissing &&
        noPlaceWords === null &&
        uncited.length > 0 &&
        !snapshot.isFrozen && (
          <Callout
            tone="warn"
            title={citationWords.title}
            live="status"
            actions={
              <Button
                size="small"
                look="primary"
                onClick={() =>
                  void act((bridge) =>
                    bridge.restorePublicCredit(snapshot.caseId),
                  )
                }
              >
                Ask for the citation again
              </Button>
            }
          >
            <p>{citationWords.why}</p>
            <p>{citationWords.whatNext}</p>
          </Callout>
        )}
    </section>
  );
}
