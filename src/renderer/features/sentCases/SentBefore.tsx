// Images that another case brought to the site already: which case, and the user's word that it is meant.
import { History } from "lucide-react";
import type { ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { SentBeforeView } from "../../../shared/sentBefore.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { openCase, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { edit } from "../images/stackEdits.ts";
import styles from "./SentCases.module.css";

/** Nothing where no image was sent before. */
export function SentBefore({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { sentBefore } = snapshot.check;
  if (sentBefore.length === 0 || snapshot.isFrozen) return null;
  return (
    <section
      id="check-sent-before"
      className={styles.sentBefore}
      aria-label="Images sent before"
      tabIndex={-1}
    >
      {sentBefore.map((view) => (
        <Callout
          key={view.findingId}
          tone={view.isAccepted ? "info" : "warn"}
          title={sentBeforeWords(view)}
          actions={
            <>
              <Button size="small" onClick={() => void openCase(view.caseId)}>
                Show that case
              </Button>
              {view.remoteCaseId !== null && (
                <Button
                  size="small"
                  look="quiet"
                  onClick={() =>
                    void send((bridge) => bridge.openCaseInBrowser(view.caseId))
                  }
                >
                  Open it on the site
                </Button>
              )}
            </>
          }
        >
          <Tick
            isTicked={view.isAccepted}
            onChange={(isTicked) => {
              edit(snapshot.caseId, {
                kind: "acceptFindings",
                findingIds: [view.findingId],
                reason: isTicked ? "Meant to be sent again" : null,
              });
            }}
          >
            I know, and I mean to send them again.
          </Tick>
        </Callout>
      ))}
    </section>
  );
}

/** One line for each case that has some of these images already, where the images are chosen. */
export function SentBeforeLines({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { sentBefore } = snapshot.check;
  if (snapshot.isFrozen) return null;
  return sentBefore.map((view) => (
    <p key={view.findingId} className={styles.sentBeforeLine} role="status">
      <History aria-hidden />
      <span>{sentBeforeWords(view)}.</span>
      <Button
        size="small"
        look="quiet"
        onClick={() => void openCase(view.caseId)}
      >
        Show that case
      </Button>
    </p>
  ));
}

/** `40 of these images were sent before, in “Gout” on 3 May 2026`. */
export function sentBeforeWords({
  count,
  title,
  sentAtMs,
  remoteCaseId,
}: SentBeforeView): string {
  const date = new Date(sentAtMs).toLocaleDateString(undefined, {
    dateStyle: "medium",
  });
  const name = title === "" ? "a case without a title" : `“${title}”`;
  const were = count === 1 ? "was" : "were";
  const images = countOf(count, "image");
  return remoteCaseId === null
    ? `${images} of this case ${count === 1 ? "is" : "are"} on the way to the site already, in ${name} since ${date}`
    : `${images} of this case ${were} sent before, in ${name} on ${date}`;
}
