// Images: studies oldest first, their stacks as cards, and the settings of the selected stack beside them.
import { FilePlus2, FolderPlus, ListX, Square } from "lucide-react";
import { useDeferredValue, type ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import {
  copiedFromMediumWords,
  leftOnMediumWords,
  readCountsWords,
  readingWords,
} from "../../../shared/messages/leftOnMediumWords.ts";
import type { Words } from "../../../shared/messages/words.ts";
import { missingFilesWords } from "../../../shared/messages/missingFilesWords.ts";
import { skipReasonWords } from "../../../shared/messages/skipReasonWords.ts";
import type { FileAccount } from "../../../shared/intakeView.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { openResult, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { SentBeforeLines } from "../sentCases/SentBefore.tsx";
import { openDialog, useViewState } from "../../view/viewState.ts";
import { EmptyState } from "../intake/EmptyState.tsx";
import styles from "./ImagesPart.module.css";
import { LockedArchiveForm } from "./LockedArchiveForm.tsx";
import { SeveralPatients } from "./SplitByPatient.tsx";
import { StackInspector } from "./StackInspector.tsx";
import { StudySection } from "./StudySection.tsx";

/** The first part of a case. */
export function ImagesPart({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const selectedStackId = useViewState((state) => state.selectedStackId);
  const isEmpty =
    snapshot.studies.length === 0 && snapshot.intake.kind === "empty";
  if (isEmpty) return <EmptyState caseId={snapshot.caseId} />;
  const selected = findStack(snapshot, selectedStackId);
  return (
    <div className={styles.part}>
      <div className={styles.scroll}>
        <IntakeBar snapshot={snapshot} />
        <SeveralPatients snapshot={snapshot} />
        <SentBeforeLines snapshot={snapshot} />
        <Studies snapshot={snapshot} />
      </div>
      {selected !== null && (
        <StackInspector
          key={selected.stack.stackId}
          snapshot={snapshot}
          study={selected.study}
          stack={selected.stack}
        />
      )}
    </div>
  );
}

/** Rendered in slices of time: hundreds of new cards must not hold up a frame. */
function Studies({ snapshot }: { readonly snapshot: CaseSnapshot }): ReactNode {
  const shown = useDeferredValue<CaseSnapshot | null>(snapshot, null);
  return shown?.studies.map((study, index) => (
    <StudySection
      key={study.studyKey}
      snapshot={shown}
      study={study}
      number={index + 1}
    />
  ));
}

function findStack(
  snapshot: CaseSnapshot,
  stackId: StackView["stackId"] | null,
) {
  for (const study of snapshot.studies)
    for (const stack of study.stacks)
      if (stack.stackId === stackId) return { study, stack };
  return null;
}

function IntakeBar({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { intake, caseId } = snapshot;
  switch (intake.kind) {
    case "empty":
      return null;
    case "scanning":
      return (
        <div className={styles.scanning}>
          <div className={styles.scanWords}>
            <strong role="status">
              {readingWords(intake.copiedBytes ?? 0)}
            </strong>
            <span>
              {readCountsWords({
                ...intake,
                copiedBytes: intake.copiedBytes ?? 0,
              })}
            </span>
          </div>
          <Button
            size="small"
            icon={Square}
            onClick={() => void send((bridge) => bridge.cancelScan(caseId))}
          >
            Stop reading
          </Button>
          <div className={styles.scanBar}>
            <ProgressBar name="Reading files" fraction={null} size="thin" />
          </div>
        </div>
      );
    case "stopped":
      return (
        <>
          {intake.failure.kind === "cancelled" ? (
            <Callout tone="warn" title="Reading was stopped">
              <p>
                What was read so far is shown. Add the folder again to read the
                rest.
              </p>
            </Callout>
          ) : (
            <WordsCallout words={failureWords(intake.failure)} live="alert" />
          )}
          <AccountLine snapshot={snapshot} account={intake.account} />
        </>
      );
    case "ready":
      return (
        <>
          <AccountLine snapshot={snapshot} account={intake.account} />
          {!snapshot.isFrozen &&
            intake.account.lockedArchives.map((archive) => (
              <LockedArchiveForm
                key={archive.name}
                caseId={caseId}
                archive={archive}
              />
            ))}
        </>
      );
    default:
      return assertNever(intake, "intake");
  }
}

function MissingFiles({ count }: { readonly count: number }): ReactNode {
  const { title, whatNext } = missingFilesWords(count);
  return (
    <p className={styles.missing}>
      {title}. {whatNext}
    </p>
  );
}

function MediumLine({
  words: { title, why, whatNext },
  className,
}: {
  readonly words: Words;
  readonly className: string | undefined;
}): ReactNode {
  return (
    <p className={className}>
      {title}. {why} {whatNext}
    </p>
  );
}

/** Every file found is accounted for in one line. */
function AccountLine({
  snapshot,
  account,
}: {
  readonly snapshot: CaseSnapshot;
  readonly account: FileAccount;
}): ReactNode {
  const { caseId } = snapshot;
  return (
    <div className={styles.account}>
      <div className={styles.accountWords}>
        <p role="status">
          <strong>{countOf(account.found, "file")} found</strong> ={" "}
          {countOf(account.dicom, "image file")} +{" "}
          {formatCount(account.skipped)} left out
        </p>
        {account.skippedByReason.length > 0 && (
          <p className={styles.reasons}>
            {account.skippedByReason
              .map(
                ({ reason, count }) =>
                  `${skipReasonWords(reason).title}: ${formatCount(count)}`,
              )
              .join(" · ")}
          </p>
        )}
        {account.missingFiles > 0 && (
          <MissingFiles count={account.missingFiles} />
        )}
        {account.leftOnMedium !== undefined && (
          <MediumLine
            words={leftOnMediumWords(account.leftOnMedium)}
            className={styles.missing}
          />
        )}
        {account.copiedFromMedium !== undefined && (
          <MediumLine
            words={copiedFromMediumWords(account.copiedFromMedium)}
            className={styles.reasons}
          />
        )}
      </div>
      <div className={styles.accountActions}>
        {account.skipped + account.missingFiles > 0 && (
          <Button
            size="small"
            icon={ListX}
            onClick={() => {
              openDialog({ kind: "leftOut", caseId });
            }}
          >
            {account.skipped > 0 ? "Show files left out" : "Show missing files"}
          </Button>
        )}
        {!snapshot.isFrozen && (
          <>
            <Button
              size="small"
              icon={FolderPlus}
              onClick={() =>
                void openResult((bridge) => bridge.chooseFolders(caseId))
              }
            >
              Add a folder
            </Button>
            <Button
              size="small"
              icon={FilePlus2}
              onClick={() =>
                void openResult((bridge) => bridge.chooseFiles(caseId))
              }
            >
              Add files
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
