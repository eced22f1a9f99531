// What still stands in the way, what will leave, and the button that sends it.
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import {
  beingPreparedWords,
  blockerWords,
} from "../../../shared/messages/blockerWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type {
  AppSnapshot,
  Blocker,
  CaseSnapshot,
  StackView,
} from "../../../shared/snapshot.ts";
import { Callout } from "../../controls/Callout.tsx";
import {
  openDialog,
  selectStack,
  showField,
  showPart,
} from "../../view/viewState.ts";
import { openFindings } from "../masks/maskEdits.ts";
import { QuotaFull } from "../topBar/SignedIn.tsx";
import { isQuotaFull } from "../topBar/quotaWords.ts";
import styles from "./CheckPart.module.css";
import { SendAction } from "./SendAction.tsx";

/** Beside the check at all times. */
export function ReadyPanel({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { blockers } = snapshot.check;
  const { account } = app;
  const isSignedIn = account.kind === "signedIn";
  return (
    <aside className={styles.ready} aria-label="Ready to send">
      <div role="status">
        <h3 className={styles.heading}>
          {blockers.length === 0
            ? "Ready to send"
            : `${countOf(blockers.length, "thing")} still to do`}
        </h3>
      </div>
      {blockers.length > 0 && (
        <ul className={styles.blockers}>
          {blockers.map((blocker) => (
            <li key={JSON.stringify(blocker)}>
              <BlockerLink blocker={blocker} snapshot={snapshot} />
            </li>
          ))}
        </ul>
      )}
      {account.kind === "signedIn" && isQuotaFull(account.quota) && (
        <QuotaFull />
      )}
      {!isSignedIn && blockers.length === 0 && (
        <Callout tone="info" title="You are not signed in">
          <p>
            Press Send all the same: the case waits for you and goes on by
            itself as soon as you are signed in.
          </p>
        </Callout>
      )}
      <SendAction key={snapshot.caseId} app={app} snapshot={snapshot} />
    </aside>
  );
}

function BlockerLink({
  blocker,
  snapshot,
}: {
  readonly blocker: Blocker;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const isUnderWay =
    blocker.kind === "notPrepared" &&
    snapshot.check.preparation.kind === "running";
  const words = isUnderWay ? beingPreparedWords : blockerWords(blocker);
  return (
    <button
      type="button"
      className={styles.blocker}
      onClick={() => {
        goToBlocker(blocker, snapshot);
      }}
    >
      <CircleAlert aria-hidden />
      <span>
        <span className={styles.blockerTitle}>{words.title}</span>
        <span className={styles.small}>{words.whatNext}</span>
      </span>
    </button>
  );
}

/** Leads to the place where a blocker is mended. */
function goToBlocker(blocker: Blocker, snapshot: CaseSnapshot): void {
  switch (blocker.kind) {
    case "noImages":
    case "nothingSelected":
    case "sameImageTwice":
    case "scanning":
    case "licenceForbids":
      showPart("images");
      return;
    case "textNotLookedFor":
      showPart("images");
      selectStack(notLookedThrough(snapshot)?.stackId ?? null);
      return;
    case "imagesNotSeen":
      showPart("images");
      selectStack(withUnseenImages(snapshot)?.stackId ?? null);
      return;
    case "burnedInText":
      showPart("images");
      showFirstFinding(snapshot);
      return;
    case "patientWordsTyped":
    case "creditMissing":
    case "creditHasNoPlace":
    case "citationMissing":
      showPart("details");
      return;
    case "missingField":
      showField(blocker.field);
      return;
    case "notPrepared":
      reveal("check-preparation");
      return;
    case "imagesRefused":
      reveal("check-refused");
      return;
    case "sentBefore":
      reveal("check-sent-before");
      return;
    case "severalPatients":
    case "notConfirmed":
      reveal("check-confirm");
      return;
    default:
      assertNever(blocker, "blocker");
  }
}

function selectedStacks(snapshot: CaseSnapshot): readonly StackView[] {
  return snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected);
}

function notLookedThrough(snapshot: CaseSnapshot): StackView | undefined {
  return selectedStacks(snapshot).find(
    ({ textObstacles }) => textObstacles.isUnsearched,
  );
}

function withUnseenImages(snapshot: CaseSnapshot): StackView | undefined {
  return selectedStacks(snapshot).find(
    ({ textObstacles }) => textObstacles.unseenImages > 0,
  );
}

/** Opens the viewer where text is undecided, with the masks beside it. */
function showFirstFinding(snapshot: CaseSnapshot): void {
  for (const stack of selectedStacks(snapshot)) {
    const finding = openFindings(stack)[0];
    if (finding === undefined) continue;
    const { first, last } = finding.images;
    const isOnKeyImage = stack.keyImage >= first && stack.keyImage <= last;
    openDialog({
      kind: "viewer",
      stackId: stack.stackId,
      index: isOnKeyImage ? stack.keyImage : first,
      side: "masks",
    });
    return;
  }
}

function reveal(sectionId: string): void {
  const section = document.getElementById(sectionId);
  section?.scrollIntoView({ block: "start", behavior: "smooth" });
  const control = section?.querySelector<HTMLElement>(
    "[role='checkbox'][aria-checked='false'], button:not([role='checkbox'])",
  );
  (control ?? section)?.focus({ preventScroll: true });
}
